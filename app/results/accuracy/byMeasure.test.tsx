/** @file The densities by another measure than accuracy, in the page and as a picture. */
import { describe, expect, it } from 'vitest';
import { accuracyFigure } from '../../../src/figures/accuracy/accuracyFigure';
import { groupOf, SUBJECT } from '../../../src/figures/testing';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Measure } from '../../../src/experiment/experiment';
import { sampleTrial } from '../../../src/experiment/testing';
import { accuracyPicture } from '../../../src/pictures';
import { tenRows } from '../../../src/results/testing';
import { guessingOf } from '../../../src/stats/guessing';
import { page } from '../drawnBothWays.testing';
import { Densities } from './Densities';

const [scenario] = DEFAULT_EXPERIMENT.scenarios;
const groupBy = (measure: Measure) => ({
  ...groupOf(
    scenario,
    [6, 7, 9].map((right, i) => sampleTrial({ id: `t${i}`, scenario, seed: i + 1, ...tenRows(right) })),
    measure,
  ),
  position: 0,
});
const shown = (measure: Measure, classes: readonly number[]): string =>
  page(<Densities groups={[groupBy(measure)]} rows={10} guessing={guessingOf(classes, measure)} />);

describe('by MCC', () => {
  it('title, values and the trials’ names are of MCC, in the page and in the picture', () => {
    const markup = shown('mcc', [5, 5]);
    expect(markup).toContain('>Validation MCC</h2>');
    // MCC of 6, 7 and 9 right of ten is 0.2, 0.408 and 0.816.
    expect(markup).toContain('>0.475<');
    expect(markup).toContain(`aria-label="Trials of ${scenario.name}, by MCC"`);
    expect(markup).toContain('accuracy 60.0\u00a0%, MCC 0.200,');
    expect(markup).not.toContain('mean accuracy');
    const groups = [groupBy('mcc')];
    const figure = accuracyFigure(groups, { scale: 'fixed', rows: 10, guessing: guessingOf([5, 5], 'mcc') });
    const { svg } = accuracyPicture(figure, { groups, subject: SUBJECT, theme: 'light' });
    expect(svg).toContain('Validation MCC');
    expect(svg).toContain('0.475');
  });
});

describe('unequal classes', () => {
  it('are told with a way to other measures, as long as accuracy is the measure', () => {
    const warned = shown('accuracy', [8, 2]);
    expect(warned).toContain('already has an accuracy of 80.0\u00a0%');
    expect(warned).toMatch(
      /<button[^>]*>Compare by macro-F1<\/button>.*<button[^>]*>Compare by MCC<\/button>/,
    );
    expect(shown('macroF1', [8, 2])).not.toContain('Compare by');
    expect(shown('accuracy', [5, 5])).not.toContain('Compare by');
  });
});
