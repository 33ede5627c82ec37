import { describe, expect, it } from 'vitest';
import { seeded } from '../fixtures.testing';
import { compare, type Comparison } from './comparison';
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
    const trials = (hits: (v: number) => number): SeededValue[] =>
      Array.from({ length: 6 }, (_, s) => {
        const row = Array.from({ length: 100 }, (__, v) => (v === s ? 0 : hits(v)));
        return { seed: s, value: row.reduce((a, b) => a + b, 0) / 100, sentences: { id: 'v', hits: row } };
      });
    const comparison = compared(
      trials((v) => (v % 4 === 0 ? 0 : 1)),
      trials((v) => (v % 4 === 1 ? 0 : 1)),
    );
    expect(comparison.error?.sentences).toBeGreaterThan(comparison.error?.seeds ?? 1);
    expect(judge(comparison, 1, RULES)).toMatchObject({ verdict: 'open', wants: 'sentences' });
  });
});
