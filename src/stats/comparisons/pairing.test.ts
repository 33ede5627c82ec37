import { expect, it } from 'vitest';
import { pairBySeed } from './pairing';

it('pairs by seed, whatever the order, and counts who is alone', () => {
  const a = [
    { seed: 3, value: 0.3 },
    { seed: 1, value: 0.1 },
    { seed: 9, value: 0.9 },
  ];
  const b = [
    { seed: 1, value: 0.5 },
    { seed: 3, value: 0.25 },
    { seed: 4, value: 0 },
    { seed: 3, value: 0.75 },
  ];
  expect(pairBySeed(a, b)).toEqual({
    pairs: [
      { a: { seed: 3, value: 0.3 }, b: { seed: 3, value: 0.5, sentences: null } },
      { a: { seed: 1, value: 0.1 }, b: { seed: 1, value: 0.5 } },
    ],
    alone: [[{ seed: 9, value: 0.9 }], [{ seed: 4, value: 0 }]],
  });
});
