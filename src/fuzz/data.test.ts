/** @file Hostile data files: CSV, TSV, JSON lines, JSON and Parquet. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { parquetBytes } from '../data/formats/parquet/parquet.testing';
import { readFile } from '../data/formats/readFile';
import type { ReadContext } from '../data/table';
import { isDataName } from '../experiment/address/rules';
import { DEFAULT_SOURCES } from '../sources/sourceSettings';
import { anyBytes, tamperedBytes } from './hostileBytes';
import { tamperedJson } from './hostileJson';
import { anyText, PIECES, tampered } from './hostileText';
import { refuses } from './property';

const CONTEXT: ReadContext = {
  sources: DEFAULT_SOURCES,
  signal: new AbortController().signal,
  onBytes: () => undefined,
};

const TABLES = [
  'text,label\n"good, really",1\nbad,0\n',
  'text\tlabel\nIt is "good"\t1\nbad\t0\n',
  'a;b;c\n1;2;3\n"x\ny";5;6\n',
  `${Array.from({ length: 999 }, (_, i) => `c${i}`).join(',')}\n${'x\n'.repeat(300)}`,
];
const ROWS = [
  { text: 'good', label: 1, nested: { a: [1, { b: null }] } },
  { text: 'bad', label: 0, __proto__: null },
  [1, 'two', null],
];
const LINES = ROWS.map((row) => JSON.stringify(row)).join('\n');

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const names = fc.constantFrom('a.csv', 'a.tsv', 'a.json', 'a.jsonl', 'a', `${'x'.repeat(250)}.csv`);

/** Reads everything in the file, as preview and training together do. */
async function read({ name, bytes }: { name: string; bytes: Uint8Array<ArrayBuffer> }): Promise<void> {
  const source = await readFile(new File([bytes], name), CONTEXT);
  expect(source.rows).toBeGreaterThan(0);
  const taken = source.columns.map((column) => column.name);
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken.filter((each) => !isDataName(each))).toEqual([]);
  const all = source.columns.map((_, index) => index).slice(0, 3);
  const whole = await source.read(all, null, CONTEXT);
  const few = await source.read(all, [0, source.rows - 1].slice(0, source.rows), CONTEXT);
  for (const [column, cells] of whole.entries()) {
    expect(cells).toHaveLength(source.rows);
    expect(cells.every((cell) => cell === null || typeof cell === 'string')).toBe(true);
    expect(few[column]![0]).toBe(cells[0]);
  }
}

refuses({
  name: 'CSV, TSV and JSON files',
  share: 10,
  inputs: fc.record({
    name: names,
    bytes: fc.oneof(
      anyBytes,
      { arbitrary: anyText.map(utf8), weight: 2 },
      { arbitrary: tampered([...TABLES, LINES]).map(utf8), weight: 5 },
      { arbitrary: tamperedJson([ROWS, { data: ROWS }]).map(utf8), weight: 3 },
      { arbitrary: tamperedBytes([utf8(LINES), utf8(`\ufeff${TABLES[0]!}`)]), weight: 2 },
    ),
  }),
  sizeOf: ({ bytes }) => bytes.length,
  read,
});

const PARQUET = [
  parquetBytes([
    { name: 'text', data: ['good', 'bad', null, 'so so'], type: 'STRING' },
    { name: 'label', data: [1, 0, 1, 0], type: 'INT32' },
  ]),
  parquetBytes(
    [
      { name: 'text', data: Array.from({ length: 200 }, (_, i) => `sentence ${i % 7}`), type: 'STRING' },
      { name: 'label', data: Array.from({ length: 200 }, (_, i) => i % 2), type: 'INT32' },
      { name: 'when', data: Array.from({ length: 200 }, (_, i) => new Date(i * 1e9)), type: 'TIMESTAMP' },
      { name: 'score', data: Array.from({ length: 200 }, (_, i) => i / 7), type: 'DOUBLE' },
    ],
    { rowGroupSize: 64, classNames: ['no', 'yes'] },
  ),
  parquetBytes([{ name: '__proto__', data: [...PIECES], type: 'STRING' }]),
  // The page headers of this file hold statistics.
  new Uint8Array(readFileSync(new URL('../data/formats/fixtures/pandas-default.parquet', import.meta.url))),
];

refuses({
  name: 'Parquet files',
  share: 10,
  inputs: fc.record({ name: fc.constant('a.parquet'), bytes: tamperedBytes(PARQUET) }),
  sizeOf: ({ bytes }) => bytes.length,
  read,
});
