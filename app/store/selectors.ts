/** @file What follows from the store's state. */
import type { Experiment } from '../../src/experiment/experiment';
import { RESULTS_VERSION, type MemoryBreakdown, type ResultsFile } from '../../src/experiment/results';
import { validateExperiment } from '../../src/experiment/validate';
import { lessonById } from '../../src/lessons';
import type { SplitRows } from './expected';
import { type DataKnown, dataRead } from './dataRead';
import type { Lab } from './lab';
import type { Origins } from './provenance';
import { sharedSlots } from './sharedSlots';
import { trialSlots } from './trialKey';

/** What keeps the experiment from being run, each naming the thing and the remedy. */
export function currentProblems({
  experiment,
  drafts,
  modelConfig,
  sources,
}: Pick<Lab, 'experiment' | 'drafts' | 'modelConfig' | 'sources'>): string[] {
  const unfinished = Object.values(drafts).map(({ message }) => message);
  const homeless = experiment.scenarios
    .filter(({ init }) => init !== undefined && !sources.localAdapters.has(init))
    .map(
      ({ name, init }) =>
        `Scenario "${name}": the files of the adapter ${init} are not here; add the adapter again.`,
    );
  return [...unfinished, ...homeless, ...validateExperiment(experiment, modelConfig ?? undefined)];
}

/** The experiment whose results are shown: the running one until it ends, then the edited one. */
export function shownExperiment({ run, experiment }: Pick<Lab, 'run' | 'experiment'>): Experiment {
  return run.status !== 'idle' && run.experiment ? run.experiment : experiment;
}

/** Where that experiment's model and data come from. */
export function shownOrigins({ run, sources, commits }: Pick<Lab, 'run' | 'sources' | 'commits'>): Origins {
  return { sources: run.status !== 'idle' && run.sources ? run.sources : sources, commits };
}

/** Rows of the shown experiment's data set; null while it has not been looked at. */
export function splitRows(lab: Pick<Lab, 'run' | 'experiment' | 'inspection'>): SplitRows | null {
  const { dataset, data } = shownExperiment(lab);
  const isLookedAt = dataset === lab.experiment.dataset && data === lab.experiment.data;
  return isLookedAt ? (lab.inspection?.rows ?? null) : null;
}

/** What each scenario of the shown experiment will take on the device, where that is known. */
export function foreseenMemory(
  lab: Pick<Lab, 'run' | 'experiment' | 'foreseen'>,
): readonly (MemoryBreakdown | null)[] {
  return lab.foreseen?.experiment === shownExperiment(lab) ? lab.foreseen.memory : UNKNOWN;
}

/** Whether the open lesson asks for a figure of memory, and its reader has neither answered nor skipped the question. */
export function withholdsMemory({ lesson, predictions }: Pick<Lab, 'lesson' | 'predictions'>): boolean {
  return lesson !== null && lessonById(lesson)?.asksFor === 'memory' && predictions[lesson] === undefined;
}

/** One array for all calls: a new one each time would redraw the panel. */
const UNKNOWN: readonly null[] = [];

/** Null while nothing at all is known: no trial has ended and no device has been found. */
export function resultsFile(
  experiment: Experiment,
  lab: Pick<Lab, 'records' | 'environment' | 'sources'> & DataKnown & Partial<Pick<Lab, 'shared'>>,
): ResultsFile | null {
  const { records, environment } = lab;
  const origins = shownOrigins(lab);
  const shared = sharedSlots(experiment, lab.shared, origins);
  const slots = shared ?? trialSlots(experiment, records, origins);
  const trials = slots.flatMap(({ record }) => (record ? [record] : []));
  const where = trials[0]?.environment ?? environment;
  if (!where) return null;
  // What others have shared was read elsewhere.
  const data = shared ? null : dataRead(experiment, origins.sources, lab);
  return { version: RESULTS_VERSION, experiment, environment: where, ...(data && { data }), trials };
}
