import { expect, it } from 'vitest';
import { Examples } from './examples';
import { PackedRows } from './packedRows';
import { validationId } from './validationId';

type Row = readonly [text: string, label: number, pair?: string];

function idOf(rows: readonly Row[], labels = ['no', 'yes'], pairs = false): string {
  const table = new PackedRows();
  for (const [text, , pair = ''] of rows) table.add(pairs ? [text, pair] : [text], null);
  table.close();
  const validation = new Examples(
    { rows: table, text: 0, pair: pairs ? 1 : null },
    Int32Array.from(rows, (_, i) => i),
    Int8Array.from(rows, ([, label]) => label),
  );
  return validationId({ validation, labels });
}

const ROWS: readonly Row[] = [
  ['good', 1],
  ['bad', 0],
];

it('is the same for the same rows, and for the lab of tomorrow', () => {
  expect(idOf(ROWS)).toBe('0019f308d94e0376bb7d0669abe27029');
  expect(idOf(ROWS)).toBe('0019f308d94e0376bb7d0669abe27029');
});

it('differs for other texts, classes, names, orders and pairs', () => {
  const ids = [
    idOf(ROWS),
    idOf([...ROWS].reverse()),
    idOf([['good', 1]]),
    idOf(ROWS.map(([text], i) => [text, i])),
    idOf(ROWS.map(([text, label]) => [`${text}!`, label])),
    idOf(ROWS, ['yes', 'no']),
    idOf(ROWS, ['no', 'yes'], true),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

it('does not take one text for two', () => {
  expect(idOf([['a\n["b"', 0]])).not.toBe(
    idOf([
      ['a', 0],
      ['b', 0],
    ]),
  );
});
