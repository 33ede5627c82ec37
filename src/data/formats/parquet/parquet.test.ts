import { expect, it } from 'vitest';
import { parquetMetadata } from 'hyparquet';
import { DEFAULT_SOURCES } from '../../../sources/sourceSettings';
import type { ReadContext } from '../../table';
import type { ByteFile } from '../byteFile';
import { openParquet } from './parquet';
import { AUTOMATIC } from '../readFile';
import { parquetBytes } from './parquet.testing';
import { checkMetadata } from './parquetBounds';

const CONTEXT: ReadContext = {
  sources: DEFAULT_SOURCES,
  signal: new AbortController().signal,
  onBytes: () => undefined,
};
const ROWS = 250;
const texts = Array.from({ length: ROWS }, (_, i) => `sentence ${i} ${'long '.repeat(i % 40)}`);
const labels = Array.from({ length: ROWS }, (_, i) => BigInt(i % 3));

/** A file made of bytes that counts what is read from it. */
function counting(bytes: Uint8Array<ArrayBuffer>): ByteFile & { read: ByteFile['read']; total(): number } {
  let total = 0;
  return {
    name: 'tiny.parquet',
    size: bytes.length,
    total: () => total,
    read: (start, end) => {
      total += end - start;
      return Promise.resolve(bytes.slice(start, end).buffer);
    },
  };
}

const tiny = (rowGroupSize = 100): Uint8Array<ArrayBuffer> =>
  parquetBytes(
    [
      { name: 'sentence', data: texts, type: 'STRING' },
      { name: 'label', data: labels, type: 'INT64' },
      { name: '__proto__', data: texts.map((_, i) => i % 2 === 0), type: 'BOOLEAN' },
      { name: 'score', data: texts.map((_, i) => i / 4), type: 'DOUBLE' },
      {
        name: 'comment',
        data: texts.map((_, i) => (i % 2 ? `c${i}` : null)),
        type: 'STRING',
        nullable: true,
      },
    ],
    { rowGroupSize, classNames: ['bad', 'fair', 'good'] },
  );

it('reads chosen columns and rows as text, with the class names', async () => {
  const source = await openParquet('train', [counting(tiny())], CONTEXT, AUTOMATIC);
  expect(source.rows).toBe(ROWS);
  expect(source.columns).toEqual([
    { name: 'sentence', classNames: null },
    { name: 'label', classNames: ['bad', 'fair', 'good'] },
    { name: '__proto__', classNames: null },
    { name: 'score', classNames: null },
    { name: 'comment', classNames: null },
  ]);
  expect(await source.read([0], null, CONTEXT)).toEqual([texts]);
  expect(await source.read([4, 1, 2, 3], [0, 3, 99, 100, 249], CONTEXT)).toEqual([
    [null, 'c3', 'c99', null, 'c249'],
    ['0', '0', '0', '1', '0'],
    ['true', 'false', 'false', 'true', 'false'],
    ['0', '0.75', '24.75', '25', '62.25'],
  ]);
});

it('joins the files of a split', async () => {
  const source = await openParquet('train', [counting(tiny()), counting(tiny(60))], CONTEXT, AUTOMATIC);
  expect(source.rows).toBe(2 * ROWS);
  const [some] = await source.read([0], [0, 249, 250, 499], CONTEXT);
  expect(some).toEqual([texts[0], texts[249], texts[0], texts[249]]);
});

it('reads only the row groups and columns that are asked for', async () => {
  const file = counting(tiny(10));
  const source = await openParquet('train', [file], CONTEXT, AUTOMATIC);
  const opened = file.total();
  await source.read([1], [5], CONTEXT);
  expect(file.total() - opened).toBeLessThan(file.size / 20);
});

it('names a file that is damaged, cut or no Parquet file', async () => {
  const bytes = tiny();
  const cut = bytes.slice(0, bytes.length - 40);
  await expect(openParquet('train', [counting(cut)], CONTEXT, AUTOMATIC)).rejects.toThrow(
    /tiny.parquet cannot be read/,
  );
  const broken = bytes.slice();
  broken.fill(0xff, 4, 400);
  const source = await openParquet('train', [counting(broken)], CONTEXT, AUTOMATIC);
  await expect(source.read([0], null, CONTEXT)).rejects.toThrow(/tiny.parquet/);
});

it('leaves the run when it is cancelled', async () => {
  const source = await openParquet('train', [counting(tiny(10))], CONTEXT, AUTOMATIC);
  const controller = new AbortController();
  controller.abort(new Error('cancelled'));
  await expect(source.read([0], null, { ...CONTEXT, signal: controller.signal })).rejects.toThrow(
    'cancelled',
  );
});

it('says that columns are encrypted', () => {
  const metadata = parquetMetadata(tiny().buffer);
  metadata.row_groups[0]!.columns[0]!.crypto_metadata = {};
  expect(() => checkMetadata(metadata, { size: 1e6 })).toThrow(/columns are encrypted; save it without/);
});
