/** @file Small data sets in JSON, by which the cluster's reader is held to the lab's. */
import type { DataChoice } from '../../src/experiment/experiment';
import type { DataCase } from './dataOutcome';

const TEXTS = ['A dull mess', 'A warm story', 'It broke', 'We liked it', 'Too long', 'A joy'];
const OBJECTS = TEXTS.map((text, index) => ({ text, label: index % 2 }));
const LISTS = OBJECTS.map(({ text, label }) => [text, label]);

const byIndex = (values: readonly unknown[]): object => Object.fromEntries(values.map((value, i) => [`${i}`, value]));
const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function json(
  title: string,
  content: unknown,
  choice: Partial<DataChoice> = {},
  name = 'a.json',
): readonly [string, DataCase] {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return [title, { files: { kind: 'local', train: { name, bytes: new TextEncoder().encode(text) } }, choice }];
}

export const JSON_CASES: readonly (readonly [string, DataCase])[] = [
  json('lines of objects', lines(OBJECTS), {}, 'a.jsonl'),
  json('lines with some that are no rows', `${lines(OBJECTS)}\n[not json\n7\n"text"\n{"text": "late", "label": 1, "more": null}\n`, {}, 'a.jsonl'),
  json('a list of objects', OBJECTS),
  json('the only list in an object', { version: 1, data: OBJECTS, about: { by: 'hand' } }),
  json('objects over several lines', OBJECTS.map((row) => JSON.stringify(row, null, 2)).join(',\n')),
  json('lists', LISTS),
  json('lists below names', [['text', 'label'], ...LISTS]),
  json('names as chosen', [['text', 7], ...LISTS, ['x', 1, 'more']], { header: 'yes' }),
  json('records by index', byIndex(OBJECTS)),
  json('cells by column and index', { text: byIndex(TEXTS), label: byIndex(OBJECTS.map(({ label }) => label)) }),
  json('lists by column', { text: TEXTS, label: OBJECTS.map(({ label }) => label) }),
  json('lists by column of other lengths', { text: TEXTS, label: [0, 1] }),
  json('names and rows in lists of their own', { columns: ['text', 'label'], index: [0, 1], data: LISTS }),
  json('the answer of a hub’s viewer', { features: [], rows: OBJECTS.map((row, i) => ({ row_idx: i, row })) }),
  json('several tables', { train: OBJECTS, test: OBJECTS }),
  json('rows that lie deeper', { took: 3, hits: { total: 2, hits: OBJECTS.map((row) => ({ _id: 1, _source: row })) } }),
  json('NaN, Infinity and large integers', `[${OBJECTS.map((row, i) => `{"text": "${row.text} NaN", "id": 123456789012345678${i}, "score": ${['NaN', '-Infinity', '1e3', '0.10'][i % 4]}, "label": ${row.label}}`).join()}]`, { labelColumn: 'label' }),
  json('lists of one label', lines(OBJECTS.map(({ text, label }) => ({ text, label: [label] }))), {}, 'a.jsonl'),
  json('lists of several labels', lines(OBJECTS.map(({ text, label }) => ({ text, label: [label, 1] }))), {}, 'a.jsonl'),
  json('nested texts', lines(OBJECTS.map(({ text, label }) => ({ review: { text, 2: 1, 10: 0 }, label }))), {}, 'a.jsonl'),
  json('a nested column as chosen', lines(OBJECTS.map(({ text, label }) => ({ text, meta: { a: 1 }, label }))), { textColumn: 'meta' }, 'a.jsonl'),
  json('keys that count', lines(OBJECTS.map(({ text, label }) => ({ label, 10: 'x', 2: text }))), { textColumn: '2' }, 'a.jsonl'),
  json('halves of an emoji', lines(OBJECTS).replace('A joy', 'A \\ud83d joy \\ude00 \\ud83d\\ude00'), {}, 'a.jsonl'),
  json('settings without effect', OBJECTS, { delimiter: 'comma', header: 'yes' }),
  json('own words for missing values', lines([...OBJECTS, { text: 'NA', label: 1 }, { text: 'n', label: '?' }]), { missing: '?,NA' }, 'a.jsonl'),
  json('no rows', '[1, 2, 3]'),
  json('nothing but text', 'hello\nworld\n', {}, 'a.jsonl'),
  json('Python’s print', "[{'text': 'a', 'label': 1}]"),
];
