import { expect, it } from 'vitest';
import { createRandom } from '../base/random';
import { batchLengths, epochBatches, evaluationBatches, padBatch, type HostBatch } from './batches';
import { Sentences, type Sentence } from './sentences';

const RULES = { padToken: 1, firstPosition: 2 };
const sentences = (n: number): Sentences =>
  Sentences.of(
    Array.from({ length: n }, (_, i) => ({
      ids: [0, ...Array<number>((i * 7) % 23).fill(10 + i), 2],
      label: i % 2,
    })),
  );
const padded = (rows: readonly Sentence[], batch: number, rules = RULES): HostBatch => {
  const set = Sentences.of(rows);
  return padBatch(set, set.all(), batch, rules);
};

it('pads to the right with RoBERTa positions and marks filled-up rows', () => {
  const batch = padded([{ ids: [0, 7, 2], label: 1 }], 2);
  expect(batch.sequence).toBe(8);
  expect([...batch.tokens]).toEqual([0, 7, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  expect([...batch.positions.slice(0, 8)]).toEqual([2, 3, 4, 1, 1, 1, 1, 1]);
  expect([...batch.lengths]).toEqual([3, 1]);
  expect([...batch.labels]).toEqual([1, -1]);
  expect(batch.sentences).toBe(1);
});

it('has the token types of pairs, and 0 elsewhere', () => {
  const pair = { ids: [0, 7, 2, 8, 2], types: [0, 0, 0, 1, 1], label: 0 };
  const batch = padded([pair, { ids: [0, 9, 2], label: 1 }], 3);
  expect([...batch.types]).toEqual([0, 0, 0, 1, 1, ...new Array<number>(19).fill(0)]);
});

it('counts BERT positions from 0, and padding never lies outside the table', () => {
  const batch = padded([{ ids: [101, 7, 102], label: 0 }], 1, { padToken: 0, firstPosition: 0 });
  expect([...batch.tokens]).toEqual([101, 7, 102, 0, 0, 0, 0, 0]);
  expect([...batch.positions]).toEqual([0, 1, 2, 0, 0, 0, 0, 0]);
});

it('an epoch holds every sentence once, in another order for another seed', () => {
  const set = sentences(201);
  const epoch = (seed: number): number[] =>
    [...epochBatches(set, createRandom(seed, 'order'), 16, RULES)].flatMap((batch) =>
      Array.from({ length: batch.sentences }, (_, row) => batch.tokens[row * batch.sequence + 1]!),
    );
  const count = (tokens: number[]): Map<number, number> =>
    tokens.reduce((map, token) => map.set(token, (map.get(token) ?? 0) + 1), new Map<number, number>());
  expect(count(epoch(1))).toEqual(count(epoch(2)));
  expect(epoch(1)).toEqual(epoch(1));
  expect(epoch(1)).not.toEqual(epoch(2));
  expect(epoch(1).length).toBe(201);
});

it('batches have few lengths and little padding', () => {
  const batches = [...epochBatches(sentences(2000), createRandom(1, 'order'), 32, RULES)];
  const lengths = new Set(batches.map(({ sequence }) => sequence));
  const cells = batches.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const real = sentences(2000).lengths.reduce((sum, length) => sum + length, 0);
  expect([...lengths].every((length) => length % 8 === 0)).toBe(true);
  expect(lengths.size).toBeLessThanOrEqual(4);
  expect(real / cells).toBeGreaterThan(0.65);
});

it('evaluation sees every sentence once', () => {
  const batches = evaluationBatches(sentences(100), 32, RULES);
  expect(batches.map((batch) => batch.sentences)).toEqual([32, 32, 32, 4]);
});

it('every batch has one of the lengths that were announced, the longest first', () => {
  const lengths = [3, 8, 9, 17, 30];
  const blank = (length: number): Sentence => ({ ids: new Array<number>(length).fill(5), label: 0 });
  const set = Sentences.of(lengths.map(blank));
  expect(batchLengths(set)).toEqual([32, 24, 16, 8]);
  expect(batchLengths(Sentences.of([blank(0)]))).toEqual([8]);
  for (const { sequence } of evaluationBatches(set, 2, RULES)) expect(batchLengths(set)).toContain(sequence);
});

it('keeps the set’s own order without random numbers', () => {
  const set = sentences(50);
  const batches = [...epochBatches(set, null, 16, RULES)];
  expect(batches.map((batch) => batch.sentences)).toEqual([16, 16, 16, 2]);
  expect(batches.flatMap(({ labels, sentences: real }) => [...labels.slice(0, real)])).toEqual([
    ...set.labels,
  ]);
});
