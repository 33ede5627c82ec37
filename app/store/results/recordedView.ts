/** @file Which recorded trials belong to the shown experiment: those that it would repeat, whatever its seeds. */
import { createSelector } from 'reselect';
import type { Experiment, Scenario } from '../../../src/experiment/experiment';
import { OPENING, recordedExperiment, UNRECORDED } from '../../../src/lessons/recorded';
import type { ResultsFile, TrialRecord } from '../../../src/results/results';
import type { LessonSlice } from '../experiment/lessonSlice';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import type { Origins } from '../sources/provenance';
import type { RecordedSlice } from './recordedSlice';
import { sharedSlots, shownExperiment, shownOrigins, type ShownRun } from './shownResults';
import { trialKey } from './trialKey';

/** A recorded run that belongs to the shown experiment, in whole or in part. */
export interface RecordedView {
  /** A lesson's id, or {@link OPENING}. */
  readonly name: string;
  /** The file; null while it is not loaded. */
  readonly file: ResultsFile | null;
  /** The recorded trials by the shown experiment's scenarios, in the order of seeds; scenarios without any are absent. */
  readonly byScenario: ReadonlyMap<Scenario, readonly TrialRecord[]>;
}

type Viewed = Pick<LessonSlice, 'lesson'> &
  Pick<RecordedSlice, 'recordedRuns'> &
  Pick<WorkshopSlice, 'shared'> &
  ShownRun &
  Parameters<typeof shownOrigins>[0];

const nameOf = ({ lesson }: Pick<Viewed, 'lesson'>): string => lesson ?? OPENING;
const originsOf = createSelector(
  [(lab: Viewed) => shownOrigins(lab).sources, ({ commits }: Viewed) => commits],
  (sources, commits): Origins => ({ sources, commits }),
);

/**
 * The name of the recorded run that belongs to the shown experiment; null if none of its scenarios was recorded, and where
 * a link has brought results. It is known before the file is there.
 */
export const recordedName: (lab: Viewed) => string | null = createSelector(
  [nameOf, shownExperiment, originsOf, ({ shared }: Viewed) => shared],
  (name, experiment, origins, shared) => {
    const recorded = recordedExperiment(name);
    if (recorded === null || UNRECORDED.has(name)) return null;
    if (sharedSlots(experiment, shared, origins) !== null) return null;
    return alike(experiment, recorded, origins).size > 0 ? name : null;
  },
);

export const recordedView: (lab: Viewed) => RecordedView | null = createSelector(
  [recordedName, ({ recordedRuns }: Viewed) => recordedRuns, shownExperiment, originsOf],
  (name, runs, experiment, origins) => {
    if (name === null || runs[name] === null) return null;
    const file = runs[name] ?? null;
    return { name, file, byScenario: file ? trialsFor(experiment, file, origins) : new Map() };
  },
);

function trialsFor(
  experiment: Experiment,
  { experiment: recorded, trials }: ResultsFile,
  origins: Origins,
): RecordedView['byScenario'] {
  const named = [...alike(experiment, recorded, origins)].map(([scenario, { name }]) => {
    const own = trials.filter((trial) => trial.scenario.name === name);
    return [scenario, own.sort((a, b) => a.seed - b.seed)] as const;
  });
  return new Map(named);
}

/** The experiment's scenarios that another one has as well, each with its counterpart there. */
function alike(one: Experiment, other: Experiment, origins: Origins): Map<Scenario, Scenario> {
  if (one.model !== other.model || one.dataset !== other.dataset) return new Map();
  const keyed = (experiment: Experiment) =>
    experiment.scenarios.map(
      (scenario) => [trialKey(experiment, { scenario, seed: 1 }, origins), scenario] as const,
    );
  const known = new Map(keyed(other));
  return new Map(
    keyed(one).flatMap(([key, scenario]) => {
      const found = known.get(key);
      return found ? [[scenario, found] as const] : [];
    }),
  );
}
