import { expect, it } from 'vitest';
import { sampleTrial } from '../../../src/experiment/testing';
import { trialFigures, trialSentence } from './trialFigures';

const MEASURED = { seed: 3, accuracy: 0.874, validationLoss: 0.3119, peakBytes: 85e6, seconds: 42 } as const;

it('tells a trial’s figures in one sentence', () => {
  expect(trialSentence(sampleTrial({ ...MEASURED, samplesPerSecond: 120 }))).toBe(
    'Seed 3: accuracy 87.4\u00a0%, validation loss 0.312, peak memory 85.0\u00a0MB, speed 120\u00a0sentences/s, time 40\u00a0s',
  );
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
