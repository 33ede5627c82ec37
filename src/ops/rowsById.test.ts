import { expect, test } from 'vitest';
import { rowListsLength, rowsById } from './rowsById';

const PAD = 1;

test('rows are listed by id, in order, without the padding', () => {
  // Row 0 has id 5, row 1 is padding, rows 2 and 4 have id 3, row 3 has 5.
  const lists = rowsById(Int32Array.of(5, PAD, 3, 5, 3), PAD);
  expect([...lists]).toEqual([
    2, /* ids */ 5, 3, 0, 0, 0, /* starts */ 0, 2, 4, 0, 0, 0, /* rows */ 0, 3, 2, 4, 0,
  ]);
});

test('every row with another id is in the list of its own id, once', () => {
  const rows = 200;
  const ids = Int32Array.from({ length: rows }, (_, row) => (row * row * 7 + row) % 31);
  const lists = rowsById(ids, PAD);
  expect(lists).toHaveLength(rowListsLength(rows));
  const listed = new Map<number, number[]>();
  for (let n = 0; n < lists[0]!; n++) {
    const [start, end] = [lists[1 + rows + n]!, lists[2 + rows + n]!];
    listed.set(lists[1 + n]!, [...lists.subarray(2 + 2 * rows + start, 2 + 2 * rows + end)]);
  }
  const wanted = new Map<number, number[]>();
  for (const [row, id] of ids.entries()) if (id !== PAD) wanted.set(id, [...(wanted.get(id) ?? []), row]);
  expect(wanted.size).toBeGreaterThan(10);
  expect(listed).toEqual(wanted);
});

test('a batch of padding alone has no lists', () => {
  expect(rowsById(Int32Array.of(PAD, PAD), PAD).every((value) => value === 0)).toBe(true);
});
