/**
 * @file A run from the person's request to its results file: what is refused, what is locked, and what is trained
 * again.
 */
import { LabError } from '../../../src/base/errors';
import { inTime } from '../../../src/base/inTime';
import type { Experiment } from '../../../src/experiment/experiment';
import type { BackendName, ResultsFile, TrialRecord } from '../../../src/results/results';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import { currentProblems } from '../experiment/problems';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import type { RecordsSlice } from '../results/recordsSlice';
import { resultsFile } from '../results/resultsFile';
import type { ScoresSlice } from '../results/scoresSlice';
import { isSettled, trialSlots } from '../results/trialKey';
import type { DataSlice } from '../sources/dataSlice';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import { hubIds } from '../sources/hubIds';
import type { ModelSlice } from '../sources/modelSlice';
import type { SourcesSlice } from '../sources/sourcesSlice';
import { askToKeepStorage } from '../storage/keepStorage';
import { lockTrials, type Release } from '../storage/trialLocks';
import type { SpeedSlice } from '../timing/speedSlice';
import { startClock } from '../timing/workClock';
import type { FollowedState } from './followedRun';
import { followRun } from './followRun';
import { RUNS_IN_OTHER_TAB, type OtherTab } from './otherTab';
import { ended, IDLE_RUN, type RunState, type WhichTrials } from './runState';

export interface RunOptions {
  readonly which: WhichTrials;
  readonly backend?: BackendName | null;
  /** The locks of its trials, if they are held already. */
  readonly lock?: Release;
  /** Whether to run even if trials are not expected to fit on the device. */
  readonly anyway?: boolean;
}

/** What a run reads and writes in other slices. */
export type RunNeeds = FollowedState &
  Pick<ExperimentSlice, 'experiment' | 'drafts'> &
  Pick<WorkshopSlice, 'shared' | 'leaveShared' | 'budgetProblem'> &
  Pick<EnvironmentSlice, 'backendChoice'> &
  Pick<SourcesSlice, 'allowHub'> &
  Pick<
    RecordsSlice,
    'beginAnew' | 'endAnew' | 'startedOver' | 'swapStartedOver' | 'restoreRecords' | 'recordsStored'
  > &
  Pick<ScoresSlice, 'stopScoresForRun'> &
  Pick<SpeedSlice, 'speeds'> &
  Pick<ModelSlice, 'modelConfig'> &
  Pick<DataSlice, 'inspection' | 'inspected'> & { readonly otherTab: OtherTab | null };

export interface RunStore {
  readonly get: () => RunNeeds;
  readonly set: (change: Partial<RunNeeds> | ((lab: RunNeeds) => Partial<RunNeeds>)) => void;
}

/** A run that the page shows as running, and that has no lock yet. */
export interface RequestedRun {
  readonly experiment: Experiment;
  readonly sources: SourceSettings;
  readonly backend: BackendName | null;
  readonly anyway: boolean;
  /** The run that the page showed before. */
  readonly before: RunState;
  /** Keys of the trials that it is to train. */
  readonly keys: readonly string[];
  /** Keys of trials that were finished or interrupted, and are trained again. */
  readonly anew: ReadonlySet<string>;
}

/**
 * Shows the run as running, if nothing is against it.
 * @throws LabError if it cannot begin
 */
export function requestRun({ get, set }: RunStore, options: RunOptions): RequestedRun {
  const { which, backend = get().backendChoice, anyway = false } = options;
  const { experiment, records, run: before } = get();
  refuseIfBusyOrWrong(get());
  // The worker does one thing at a time, and the person has asked for the run now.
  get().stopScoresForRun();
  // Whoever runs the experiment wants results of this device.
  if (get().shared) get().leaveShared();
  // Running an experiment asks for its model and data.
  if (hubIds(experiment).length > 0) get().allowHub();
  const { sources, speeds, quiet, checkpoints, together } = get();
  const slots = trialSlots(experiment, records, get());
  const wanted = which === 'all' ? slots : slots.filter(({ record }) => !isSettled(record));
  const trials = wanted.map(({ spec }) => spec);
  const tooMany = get().budgetProblem(trials.length);
  if (tooMany) throw new LabError(tooMany.message, tooMany.remedy);
  const now = Date.now();
  const about = { which, experiment, sources, trials, together, speeds, clock: startClock(now, quiet) };
  set({ run: { ...IDLE_RUN, ...about, status: 'running', startedAt: now }, otherTab: null });
  // Now there is something to lose, and the person knows what the permission is for.
  askToKeepStorage();
  const begun = slots.filter(({ key, record }) => isSettled(record) || key in checkpoints);
  return {
    ...{ experiment, sources, backend, anyway, before },
    keys: wanted.map(({ key }) => key),
    anew: new Set(which === 'all' ? begun.map(({ key }) => key) : []),
  };
}

function refuseIfBusyOrWrong(lab: RunNeeds): void {
  if (lab.run.status !== 'idle')
    throw new LabError('A run is under way.', 'Cancel it or wait for it to end.');
  const problems = currentProblems(lab);
  if (problems.length > 0) throw new LabError(problems.join(' '), 'Correct this, then run again.');
}

/**
 * Trains what is missing, with the trials locked against other tabs.
 * @param lock the locks, if they are held already
 * @throws LabError if another tab trains one of the trials, or the run could not go on
 */
export async function performRun(
  store: RunStore,
  requested: RequestedRun,
  lock?: Release,
): Promise<ResultsFile> {
  const { get, set } = store;
  const { experiment, backend, sources, before } = requested;
  const release = lock ?? (await lockTrials(requested.keys));
  if (!release) {
    set({ run: before, otherTab: { experiment, backend, waiting: false } });
    throw new LabError(RUNS_IN_OTHER_TAB, 'Wait for it to end, or cancel it there.');
  }
  try {
    await trainMissing(store, requested);
  } catch (error) {
    // Otherwise the page would wait for a run that never began.
    const message = error instanceof Error ? error.message : String(error);
    if (get().run.status !== 'idle') set(({ run }) => ({ run: failedRun(run, message) }));
    throw error;
  } finally {
    endStartOver(store);
    // Whoever waits for the locks reads what is stored as soon as they are free.
    await inTime(get().recordsStored()).catch(() => undefined);
    release();
  }
  const file = resultsFile(experiment, { ...get(), sources });
  if (file) return file;
  throw new LabError('The run ended before any trial did.', 'Run again.');
}

/** Trains those trials that no tab has finished by now; shows the run before this one where none is left. */
async function trainMissing({ get, set }: RunStore, requested: RequestedRun): Promise<void> {
  const { experiment, sources, backend, anyway, before, anew } = requested;
  // Another tab may have finished some since this page last looked. If the database cannot be asked, the store says so.
  await get().restoreRecords(experiment, true);
  const { records, commits } = get();
  const left = trialSlots(experiment, records, { sources, commits }).filter(
    ({ key, record }) => !isSettled(record) || anew.has(key),
  );
  if (left.length === 0) return set({ run: before });
  get().forgetCheckpoints([...anew]);
  get().beginAnew(left.map(({ key }) => key));
  const trials = left.map(({ spec }) => spec);
  set(({ run }) => ({ run: { ...run, trials } }));
  await followRun({ experiment, trials, backend, anyway }, { get, set });
}

/** Brings back what was there if a start over was cancelled, and tells of trials that failed when repeated. */
function endStartOver({ get, set }: RunStore): void {
  const { run, startedOver } = get();
  const isCancelled = run.which === 'all' && run.outcome === 'cancelled';
  if (isCancelled && startedOver?.shown === 'after') void get().swapStartedOver();
  const failed = get()
    .endAnew()
    .filter(({ status }) => status === 'failed');
  if (failed.length === 0) return;
  const notices = failed.map(formatFailedAnew);
  set(({ run }) => ({ run: { ...run, notices: [...run.notices, ...notices] } }));
}

const formatFailedAnew = ({ scenario, seed, message }: TrialRecord): string =>
  `“${scenario.name}”, seed ${seed}, failed when it was run again; its earlier result is kept: ${message ?? ''}`;

function failedRun(run: RunState, message: string): RunState {
  const error = { message, remedy: 'Reload the page and run again; finished trials are kept.' };
  return { ...ended(run, 'failed'), error };
}
