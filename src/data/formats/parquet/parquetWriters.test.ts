/** @file Parquet as pandas, pyarrow, polars, DuckDB and datasets write it; tools/data/make_parquet_writers.py made the files. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contextWith } from '../../testing';
import { Labels } from '../../labels';
import type { Cell } from '../../cell';
import { readFile } from '../readFile';

const CONTEXT = contextWith();
const FOLDER = new URL('../fixtures/writers/', import.meta.url);
const COLUMNS = JSON.parse(readFileSync(new URL('rows.json', FOLDER), 'utf8')) as Record<string, Cell[]>;
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.parquet'));
const SOME = [0, 7, 14, 15, 31, 39];

const open = (name: string, folder = FOLDER) =>
  readFile(new File([new Uint8Array(readFileSync(new URL(name, folder)))], name), CONTEXT);

it('files of every writer, codec, page version and option are here', () => {
  const writers = ['datasets', 'duckdb', 'pandas', 'polars', 'pyarrow'];
  expect(new Set(FILES.map((name) => /^[a-z]+/.exec(name)?.[0]))).toEqual(new Set(writers));
  expect(FILES.length).toBeGreaterThan(60);
});

it.each(FILES)('%s is read, wholly and in part', async (name) => {
  const source = await open(name);
  const names = source.columns.map((column) => column.name);
  expect(names).toEqual(name.startsWith('pyarrow-types') ? Object.keys(COLUMNS) : ['text', 'label']);
  const wanted = names.map((column) => COLUMNS[column]!);
  const all = names.map((_, index) => index);
  expect(await source.read(all, null, CONTEXT)).toEqual(wanted);
  expect(await source.read(all, SOME, CONTEXT)).toEqual(
    wanted.map((cells) => SOME.map((row) => cells[row]!)),
  );
});

it('a table as pandas writes it by default has its rows and classes', async () => {
  const source = await open('pandas-default.parquet', new URL('../fixtures/', import.meta.url));
  expect(source.rows).toBe(20);
  const label = source.columns.findIndex(({ name }) => name === 'label');
  const [cells] = await source.read([label], null, CONTEXT);
  const classOf = Labels.of(new Set(cells!.map(String)), 'label').reading(null);
  const counts = [0, 0];
  for (const cell of cells!) counts[classOf(cell) as number]!++;
  expect(counts).toEqual([10, 10]);
});

it.each(['rows.csv', 'rows.bin', 'rows', 'rows.json'])(
  'Parquet called %s is read by its content',
  async (name) => {
    const bytes = new Uint8Array(
      readFileSync(new URL('../fixtures/pandas-default.parquet', import.meta.url)),
    );
    expect((await readFile(new File([bytes], name), CONTEXT)).rows).toBe(20);
  },
);
