import { expect, it } from 'vitest';
import { padBatch, type HostBatch } from './batches';
import { joinBatches } from './joinBatches';
import { Sentences, type Sentence } from './sentences';

const RULES = { padToken: 1, firstPosition: 2 };
const padded = (rows: readonly Sentence[], batch: number, rules = RULES): HostBatch => {
  const set = Sentences.of(rows);
  return padBatch(set, set.all(), batch, rules);
};
const long = (length: number, word: number): Sentence => ({
  ids: new Array<number>(length).fill(word),
  label: 1,
});

it('a single batch is itself', () => {
  const one = padded([long(3, 7)], 2);
  expect(joinBatches([one], RULES)).toBe(one);
});

it('pads every trial to the longest, as a batch of that length would be padded', () => {
  const [short, longer] = [padded([long(3, 7), long(5, 8)], 3), padded([long(11, 9)], 3)];
  const joined = joinBatches([short, longer], RULES);
  expect([joined.batch, joined.sequence]).toEqual([3, 16]);
  const tokens = (row: number): number[] => [...joined.tokens.subarray(row * 16, (row + 1) * 16)];
  const positions = (row: number): number[] => [...joined.positions.subarray(row * 16, (row + 1) * 16)];
  expect(tokens(0)).toEqual([7, 7, 7, ...new Array<number>(13).fill(1)]);
  expect(positions(0)).toEqual([2, 3, 4, ...new Array<number>(13).fill(1)]);
  expect(tokens(1).slice(0, 6)).toEqual([8, 8, 8, 8, 8, 1]);
  // Rows that only fill up stay what they are.
  expect(tokens(2)).toEqual(new Array<number>(16).fill(1));
  expect(tokens(3)).toEqual([...longer.tokens.subarray(0, 16)]);
  expect(positions(3)).toEqual([...longer.positions.subarray(0, 16)]);
  expect([...joined.lengths]).toEqual([3, 5, 1, 11, 1, 1]);
  expect([...joined.labels]).toEqual([1, 1, -1, 1, -1, -1]);
  // What it was made of is unchanged.
  expect([short.sequence, short.tokens.length]).toEqual([8, 24]);
});

it('keeps token types in place, and BERT’s padding at the first position', () => {
  const bert = { padToken: 0, firstPosition: 0 };
  const pair: Sentence = { ids: [5, 6, 7], types: [0, 1, 1], label: 0 };
  const joined = joinBatches([padded([pair], 1, bert), padded([long(9, 4)], 1, bert)], bert);
  expect([...joined.types]).toEqual([0, 1, 1, ...new Array<number>(29).fill(0)]);
  expect([...joined.positions.subarray(0, 5)]).toEqual([0, 1, 2, 0, 0]);
});

it('refuses batches of different heights, and none at all', () => {
  expect(() => joinBatches([padded([long(2, 5)], 2), padded([long(2, 5)], 3)], RULES)).toThrow(
    /2 and of 3 rows/,
  );
  expect(() => joinBatches([], RULES)).toThrow(/no batches/);
});
