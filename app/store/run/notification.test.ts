import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials } from '../../../src/experiment/experiment';
import type { TrialStatus } from '../../../src/results/results';
import { endMessage } from './notification';
import { IDLE_RUN, type RunState } from './runState';
import { titleOf } from '../effects/title';
import { beginTiming } from '../timing/trialTiming';

const trials = listTrials(DEFAULT_EXPERIMENT);
const run: RunState = { ...IDLE_RUN, experiment: DEFAULT_EXPERIMENT, trials };
const finished = (...statuses: TrialStatus[]): RunState['finished'] =>
  statuses.map((status, trial) => ({ trial, status, ended: 0, timing: beginTiming([trial], 0) }));

describe('endMessage', () => {
  it('counts scenarios and trials, and says how they ended', () => {
    const all = finished('done', 'done', 'done', 'done');
    expect(endMessage({ ...run, outcome: 'finished', finished: all })).toEqual({
      title: 'LoRA Lab is done',
      body: '2 scenarios, 4 trials: all done.',
    });
    const some = finished('done', 'diverged', 'failed', 'diverged');
    expect(endMessage({ ...run, outcome: 'finished', finished: some })?.body).toBe(
      '2 scenarios, 4 trials: 1 done, 2 diverged, 1 failed.',
    );
  });
  it('says what went wrong where the run had to stop', () => {
    const error = { message: 'The GPU device was lost.', remedy: 'Run again.' };
    expect(endMessage({ ...run, outcome: 'failed', finished: finished('done'), error })).toEqual({
      title: 'LoRA Lab had to stop',
      body: '2 scenarios, 4 trials, 1 done. The GPU device was lost.',
    });
  });
  it('tells nobody of what they cancelled themselves', () => {
    expect(endMessage({ ...run, outcome: 'cancelled' })).toBeNull();
    expect(endMessage(run)).toBeNull();
  });
});

describe('titleOf', () => {
  it('tells how far a run is, and how it ended', () => {
    const half: RunState = { ...run, status: 'running', finished: finished('done', 'done') };
    expect(titleOf(half)).toBe('50 % – LoRA Lab');
    expect(titleOf({ ...half, status: 'paused' })).toBe('Paused, 50 % – LoRA Lab');
    const end: RunState = { ...half, finished: finished('done', 'done', 'done', 'done') };
    expect(titleOf(end)).toBe('99 % – LoRA Lab');
    expect(titleOf({ ...end, status: 'idle', outcome: 'finished' })).toBe('Done – LoRA Lab');
    expect(titleOf({ ...end, status: 'idle', outcome: 'failed' })).toBe('Stopped – LoRA Lab');
    expect(titleOf({ ...end, status: 'idle', outcome: 'cancelled' })).toBe('LoRA Lab');
    expect(titleOf(IDLE_RUN)).toBe('LoRA Lab');
  });
});
