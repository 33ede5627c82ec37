/** @file The results file of an experiment, made from what the store knows. */
import { asWritten, withoutIdleRanks, type Experiment } from '../../../src/experiment/experiment';
import { RESULTS_VERSION, type ResultsFile, type TrialRecord } from '../../../src/results/results';
import type { LessonSlice } from '../experiment/lessonSlice';
import { ownPrediction } from '../experiment/ownPrediction';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import { type DataKnown, dataRead } from '../sources/dataRead';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import type { SourcesSlice } from '../sources/sourcesSlice';
import { testKey, type FinalTestSlice } from './finalTestSlice';
import type { RecordsSlice } from './recordsSlice';
import { sharedSlots, shownOrigins } from './shownResults';
import { trialSlots } from './trialKey';

type Known = Pick<RecordsSlice, 'records'> &
  Pick<EnvironmentSlice, 'environment'> &
  Pick<SourcesSlice, 'sources'> &
  Partial<
    Pick<WorkshopSlice, 'shared' | 'workshop' | 'workshopPrediction'> &
      Pick<LessonSlice, 'lesson' | 'predictions'> &
      Pick<FinalTestSlice, 'finalTests'>
  > & {
    readonly run: { readonly status: string };
  };

/** @returns null while nothing is known: no trial has ended and no device has been found */
export function resultsFile(experiment: Experiment, lab: Known & DataKnown): ResultsFile | null {
  const { records, environment } = lab;
  const origins = shownOrigins(lab);
  const shared = sharedSlots(experiment, lab.shared, origins);
  const slots = shared ?? trialSlots(experiment, records, origins);
  const trials = slots.flatMap(({ record }) => (record ? [recordAsWritten(record)] : []));
  const where = trials[0]?.environment ?? environment;
  if (!where) return null;
  // What others have shared was measured on data that this device has not read.
  const data = shared ? null : dataRead(experiment, origins.sources, lab);
  const prediction = shared ? lab.shared?.prediction : ownPrediction(experiment, lab);
  const finalTest = shared ? undefined : lab.finalTests?.[testKey(experiment, origins)];
  return {
    ...{ version: RESULTS_VERSION, experiment: asWritten(experiment), environment: where },
    ...(data && { data }),
    trials,
    ...(prediction && { prediction }),
    ...(finalTest && { finalTest }),
  };
}

function recordAsWritten(record: TrialRecord): TrialRecord {
  const scenario = withoutIdleRanks(record.scenario);
  return scenario === record.scenario ? record : { ...record, scenario };
}
