/** @file What a sweep's cells say: shades, the best one, and words that keep to the verdicts. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../experiment/defaults';
import type { SweepTable } from '../../experiment/sweep/sweepView';
import { MEASURE_FORMS } from '../../stats/measures/measureForm';
import { differencesAmong } from '../differences/judging';
import { judgingFor } from '../testing';
import { planLooks } from '../../stats/comparisons/looks';
import { summarize } from '../../stats/summary';
import {
  bestOf,
  formatBest,
  cellTitle,
  formatSelection,
  meanRange,
  shade,
  tableSelection,
} from './sweepCells';
import type { ScenarioResults } from '../scenarioResults';

/** The accuracies have no exactly equal differences, which no t test could judge. */
const WOBBLE = [0, 0.004, -0.003, 0.002, -0.004];
const around = (mean: number, factor: number): number[] => WOBBLE.map((by) => mean + factor * by);

function group(name: string, accuracies: readonly number[]): ScenarioResults {
  return {
    scenario: { ...DEFAULT_EXPERIMENT.scenarios[0], name },
    ...{
      done: [],
      accuracies,
      open: 0,
      ended: accuracies.length,
      others: { diverged: 0, failed: 0, cancelled: 0 },
    },
    ...{ measure: 'accuracy', measured: [], values: accuracies },
    bySeed: accuracies.map((value, i) => ({ seed: i + 1, value })),
    summary: summarize(accuracies),
  };
}

const table: SweepTable = {
  ...{ title: '', rowName: 'r', columnName: 'learning rate', rows: ['1', '2'], columns: ['a', 'b'] },
  cells: [
    [0, 1],
    [2, null],
  ],
};
const differencesOf = (groups: readonly ScenarioResults[]) => differencesAmong(groups, judgingFor(groups));
const words = (groups: readonly ScenarioResults[]): string =>
  formatBest(table, groups, differencesOf(groups), MEASURE_FORMS.accuracy);

function meanOf({ scenario, summary }: ScenarioResults): number {
  if (summary.mean === null) throw new Error(`${scenario.name} has no mean`);
  return summary.mean;
}

describe('a sweep’s cells', () => {
  const [low, mid, top] = [
    group('low', around(0.7, 1)),
    group('mid', around(0.8, -1)),
    group('top', around(0.9, 2)),
  ];
  const groups = [low, mid, top];

  it('are shaded from the lowest mean to the highest, but no noise at full strength', () => {
    const range = meanRange([table], groups);
    const [from, to] = [meanOf(low), meanOf(top)];
    expect(range).toEqual({ from, to });
    expect([from, to].map((mean) => shade(mean, { from, to }))).toEqual([0, 1]);
    const close = meanRange([table], [group('a', [0.9]), group('b', [0.905]), group('c', [])]);
    expect(close && shade(0.9, close)).toBeCloseTo(0.75, 9);
    expect(meanRange([table], [group('a', []), group('b', []), group('c', [])])).toBeNull();
  });

  it('tell mean, spread and number', () => {
    expect(cellTitle(group('x', [0.9, 0.92]), MEASURE_FORMS.accuracy)).toBe(
      'x: mean 91.0\u00a0%, standard deviation 1.4\u00a0points, n = 2',
    );
    expect(cellTitle(group('x', [0.9]), MEASURE_FORMS.accuracy)).toBe('x: mean 90.0\u00a0%, n = 1');
    expect(cellTitle(group('x', []), MEASURE_FORMS.accuracy)).toBe('x: no trial has ended');
    expect(cellTitle(group('x', [0.7, 0.72]), MEASURE_FORMS.mcc)).toBe(
      'x: mean 0.710, standard deviation 0.014, n = 2',
    );
  });

  it('have a best one from two means on, which is told with what it really beats', () => {
    expect(bestOf(table, groups)).toBe(2);
    expect(words(groups)).toBe('Highest mean: top, 90.0\u00a0%. It is better than both others.');
    const near = [low, group('near', around(0.899, -1)), top];
    expect(words(near)).toBe(
      'Highest mean: top, 90.0\u00a0%. It is better than 1 of the 2 others. Of the rest 1 is a wash.',
    );
    const few = [group('a', [0.7, 0.71]), group('b', [0.9, 0.95]), group('c', [])];
    expect(words(few)).toBe(
      'Highest mean: b, 92.5\u00a0%. It is not shown to be better than the other: the pair is open.',
    );
    const close = [group('a', around(0.9, 1)), group('b', around(0.9001, -1)), group('c', around(0.85, 9))];
    expect(words(close)).toBe(
      'Highest mean: b, 90.0\u00a0%. It is not shown to be better than any other: 1 is a wash, 1 is open.',
    );
    expect(words([low, group('b', []), group('c', [])])).toBe('');
  });

  it('are not said to beat what was better at the look, though later seeds have turned the means', () => {
    const later = (early: readonly number[], mean: number) => [...early, mean, mean, mean, mean, mean, mean];
    const turned = [group('was', later(around(0.9, 1), 0.8)), group('is', later(around(0.85, -1), 0.95))];
    const judging = { ...judgingFor(turned), plan: planLooks(5, 'growing') };
    const told = (groups: readonly ScenarioResults[]) =>
      formatBest(
        table,
        groups,
        differencesAmong(groups, { ...judging, all: groups }),
        MEASURE_FORMS.accuracy,
      );
    const text = 'It is not shown to be better than the other: 1 was better at the look.';
    expect(told([...turned, group('none', [])])).toContain(text);
    expect(told([...turned.toReversed(), group('none', [])])).toContain(text);
  });

  it('tell how much the best gains by being chosen, from two means with a spread on', () => {
    const selection = (of: readonly ScenarioResults[]) => tableSelection(table, of, differencesOf(of));
    expect(selection(groups)?.scenarios).toBe(3);
    expect(formatSelection({ scenarios: 12, inflation: 0.0061 }, MEASURE_FORMS.accuracy)).toBe(
      'Were all 12 equally good, the highest would still look about 0.6\u00a0points better than it is: confirm it with new seeds.',
    );
    expect(formatSelection({ scenarios: 2, inflation: 0.002 }, MEASURE_FORMS.mcc)).toMatch(
      /^Were both equally good, .* about 0\.002 better/,
    );
    const alone = [group('a', [0.7]), group('b', [0.9]), group('c', [])];
    expect(selection(alone)).toBeNull();
    expect(selection([low, group('b', []), group('c', [])])).toBeNull();
    expect(formatSelection(null, MEASURE_FORMS.accuracy)).toBe('');
  });
});
