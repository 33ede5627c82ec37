/** @file What the scenarios will take on the device, asked of the worker before anything runs. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../src/experiment/experiment';
import type { MemoryBreakdown } from '../../src/results/results';
import type { SourceSettings } from '../../src/sources/sourceSettings';
import { currentProblems } from './experiment/problems';
import { trainer } from './worker/trainer';
import type { ExperimentSlice } from './experiment/experimentSlice';
import type { EnvironmentSlice } from './sources/environmentSlice';
import type { RunSlice } from './run/runSlice';
import type { SourcesSlice } from './sources/sourcesSlice';
import type { ModelSlice } from './sources/modelSlice';
import type { DataNotesSlice } from './sources/dataNotesSlice';

export interface ForeseenSlice {
  /** By scenario of `experiment`; null where the backend allocates by itself. */
  readonly foreseen: {
    readonly experiment: Experiment;
    readonly sources: SourceSettings;
    readonly memory: readonly (MemoryBreakdown | null)[];
  } | null;
  readonly foresee: () => void;
}

export const createForeseenSlice: StateCreator<
  ForeseenSlice & ExperimentSlice & EnvironmentSlice & RunSlice & SourcesSlice & DataNotesSlice & ModelSlice,
  [],
  [],
  ForeseenSlice
> = (set, get) => ({
  foreseen: null,

  foresee() {
    const { experiment, environment, run, backendChoice, foreseen, sources } = get();
    const known = foreseen?.experiment === experiment && foreseen.sources === sources;
    const nothingToAsk = run.status !== 'idle' || !environment || known;
    if (nothingToAsk || currentProblems(get()).length > 0) return;
    trainer().foresee(
      { about: 'experiment', experiment, backend: backendChoice, sources },
      (memory) => {
        if (memory && get().experiment === experiment) set({ foreseen: { experiment, sources, memory } });
      },
      (notes) => get().noteData(experiment, notes),
    );
  },
});
