/** @file JSON files as people have them: each is of a kind that was once misread. */
import { describe, expect, it } from 'vitest';
import { look, open, ROWS } from '../../cases.testing';
import { rowsOf } from '../../testing';

const TEN = { '0': 10, '1': 10 };

describe('JSON', () => {
  it.each(['data-list-one-line.json', 'pandas-columns.json', 'nan-in-list.json'])(
    '%s has 20 rows of two labels',
    async (name) => {
      const { counts, text } = await look(name);
      expect(counts).toEqual(TEN);
      expect(text).toBe('A dull and noisy mess');
    },
  );

  it('says how many values are NaN', async () => {
    expect((await look('nan-in-list.json')).notes).toContain('1 value is NaN or Infinity');
    const lines = ROWS.map(([text, label]) => `{"text": "${text} NaN", "label": ${label}, "x": -Infinity}`);
    const { texts, notes } = await look(['a.jsonl', lines.join('\n')]);
    expect(texts).toBe(4);
    expect(notes).toContain('4 values are NaN or Infinity');
  });

  it('tells labels that are texts by their text', async () => {
    const { counts, notes } = await look('codes-leading-zero.jsonl');
    expect(counts).toEqual({ '011': 6, '11': 6, '20': 6 });
    expect(notes).toBe('');
  });

  const objects = ROWS.map(([text, label]) => ({ text, label }));
  const index = (values: readonly unknown[]) => Object.fromEntries(values.map((value, i) => [`${i}`, value]));
  it.each([
    ['records', objects],
    ['index', index(objects)],
    ['columns', { text: index(ROWS.map(([text]) => text)), label: index(ROWS.map(([, label]) => label)) }],
    ['list', { text: ROWS.map(([text]) => text), label: ROWS.map(([, label]) => label) }],
    ['split', { columns: ['text', 'label'], index: [0, 1, 2, 3], data: ROWS }],
    ['tight', { columns: ['text', 'label'], data: ROWS, index: [0, 1, 2, 3], index_names: [null] }],
    ['table', { schema: { fields: [{ name: 'text' }], primaryKey: ['index'] }, data: objects }],
    ['the hub’s viewer', { features: [{ name: 'text' }], rows: objects.map((row) => ({ row_idx: 0, row })) }],
    ['texts as index', { a: objects[0], b: objects[1], c: objects[2], d: objects[3] }],
  ])('reads the layout “%s”, indented or not', async (_, value) => {
    for (const indent of [0, 2]) {
      const { counts, columns } = await look(['a.json', JSON.stringify(value, null, indent)]);
      expect(counts).toEqual({ '0': 2, '1': 2 });
      expect(columns).toEqual(['text', 'label']);
    }
    const { counts } = await look(['a.txt', `\n\n${JSON.stringify(value)}\n\n`]);
    expect(counts).toEqual({ '0': 2, '1': 2 });
  });

  it('reads lists, in one list or one a line', async () => {
    for (const text of [JSON.stringify(ROWS), ROWS.map((row) => JSON.stringify(row)).join('\n')])
      expect((await look(['a.json', text])).counts).toEqual({ '0': 2, '1': 2 });
  });

  it.each([
    ['numbers below them', [['text', 'label'], ...ROWS]],
    [
      'repeated words below them',
      [['text', 'label'], ...[...ROWS, ...ROWS].map(([text, label]) => [text, `${label}`])],
    ],
  ])('takes the first list for the names of the columns, with %s', async (_, lists) => {
    for (const text of [JSON.stringify(lists), lists.map((row) => JSON.stringify(row)).join('\n')]) {
      const { counts, columns, notes, reading } = await look(['a.json', text]);
      expect(columns).toEqual(['text', 'label']);
      expect(counts).toEqual({ '0': (lists.length - 1) / 2, '1': (lists.length - 1) / 2 });
      expect(notes).toContain('The first list was read as the names of the columns.');
      expect(reading).toMatchObject({ header: true });
    }
    const asRow = await look(['a.json', JSON.stringify(lists)], { header: 'no' });
    expect(asRow.columns).toEqual(['column 1', 'column 2']);
    expect(asRow.counts).toMatchObject({ label: 1 });
  });

  it('takes the first list for names where the person says so', async () => {
    const lists = JSON.stringify([['a', 'a', 7], ['x', 'y', 1, 'more'], ['z', 'y', 2], { a: 'w', '7': 1 }]);
    const source = await open(['a.json', lists], { header: 'yes' });
    expect(source.columns.map(({ name }) => name)).toEqual(['a', 'a (2)', '7', 'column 4']);
    expect(await rowsOf(source)).toEqual([
      ['x', 'y', '1', 'more'],
      ['z', 'y', '2', null],
      ['w', null, '1', null],
    ]);
    // The name given to a nameless column does not clash with an existing name.
    const odd = await open(['a.json', '[["column 3","b"],[1,2,3]]'], { header: 'yes' });
    expect(odd.columns.map(({ name }) => name)).toEqual(['column 3', 'b', 'column 3 (2)']);
    expect(await rowsOf(odd)).toEqual([['1', '2', '3']]);
  });

  it('takes lists of texts alone for rows', async () => {
    const pairs = ['fine', 'dull', 'odd'].map((text, index) => [text, `${index % 2}`]);
    expect((await open(['a.json', JSON.stringify(pairs)])).rows).toBe(3);
  });

  it('reads objects one after another, however they are laid out', async () => {
    const pretty = objects.map((row) => JSON.stringify({ ...row, more: ['}', { a: '"{' }] }, null, 2));
    for (const text of [
      pretty.join('\n'),
      pretty.join(',\n'),
      objects.map((row) => JSON.stringify(row)).join(''),
    ]) {
      const { counts, problems } = await look(['a.jsonl', text]);
      expect(counts).toEqual({ '0': 2, '1': 2 });
      expect(problems).toEqual([]);
    }
  });

  it('keeps to lines where one of them is damaged', async () => {
    const lines = ['{"text": "cut', ...objects.map((row) => JSON.stringify(row))].join('\n');
    const { counts, problems } = await look(['a.jsonl', lines]);
    expect(counts).toEqual({ '0': 2, '1': 2 });
    expect(problems).toEqual(['not JSON: 1']);
  });

  it('keeps the digits of integers that JSON.parse would round', async () => {
    const ids = ['12345678901234567890', '-12345678901234567891', '9007199254740991', '9007199254740993'];
    const row = (id: string): string => `{"text":"no 12345678901234567899 \\" {","id":${id},"n":[${id},NaN]}`;
    for (const text of [`[${ids.map(row).join()}]`, ids.map(row).join('\n')]) {
      const rows = await rowsOf(await open(['a.json', text]));
      expect(rows.map(([, id]) => id)).toEqual(ids);
      expect(rows[0]![0]).toBe('no 12345678901234567899 " {');
      expect(rows[3]![2]).toBe('["9007199254740993",null]');
    }
    // What only looks like one stays what it was.
    expect(
      await rowsOf(await open(['a.json', '[{"a":1234567890123456.5,"b":1e3,"c":12345678901234567890e-19}]'])),
    ).toEqual([['1234567890123456.5', '1000', '1.2345678901234567']]);
    expect((await open(['a.jsonl', '{"a":012345678901234567}\n{"a":1}'])).leftOut).toMatchObject([
      { reason: 'not JSON' },
    ]);
  });

  it('names splits in one file, and columns of different length', async () => {
    const splits = JSON.stringify({ train: objects, validation: objects });
    await expect(open(['a.json', splits])).rejects.toThrow(/several lists of rows \(“train”, “validation”\)/);
    const uneven = JSON.stringify({ text: ['a', 'b'], label: [1] });
    await expect(open(['a.json', uneven])).rejects.toThrow(/“label” has 1 values where “text” has 2/);
  });
});
