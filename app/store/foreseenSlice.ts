/** @file What the scenarios will take on the device, asked of the worker before anything runs. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../src/experiment/experiment';
import type { MemoryBreakdown } from '../../src/experiment/results';
import type { Lab } from './lab';
import { currentProblems } from './selectors';
import { trainer } from './trainer';

export interface ForeseenSlice {
  /** By scenario of `experiment`; null where the backend allocates by itself. */
  readonly foreseen: {
    readonly experiment: Experiment;
    readonly memory: readonly (MemoryBreakdown | null)[];
  } | null;
  readonly foresee: () => void;
}

export const createForeseenSlice: StateCreator<Lab, [], [], ForeseenSlice> = (set, get) => ({
  foreseen: null,

  foresee() {
    const { experiment, environment, run, backendChoice, foreseen, sources } = get();
    const nothingToAsk = run.status !== 'idle' || !environment || foreseen?.experiment === experiment;
    if (nothingToAsk || currentProblems(get()).length > 0) return;
    trainer().foresee(
      { experiment, backend: backendChoice, sources },
      (memory) => {
        if (memory && get().experiment === experiment) set({ foreseen: { experiment, memory } });
      },
      (notes) => get().noteData(experiment, notes),
    );
  },
});
