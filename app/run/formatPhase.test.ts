import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { listTrials } from '../../src/experiment/experiment';
import { IDLE_RUN, type RunState } from '../store/run/runState';
import { beginTiming } from '../store/timing/trialTiming';
import { formatPhase } from './formatPhase';

const run: RunState = { ...IDLE_RUN, status: 'running', trials: listTrials(DEFAULT_EXPERIMENT) };

describe('formatPhase', () => {
  it('counts megabytes while loading', () => {
    expect(formatPhase({ ...run, phase: 'loading', done: 3.1e6, total: 4.2e6 })).toBe(
      'loading weights 3.1 of 4.2\u00a0MB',
    );
  });
  it('names trial, scenario, seed and step while training', () => {
    expect(formatPhase({ ...run, phase: 'training', trial: 3, done: 40, total: 125 })).toBe(
      'trial 4 of 4: upper, seed 2, step 40 of 125',
    );
  });
  it('names all seeds of a company', () => {
    const timing = beginTiming([1, 3], 0);
    expect(formatPhase({ ...run, phase: 'training', trial: 1, done: 40, total: 125, timing })).toBe(
      '2 of 4 trials together: upper, seeds 1 and 2, step 40 of 125',
    );
  });
  it('says what is waited for before a pause, and where the run stands in it', () => {
    const training = { ...run, phase: 'training', trial: 3, done: 40, total: 125 } as const;
    expect(formatPhase({ ...training, status: 'pausing' })).toBe(
      'pausing; the step under way is finished first',
    );
    expect(formatPhase({ ...training, status: 'paused' })).toBe(
      'paused; trial 4 of 4: upper, seed 2, step 40 of 125',
    );
    expect(formatPhase({ ...run, status: 'pausing', phase: 'loading' })).toBe(
      'pausing as soon as everything is loaded',
    );
  });
});
