import { expect, it } from 'vitest';
import fixture from '../../tools/parity/fixtures/scores/roberta-mini.json';
import { agreementsOf } from './agreement';
import { scoresOf, scoresOfModules } from './moduleScores';

it('is of each pair of scores, over the modules that both have', () => {
  const values = [3, 1, 2, 6, 5, 4];
  const gradient = scoresOf(1, [[Float64Array.from(values)]]);
  const plop = scoresOf(1, [[Float64Array.from(values, (value) => -value)]]);
  const two = [
    { layer: 1, component: 'up' },
    { layer: 1, component: 'key' },
    { layer: 2, component: 'key' },
  ] as const;
  const knockout = scoresOfModules(two, [[Float64Array.of(7, 2, 9)]]);
  const agreements = agreementsOf([
    { kind: 'gradient', scores: gradient },
    { kind: 'plop', scores: plop },
    { kind: 'knockout', scores: knockout },
  ]);
  expect(agreements).toEqual([
    { of: ['gradient', 'plop'], correlation: -1, modules: 6 },
    { of: ['gradient', 'knockout'], correlation: 1, modules: 2 },
    { of: ['plop', 'knockout'], correlation: -1, modules: 2 },
  ]);
  expect(agreementsOf([{ kind: 'gradient', scores: gradient }])).toEqual([]);
});

it('is on the embedded model what docs/where-to-fine-tune.md says', () => {
  type Measured = readonly (readonly (readonly number[])[])[];
  const scores = (measured: Measured) =>
    scoresOf(
      12,
      measured.map((batches) => batches.map((values) => Float64Array.from(values))),
    );
  const correlation = (one: Measured, other: Measured) =>
    agreementsOf([
      { kind: 'gradient', scores: scores(one) },
      { kind: 'plop', scores: scores(other) },
    ])[0]?.correlation?.toFixed(2);
  const { gradient, plop } = fixture;
  expect(correlation(gradient, plop)).toBe('-0.31');
  expect(correlation(gradient.slice(0, 1), gradient.slice(1))).toBe('0.82');
  expect(correlation(plop.slice(0, 1), plop.slice(1))).toBe('0.99');
});
