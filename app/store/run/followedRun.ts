/** @file A run that is being followed: what it trains, what it reads and writes of the store, how its trials are named there. */
import type { Experiment, TrialSpec } from '../../../src/experiment/experiment';
import type { Together } from '../../../src/experiment/together';
import type { BackendName } from '../../../src/results/results';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import type { CheckpointsSlice } from '../results/checkpointsSlice';
import type { RecordsSlice } from '../results/recordsSlice';
import type { TrainedSlice } from '../results/trainedSlice';
import { trialKey } from '../results/trialKey';
import type { DataNotesSlice } from '../sources/dataNotesSlice';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import type { ModelSlice } from '../sources/modelSlice';
import type { SourcesSlice } from '../sources/sourcesSlice';
import type { SpeedSlice } from '../timing/speedSlice';
import type { PowerSlice } from './powerSlice';
import type { RunState } from './runState';

/** What following a run reads of the store and writes there. */
export type FollowedState = Pick<SourcesSlice, 'sources'> &
  Pick<ModelSlice, 'commits'> &
  Pick<EnvironmentSlice, 'environment' | 'environmentError'> &
  Pick<WorkshopSlice, 'workshop' | 'countWorkshopTrial' | 'together'> &
  Pick<CheckpointsSlice, 'checkpoints' | 'readCheckpoints' | 'addCheckpoint' | 'forgetCheckpoints'> &
  Pick<RecordsSlice, 'records' | 'addRecord'> &
  Pick<TrainedSlice, 'addTrained'> &
  Pick<DataNotesSlice, 'noteData'> &
  Pick<SpeedSlice, 'noteSpeed'> &
  Pick<PowerSlice, 'memoryLimit' | 'quiet'> & { readonly run: RunState };

export interface FollowedStore {
  readonly get: () => FollowedState;
  readonly set: (change: (lab: FollowedState) => Partial<FollowedState>) => void;
}

/** The trials that were asked for. */
export interface RunPlan {
  readonly experiment: Experiment;
  readonly trials: readonly TrialSpec[];
  readonly backend: BackendName | null;
  /** Whether trials run that are not expected to fit on the device. */
  readonly anyway: boolean;
}

export interface FollowedRun extends RunPlan, FollowedStore {
  /** Where model and data come from, as it was when the run began. */
  readonly sources: SourceSettings;
  /** The workshop that was open when the run began. */
  readonly workshopId: string | null;
  /** The key of a trial as it is now: a model's commit can become known while its run is under way. */
  readonly keyOf: (spec: TrialSpec) => string;
  /** How many trials that differ in the seed alone train in one pass. */
  together: Together;
  /** The keys of the trials that train together now. */
  company: readonly string[];
  /** Whether a device was lost after the last trial that ended. */
  isLostSinceTrial: boolean;
  /** Resolves with whether the record of the last trial that ended has been stored. */
  stored: Promise<boolean>;
}

export function followedRun(plan: RunPlan, store: FollowedStore): FollowedRun {
  const { sources, workshop, together } = store.get();
  return {
    ...plan,
    ...store,
    sources,
    workshopId: workshop?.id ?? null,
    keyOf: (spec) => trialKey(plan.experiment, spec, { sources, commits: store.get().commits }),
    together,
    company: [],
    isLostSinceTrial: false,
    stored: Promise.resolve(true),
  };
}

/** @throws Error if the run has no such trial */
export function trialAt({ trials }: RunPlan, index: number): TrialSpec {
  const spec = trials[index];
  if (!spec) throw new Error(`The run has ${trials.length} trials and was told of number ${index + 1}.`);
  return spec;
}
