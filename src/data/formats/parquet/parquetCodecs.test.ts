import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contextWith } from '../../testing';
import { readFile } from '../readFile';

const CONTEXT = contextWith();

it.each(['zstd', 'gzip', 'snappy', 'brotli', 'lz4', 'none'])(
  'reads what pyarrow writes with %s',
  async (codec) => {
    const path = new URL(`../fixtures/${codec}.parquet`, import.meta.url);
    const source = await readFile(
      new File([new Uint8Array(readFileSync(path))], `${codec}.parquet`),
      CONTEXT,
    );
    expect(source.rows).toBe(120);
    // Lists and structs cannot be text or label columns.
    expect(source.columns).toEqual([
      { name: 'text', classNames: null },
      { name: 'label', classNames: ['World', 'Sports', 'Business'] },
      { name: 'half', classNames: null },
      { name: 'topic', classNames: null },
    ]);
    const all = await source.read([0, 1, 2, 3], null, CONTEXT);
    expect(all[0]![7]).toBeNull();
    expect(all.map((column) => column.length)).toEqual([120, 120, 120, 120]);
    expect(all.map((column) => column[101])).toEqual(['Sentence 101 – café, naïve, 好.', '2', '50.5', 'b']);
    // Single rows read the same as all rows together.
    const some = [0, 6, 7, 49, 50, 77, 119];
    const read = await source.read([0, 1, 2, 3], some, CONTEXT);
    expect(read).toEqual(all.map((column) => some.map((row) => column[row])));
  },
);
