import { expect, it } from 'vitest';
import { encode, readTokenizer } from '../tokenizer/huggingFace.testing';
import { encodeTexts, type TextRow } from './encodeTexts';
import { Sentences } from './sentences';
import { describeTokenNotes, tokenNotes } from './tokenNotes';

const tokenizer = readTokenizer('wordpiece');
const options = { signal: new AbortController().signal, onRows: () => undefined };

it('gives every row its ids, types and label', async () => {
  const rows: TextRow[] = [
    { text: 'good food' },
    { text: '' },
    { text: 'good', pair: 'bad food, bad service' },
  ];
  const encoded = await encodeTexts(rows, tokenizer, 7, options);
  const sentences = new Sentences(encoded, [1, 0, 2]);
  const typesOf = (sentence: number): number[] => [...(sentences.typesOf(sentence) ?? [])];
  expect(rows.map((_, sentence) => [...sentences.idsOf(sentence)])).toEqual(
    rows.map(({ text, pair }) => encode(tokenizer, text, 7, pair).ids),
  );
  expect([...sentences.labels]).toEqual([1, 0, 2]);
  expect(typesOf(0)).toEqual(new Array(sentences.idsOf(0).length).fill(0));
  expect(typesOf(2)).toEqual([0, 0, 0, 1, 1, 1, 1]);
  expect([...encoded.fullLengths]).toEqual(
    rows.map(({ text, pair }) => encode(tokenizer, text, 999, pair).ids.length),
  );
});

it('keeps no types for single texts, and none at all of nothing', async () => {
  const encoded = await encodeTexts([{ text: 'good' }], tokenizer, 9, options);
  expect(encoded.types).toBeNull();
  expect(new Sentences(encoded, [1]).typesOf(0)).toBeNull();
  expect(new Sentences(await encodeTexts([], tokenizer, 9, options), [])).toHaveLength(0);
  expect(() => new Sentences(encoded, [1, 0])).toThrow('2 labels for 1 sentences');
});

it('makes every sentence a view of the one array', async () => {
  const encoded = await encodeTexts([{ text: 'good' }, { text: 'bad food' }], tokenizer, 9, options);
  const sentences = new Sentences(encoded, [1, 0]);
  expect(sentences.idsOf(0).buffer).toBe(encoded.ids.buffer);
  expect(sentences.idsOf(1).byteOffset).toBe(4 * sentences.idsOf(0).length);
  expect(encoded.ids.byteLength).toBe(encoded.ids.buffer.byteLength);
  expect(() => sentences.idsOf(2)).toThrow(RangeError);
});

it('stops when it is asked to, and tells how far it is', async () => {
  const controller = new AbortController();
  const rows = new Array<TextRow>(200_000).fill({ text: 'good food '.repeat(20) });
  let told = 0;
  const onRows = (done: number): void => {
    told = done;
    controller.abort(new Error('enough'));
  };
  await expect(encodeTexts(rows, tokenizer, 9, { signal: controller.signal, onRows })).rejects.toThrow(
    'enough',
  );
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(rows.length);
});

it('counts what is cut', async () => {
  const texts = ['good', 'good good good good', 'good good good'].map((text) => ({ text }));
  const [five, nine] = [
    await encodeTexts(texts, tokenizer, 5, options),
    await encodeTexts(texts, tokenizer, 9, options),
  ];
  expect(tokenNotes([five, five], 5)).toEqual({
    rows: 6,
    truncated: 2,
    longest: 6,
    tokens: 26,
    maxLength: 5,
  });
  expect(describeTokenNotes(tokenNotes([five], 5))).toBe(
    '33.3\u00a0% of the rows are cut to 5 tokens; the longest has 6.',
  );
  expect(describeTokenNotes(tokenNotes([nine], 9))).toBe('No row is cut: the longest has 6 tokens.');
});

it.each([
  [1, 67_349, /^Less than 0.1\u00a0%/],
  [67_348, 67_349, /^99.9\u00a0%/],
  [3, 3, /^100\u00a0%/],
])('rounds %i of %i to neither none nor all', (truncated, rows, message) => {
  expect(describeTokenNotes({ rows, truncated, longest: 99, tokens: 1, maxLength: 8 })).toMatch(message);
});
