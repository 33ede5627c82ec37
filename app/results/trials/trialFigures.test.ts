import { expect, it } from 'vitest';
import type { Measure } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { measuredAs } from '../../../src/results/testing';
import { sampleTrial } from '../../../src/experiment/testing';
import { trialFigures, trialSentence } from './trialFigures';

const MEASURED = { seed: 3, accuracy: 0.874, validationLoss: 0.3119, peakBytes: 85e6, seconds: 42 } as const;

it('tells a trial’s figures in one sentence', () => {
  expect(trialSentence(sampleTrial({ ...MEASURED, samplesPerSecond: 120 }))).toBe(
    'Seed 3: accuracy 87.4\u00a0%, validation loss 0.312, peak memory 85.0\u00a0MB, speed 120\u00a0sentences/s, time 40\u00a0s',
  );
});

it('tells the value by another measure beside the accuracy, where the record has it', () => {
  const counted = sampleTrial(measuredAs([0, 0, 0, 1], [0, 0, 0, 0]));
  const terms = (record: TrialRecord, measure: Measure) => trialFigures(record, measure).slice(0, 2);
  expect(terms(counted, 'balancedAccuracy')).toEqual([
    { term: 'Accuracy', text: '75.0\u00a0%' },
    { term: 'Balanced accuracy', text: '50.0\u00a0%' },
  ]);
  expect(trialSentence(counted, 'mcc')).toMatch(/accuracy 75.0\u00a0%, MCC 0.000, validation loss/);
  expect(terms(sampleTrial(), 'mcc').map(({ term }) => term)).toEqual(['Accuracy', 'Validation loss']);
});

it('leaves out what was not measured, and says how a trial ended that was not done', () => {
  const diverged = sampleTrial({
    ...{ ...MEASURED, accuracy: null, validationLoss: null, samplesPerSecond: null },
    ...{ status: 'diverged', message: 'The loss was not a finite number at step 7.' },
  });
  expect(trialFigures(diverged)).toEqual([
    { term: 'Ended', text: 'diverged: The loss was not a finite number at step 7.' },
    { term: 'Peak memory', text: '85.0\u00a0MB' },
    { term: 'Time', text: '40\u00a0s' },
  ]);
});
