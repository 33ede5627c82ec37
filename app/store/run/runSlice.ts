/** @file The run: starting, pausing, resuming and cancelling it. */
import type { StateCreator } from 'zustand';
import type { ResultsFile } from '../../../src/results/results';
import { trainer } from '../worker/trainer';
import { IDLE_RUN, type RunState } from './runState';
import { performRun, requestRun, type RunNeeds, type RunOptions } from './startRun';

export interface RunSlice {
  readonly run: RunState;
  /** Resolves when the run has ended, cancelled or not; rejects with a LabError if it could not go on. */
  readonly startRun: (options: RunOptions) => Promise<ResultsFile>;
  readonly cancelRun: () => void;
  /** Pauses the run before its next step. */
  readonly pauseRun: () => void;
  readonly resumeRun: () => void;
  readonly dismissRunError: () => void;
}

export const createRunSlice: StateCreator<RunSlice & RunNeeds, [], [], RunSlice> = (set, get) => {
  /** Resolves when the run before the next one has stored its last record and let go of its locks. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: IDLE_RUN,

    async startRun(options) {
      const store = { get, set };
      const requested = requestRun(store, options);
      const performed = last.then(() => performRun(store, requested, options.lock));
      last = performed.catch(() => undefined);
      return performed;
    },

    cancelRun() {
      const { run } = get();
      if (run.status === 'idle' || run.status === 'cancelling') return;
      set({ run: { ...run, status: 'cancelling' } });
      if (run.runId !== null) trainer().cancel(run.runId);
    },

    pauseRun() {
      const { run } = get();
      if (run.status !== 'running' || run.runId === null) return;
      set({ run: { ...run, status: 'pausing' } });
      trainer().pause(run.runId);
    },

    resumeRun() {
      const { run } = get();
      if ((run.status !== 'pausing' && run.status !== 'paused') || run.runId === null) return;
      set({ run: { ...run, status: 'running' } });
      trainer().resume(run.runId);
    },

    dismissRunError: () => set(({ run }) => ({ run: { ...run, error: null, doNotFit: [] } })),
  };
};
