import { describe, expect, it } from 'vitest';
import { createRandom } from '../base/random';
import { allDifferences } from './comparisons/differences';
import { seeded } from './fixtures.testing';
import { selectionOf } from './selection';
import { meanOf, squaredDeviations } from './summary';

const RULES = { plan: null, firstSeed: 1, rows: null, delta: 0.01 };

/** Scenarios that are all equally good, at 0.9, with what their seeds share and what is their own. */
function equals(scenarios: number, seeds: number, random: { normal(): number }): number[][] {
  const shared = Array.from({ length: seeds }, () => 0.02 * random.normal());
  return Array.from({ length: scenarios }, () => shared.map((by) => 0.9 + by + 0.005 * random.normal()));
}

const selected = (values: readonly (readonly number[])[]) =>
  selectionOf(
    allDifferences(
      values.map((each) => ({ values: seeded(each), ended: each.length })),
      RULES,
    ),
    values.map((_, i) => i),
  );

describe('the inflation of the best of several', () => {
  it('is what chance gives it, whatever the seeds share', () => {
    const random = createRandom(7, 'selection');
    const runs = Array.from({ length: 400 }, () => {
      const values = equals(6, 5, random);
      const seeds = values[0]?.map((_, s) => meanOf(values.map((each) => each[s] ?? NaN))) ?? [];
      // The part of a seed that all share lifts no scenario above another.
      const excess = Math.max(...values.map(meanOf)) - meanOf(seeds);
      return { excess, inflation: selected(values)?.inflation ?? NaN };
    });
    const [excess, inflation] = [
      meanOf(runs.map((run) => run.excess)),
      meanOf(runs.map((run) => run.inflation)),
    ];
    expect(inflation / excess).toBeGreaterThan(0.93);
    expect(inflation / excess).toBeLessThan(1.07);
  });

  it('has the error of the two-way table of scenarios and seeds', () => {
    const values = equals(4, 5, createRandom(3, 'table'));
    const grand = meanOf(values.flat());
    const seeds = values[0]?.map((_, s) => meanOf(values.map((each) => each[s] ?? NaN))) ?? [];
    const residuals = values.flatMap((each) =>
      each.map((value, s) => value - meanOf(each) - (seeds[s] ?? NaN) + grand),
    );
    const meanSquare = squaredDeviations(residuals) / (3 * 4);
    expect(selected(values)?.inflation).toBeCloseTo(1.029375373 * Math.sqrt(meanSquare / 5), 9);
    expect(selected(values)?.scenarios).toBe(4);
  });

  it('is not known while there is no spread', () => {
    expect(selected([[0.9], [0.8], [0.85]])).toBeNull();
  });
});
