/** @file What the scenarios will take on the device, asked of the worker before anything runs. */
import type { StateCreator } from 'zustand';
import { haveSameTrials, type Experiment } from '../../src/experiment/experiment';
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

export interface EstimateSlice {
  /** By scenario of `experiment`; null if the backend allocates by itself. */
  readonly estimated: {
    readonly experiment: Experiment;
    readonly sources: SourceSettings;
    readonly memory: readonly (MemoryBreakdown | null)[];
  } | null;
  readonly estimate: () => void;
}

export const createEstimateSlice: StateCreator<
  EstimateSlice & ExperimentSlice & EnvironmentSlice & RunSlice & SourcesSlice & DataNotesSlice & ModelSlice,
  [],
  [],
  EstimateSlice
> = (set, get) => ({
  estimated: null,

  estimate() {
    const { experiment, environment, run, backendChoice, estimated, sources } = get();
    const known =
      estimated !== null && haveSameTrials(estimated.experiment, experiment) && estimated.sources === sources;
    const nothingToAsk = run.status !== 'idle' || !environment || known;
    if (nothingToAsk || currentProblems(get()).length > 0) return;
    trainer().estimate(
      { about: 'experiment', experiment, backend: backendChoice, sources },
      (memory) => {
        if (memory && haveSameTrials(get().experiment, experiment))
          set({ estimated: { experiment, sources, memory } });
      },
      (notes) => get().noteData(experiment, notes),
    );
  },
});
