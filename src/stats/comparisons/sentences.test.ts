import { describe, expect, it } from 'vitest';
import { createRandom } from '../../base/random';
import { boundOf, compare } from './comparison';
import { expectNear, fixtures } from '../fixtures.testing';
import { pairBySeed, type SeededValue } from './pairing';
import { sentenceErrors } from './sentences';

const trials = (rows: readonly (readonly number[])[], { id = 'v', firstSeed = 1 } = {}): SeededValue[] =>
  rows.map((hits, i) => ({
    seed: firstSeed + i,
    value: hits.reduce((sum, hit) => sum + hit, 0) / hits.length,
    sentences: { id, hits },
  }));

describe.each(fixtures.bySentence)(
  'with the two-way table of statsmodels',
  ({ a, b, difference, seeds, luck, sentences, slope, curve, bound }) => {
    it('agrees on all parts of the error', () => {
      const comparison = compare(trials(a), trials(b));
      expect(comparison?.coversSentences).toBe(true);
      expectNear(comparison?.difference, difference);
      expectNear(comparison?.error?.seeds, seeds);
      expectNear(comparison?.error?.luck, luck);
      expectNear(comparison?.error?.sentences, sentences);
      expectNear(comparison?.error?.shift?.slope, slope);
      expectNear(comparison?.error?.shift?.curve, curve);
    });

    it('agrees on what the difference is below, whichever side is first', () => {
      for (const [first, second] of [
        [a, b],
        [b, a],
      ] as const) {
        const comparison = compare(trials(first), trials(second));
        expectNear(comparison && boundOf(comparison, 0.05), bound);
      }
    });
  },
);

describe('the sentence part', () => {
  const [{ a, b } = { a: [], b: [] }] = fixtures.bySentence;
  const variance = (first: readonly SeededValue[], second: readonly SeededValue[]) =>
    sentenceErrors(pairBySeed(first, second))?.sentences ?? null;

  it('is not known where a trial’s hits are not, or are on other sentences', () => {
    const bare = trials(b).map(({ seed, value }) => ({ seed, value }));
    expect(variance(trials(a), bare)).toBeNull();
    expect(variance(trials(a), [...trials(b).slice(1), ...bare.slice(0, 1)])).toBeNull();
    expect(variance(trials(a), trials(b, { id: 'other' }))).toBeNull();
    expect(variance(trials(a), trials(b.map((hits) => hits.slice(1))))).toBeNull();
    expect(compare(trials(a), bare)).toMatchObject({
      coversSentences: false,
      error: { sentences: 0, luck: 0 },
    });
  });

  it('needs two seeds', () => expect(variance(trials(a.slice(0, 1)), trials(b.slice(0, 1)))).toBeNull());

  it('is 0 where scenarios differ on every sentence alike', () => {
    const [right, wrong] = [1, 0].map((hit) => Array.from({ length: 3 }, () => Array<number>(8).fill(hit)));
    expect(variance(trials(right ?? []), trials(wrong ?? []))).toBe(0);
  });

  it('counts the copies of a seed once, with their mean hits', () => {
    const doubled = trials(a).flatMap((trial) => [trial, trial]);
    expectNear(variance(doubled, trials(b)), variance(trials(a), trials(b)));
  });

  /** Hits of trials whose scenario does better on half of the sentences and worse on the others, for all seeds. */
  const steady = (scenario: 0 | 1, seeds: number, sentences: number) =>
    Array.from({ length: seeds }, () =>
      Array.from({ length: sentences }, (_, v) => ((v % 2) + scenario) % 2),
    );

  it('is the variance of a difference over sentences, as simple as it is without errors of trials', () => {
    // d is 1 or -1 by halves: its sample variance over V sentences is V / (V - 1), and that of the mean 1 / (V - 1).
    expectNear(variance(trials(steady(0, 4, 50)), trials(steady(1, 4, 50))), 1 / 49);
    // The same without shared seeds, and with some.
    expectNear(variance(trials(steady(0, 4, 50)), trials(steady(1, 5, 50), { firstSeed: 100 })), 1 / 49);
    expectNear(variance(trials(steady(0, 4, 50)), trials(steady(1, 5, 50), { firstSeed: 3 })), 1 / 49);
  });

  it('knows trials’ luck where seeds are not shared: the sum of what it is on either side', () => {
    const random = createRandom(1, 'luck');
    const draw = (seeds: number) =>
      Array.from({ length: seeds }, () =>
        Array.from({ length: 4000 }, () => (random.uniform() < 0.8 ? 1 : 0)),
      );
    const luck = sentenceErrors(pairBySeed(trials(draw(4)), trials(draw(5), { firstSeed: 100 })))?.luck;
    // Each hit is drawn by itself: its variance is .8 x .2, and a mean over 4,000 sentences and n seeds has 1 / (4,000 n) of it.
    expectNear(luck, (0.16 / 4000) * (1 / 4 + 1 / 5), 0.03);
  });
});
