import { describe, expect, it } from 'vitest';
import { seeded } from '../fixtures.testing';
import { boundOf, compare, intervalOf, type Comparison } from './comparison';
import type { SeededValue } from './pairing';
import { judge } from './verdict';

const RULES = { level: 0.05, delta: 0.01, step: 0.001, isLook: true };
const compared = (a: readonly SeededValue[], b: readonly SeededValue[]): Comparison => {
  const comparison = compare(a, b);
  if (!comparison) throw new Error('There is nothing to compare.');
  return comparison;
};
/** Makes pairs with these differences around an accuracy of 0.9. */
const differing = (...differences: number[]) =>
  compared(seeded(differences.map((d) => 0.9 + d)), seeded(differences.map(() => 0.9)));

const trialsOf = (seeds: number, sentences: number, hit: (v: number, s: number) => number): SeededValue[] =>
  Array.from({ length: seeds }, (_, s) => {
    const hits = Array.from({ length: sentences }, (__, v) => hit(v, s));
    return { seed: s, value: hits.reduce((a, b) => a + b, 0) / sentences, sentences: { id: 'v', hits } };
  });

describe('a verdict', () => {
  const clear = differing(0.03, 0.034, 0.029, 0.031, 0.03);

  it('is better by the corrected p value below the look’s level, at a look only', () => {
    expect(judge(clear, 0.049, RULES)).toMatchObject({ verdict: 'better', isSlight: false, wants: null });
    expect(judge(clear, 0.05, RULES)).toMatchObject({ verdict: 'open', wants: 'seeds' });
    expect(judge(clear, 0.02, { ...RULES, level: 0.0142 }).verdict).toBe('open');
    expect(judge(clear, 0.001, { ...RULES, isLook: false }).verdict).toBe('open');
    expect(judge(differing(-0.03, -0.034, -0.029), 0.01, RULES).verdict).toBe('better');
  });

  it('says where better is less than one cares about', () => {
    const slight = differing(0.004, 0.005, 0.004, 0.005, 0.004);
    expect(judge(slight, 0.001, RULES)).toMatchObject({ verdict: 'better', isSlight: true });
    expect(judge(slight, 0.001, { ...RULES, delta: 0.004 })).toMatchObject({
      verdict: 'better',
      isSlight: false,
    });
  });

  it('is a wash where the one-sided bound is within what matters, whatever the validation set', () => {
    const small = differing(0.002, -0.003, 0.001, 0, -0.001, 0.002);
    const { bound } = judge(small, 1, RULES);
    // Mean 1/6000, sd 0.0019408, t(0.95, 5) 2.0150: the bound is 0.00016667 + 2.0150 * 0.0019408 / sqrt(6).
    expect(bound).toBeCloseTo(0.0017632, 6);
    expect(judge(small, 1, RULES).verdict).toBe('a wash');
    expect(judge(small, 1, { ...RULES, delta: 0.0018 }).verdict).toBe('a wash');
    expect(judge(small, 1, { ...RULES, delta: 0.0017 })).toMatchObject({ verdict: 'open', wants: 'seeds' });
    expect(judge(differing(0.02, -0.03, 0.01, 0), 1, RULES).verdict).toBe('open');
    expect(judge(small, 1, { ...RULES, isLook: false }).verdict).toBe('open');
  });

  /** 20 seeds that agree on all sentences but some, where only the first or only the second is right. */
  const agreeing = (first: number, second: number, sentences = 200) =>
    compared(
      trialsOf(20, sentences, (v) => (v >= first && v < first + second ? 0 : 1)),
      trialsOf(20, sentences, (v) => (v < first ? 0 : 1)),
    );

  it('is no wash where so few sentences differ that a difference that matters could have been missed', () => {
    const [none, one] = [agreeing(0, 0), agreeing(1, 0)];
    expect(intervalOf(one, 0.1)?.to).toBeLessThan(0.0133);
    // The z of .05 is 1.64485; a difference h larger than the one seen adds h / 200 to its squared error.
    expect(boundOf(none, 0.05)).toBeCloseTo(1.64485 ** 2 / 200, 6);
    const h = (boundOf(one, 0.05) ?? 0) - 1 / 200;
    expect(h).toBeCloseTo(1.64485 * Math.sqrt(1 / 200 ** 2 + h / 200), 6);
    expect(judge(none, 1, RULES)).toMatchObject({ verdict: 'open' });
    expect(judge(one, 1, { ...RULES, delta: 0.02 })).toMatchObject({ verdict: 'open' });
    expect(judge(one, 1, { ...RULES, delta: 0.025 }).verdict).toBe('a wash');
    expect(judge(agreeing(0, 0, 1000), 1, RULES).verdict).toBe('a wash');
  });

  it('has a bound that no interval passes, the same from either side', () => {
    for (const [first, second] of [
      [0, 0],
      [1, 0],
      [3, 1],
      [9, 9],
      [60, 20],
    ] as const) {
      const [one, other] = [agreeing(first, second), agreeing(second, first)];
      for (const level of [0.05, 0.0142]) {
        const bound = boundOf(one, level);
        const ends = intervalOf(one, 2 * level);
        expect(bound).toBeGreaterThanOrEqual(Math.max(-(ends?.from ?? 9), ends?.to ?? 9));
        expect(boundOf(other, level)).toBeCloseTo(bound ?? 0, 12);
      }
    }
  });

  it('never calls less than one sentence better', () => {
    const tiny = differing(0.0004, 0.0005, 0.0004, 0.0005, 0.0004);
    expect(judge(tiny, 0.001, RULES).verdict).toBe('a wash');
    expect(judge(tiny, 0.001, { ...RULES, step: 0.0001 })).toMatchObject({
      verdict: 'better',
      isSlight: true,
    });
  });

  it('is open for one pair', () => {
    expect(judge(differing(0.03), null, RULES)).toEqual({
      ...{ verdict: 'open', isSlight: false },
      ...{ bound: null, wants: 'seeds' },
    });
  });

  it('goes by the sign-flip test where every pair differs alike', () => {
    const alike = (n: number) => differing(...Array.from({ length: n }, () => 0.125));
    expect(alike(5).p).toBe(2 / 32);
    expect(judge(alike(5), alike(5).p, RULES).verdict).toBe('open');
    expect(judge(alike(6), alike(6).p, RULES).verdict).toBe('better');
    expect(judge(differing(0, 0, 0, 0, 0), 1, RULES).verdict).toBe('a wash');
  });

  it('wants more sentences where those that there are make the larger part of the error', () => {
    const comparison = compared(
      trialsOf(6, 100, (v, s) => (v === s || v % 4 === 0 ? 0 : 1)),
      trialsOf(6, 100, (v, s) => (v === s || v % 4 === 1 ? 0 : 1)),
    );
    expect(comparison.error?.sentences).toBeGreaterThan(comparison.error?.seeds ?? 1);
    expect(judge(comparison, 1, RULES)).toMatchObject({ verdict: 'open', wants: 'sentences' });
  });
});
