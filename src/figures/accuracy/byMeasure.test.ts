/** @file The figure of accuracies where another measure is chosen. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../experiment/defaults';
import type { Measure } from '../../experiment/experiment';
import { sampleTrial } from '../../experiment/testing';
import { measuredAs } from '../../results/testing';
import { guessingOf } from '../../stats/guessing';
import { groupOf } from '../testing';
import { accuracyFigure } from './accuracyFigure';

const [scenario] = DEFAULT_EXPERIMENT.scenarios;
const LABELS = [...new Array<number>(80).fill(0), ...new Array<number>(20).fill(1)];

/** A trial that finds so many of the twenty rows of the rare class, and all of the other. */
const finding = (seed: number, found: number) =>
  sampleTrial({
    ...{ id: `t${seed}`, scenario, seed },
    ...measuredAs(
      LABELS,
      LABELS.map((label, i) => (label === 1 && i - 80 >= found ? 0 : label)),
    ),
  });
const older = sampleTrial({ id: 'old', scenario, seed: 4, accuracy: 0.9 });

function figureOf(measure: Measure) {
  const groups = [groupOf(scenario, [finding(1, 10), finding(2, 11), finding(3, 12), older], measure)];
  return accuracyFigure(groups, {
    ...{ scale: 'fixed', rows: 100, guessing: guessingOf([80, 20], measure) },
  });
}

describe('by MCC', () => {
  const figure = figureOf('mcc');

  it('values are correlations, on an axis without percent', () => {
    expect(figure.title).toBe('Validation MCC');
    expect(figure.axis.label).toBe('validation MCC');
    expect(figure.axis.ticks.map(({ text }) => text)).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    // scikit-learn's matthews_corrcoef of 10, 11 and 12 found is .66667, .70353 and .73855.
    expect(figure.rows[0]?.texts).toMatchObject({ mean: '0.703', spread: '± 0.036', trials: 'n = 3 of 4' });
    expect(figure.guessing).toMatchObject({ at: 0, label: 'majority class' });
  });

  it('names the trial whose record cannot tell, and draws it nowhere', () => {
    expect(figure.caption).toContain(`Finished trials without MCC: ${scenario.name}: 1 of 4 (seed 4).`);
    expect(figure.rows[0]?.dots.map(({ record }) => record.id)).toEqual(['t1', 't2', 't3']);
  });
});

it('by accuracy all trials are drawn, and the unequal classes are told', () => {
  const figure = figureOf('accuracy');
  expect(figure.rows[0]?.texts).toMatchObject({ mean: '90.8\u00a0%', trials: 'n = 4' });
  expect(figure.caption).not.toContain('without');
  expect(guessingOf([80, 20])?.warning).toContain('80.0\u00a0%');
});

it('by macro-F1 the guess is that of the larger class alone', () => {
  expect(figureOf('macroF1').guessing?.at).toBeCloseTo(0.8 / 1.8, 9);
});
