/** @file Training against validation at the end of the trials. */
import { describe, expect, it } from 'vitest';
import { listTrials } from '../../experiment/experiment';
import { DEFAULT_EXPERIMENT } from '../../experiment/defaults';
import type { Evaluation, TrialRecord } from '../../results/results';
import { sampleTrial } from '../../experiment/testing';
import type { TrialResult } from '../scenarioResults';
import { formatLeftOut, formatTurn } from './formatCurves';
import { gapsOf, measuredOnce } from './gaps';

const specs = listTrials({ ...DEFAULT_EXPERIMENT, trials: 2 }); // lower, upper, lower, upper

/** A trial with these validation losses, training accuracies and last validation accuracy. */
function measured(
  losses: readonly number[],
  training: readonly (number | null)[],
  accuracy: number,
): TrialRecord {
  const evaluations = losses.map((loss, i): Evaluation => ({
    ...{ step: 100 * (i + 1), loss, accuracy: i === losses.length - 1 ? accuracy : 0.5 },
    ...{ trainLoss: 0.1, trainAccuracy: training[i] ?? null },
  }));
  return sampleTrial({ evaluations, accuracy, validationLoss: losses.at(-1) ?? null });
}

function slots(...records: (TrialRecord | null)[]): TrialResult[] {
  return records.map((record, i) => {
    const spec = specs[i];
    if (!spec) throw new Error('more records than trials');
    return { key: String(i), spec, record };
  });
}

const overfitted = measured([0.5, 0.31, 0.45], [0.6, 0.9, 0.991], 0.88);

describe('gapsOf', () => {
  it('means the last figures of each scenario’s trials', () => {
    const second = measured([0.5, 0.29, 0.55], [0.6, 0.9, 0.971], 0.9);
    const calm = measured([0.6, 0.5, 0.45], [0.6, 0.7, 0.8], 0.79);
    const [lower, upper] = gapsOf(slots(overfitted, calm, second));
    expect(lower).toMatchObject({ scenario: { name: 'lower' }, trials: 2, turn: { step: 200 } });
    expect(lower?.training).toBeCloseTo(0.981, 12);
    expect(lower?.validation).toBeCloseTo(0.89, 12);
    expect(lower?.turn?.lowest).toBeCloseTo(0.3, 12);
    expect(lower?.turn?.end).toBeCloseTo(0.5, 12);
    expect(upper).toMatchObject({ trials: 1, training: 0.8, validation: 0.79, turn: null });
  });

  it('sees no turn where a trial’s own loss has not risen, or hardly', () => {
    const falling = measured([0.5, 0.31, 0.3], [0.6, 0.9, 0.9], 0.9);
    expect(gapsOf(slots(overfitted, null, falling))[0]?.turn).toBeNull();
    expect(gapsOf(slots(measured([0.5, 0.31, 0.32], [0.6, 0.9, 0.9], 0.9)))[0]?.turn).toBeNull();
  });

  it('says nothing of trials measured once, not done, or without figures of training', () => {
    const once = measured([0.5], [0.7], 0.8);
    const cancelled = { ...overfitted, status: 'cancelled', accuracy: null, validationLoss: null } as const;
    const older = measured([0.5, 0.4], [null, null], 0.8);
    for (const record of [once, cancelled, older, null]) expect(gapsOf(slots(record))).toEqual([]);
  });
});

describe('measuredOnce', () => {
  it('holds while no trial has a curve', () => {
    const once = measured([0.5], [0.7], 0.8);
    expect(measuredOnce(slots(once, null))).toBe(true);
    expect(measuredOnce(slots(once, overfitted))).toBe(false);
    expect(measuredOnce(slots(null))).toBe(false);
  });
});

describe('the words', () => {
  it('name a turn', () => {
    expect(formatTurn({ step: 1200, lowest: 0.31, end: 0.452 })).toBe(
      'overfits: validation loss 0.31 after step 1,200, 0.45 at the end',
    );
  });

  it('say when not every trial is drawn', () => {
    expect(formatLeftOut(48)).toBe('');
    expect(formatLeftOut(60)).toBe('Of 60 trials the latest 48 are drawn.');
  });
});
