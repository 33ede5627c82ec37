/** @file Starting, following, pausing and cancelling runs. */
import type { StateCreator } from 'zustand';
import { LabError } from '../../../src/base/errors';
import { inTime } from '../../../src/base/inTime';
import type { BackendName, ResultsFile, TrialRecord } from '../../../src/results/results';
import { RUNS_IN_OTHER_TAB, type OtherTab } from './otherTab';
import { followRun, type FollowedState } from './followRun';
import { hubIds } from '../sources/hubIds';
import { askToKeepStorage } from '../storage/keepStorage';
import { currentProblems } from '../experiment/problems';
import { resultsFile } from '../results/resultsFile';
import { IDLE_RUN, type RunState, type WhichTrials } from './runState';
import { trainer } from '../worker/trainer';
import { startClock } from '../timing/workClock';
import { isSettled, trialSlots } from '../results/trialKey';
import { lockTrials, type Release } from '../storage/trialLocks';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { RecordsSlice } from '../results/recordsSlice';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import type { SourcesSlice } from '../sources/sourcesSlice';
import type { SpeedSlice } from '../timing/speedSlice';
import type { PowerSlice } from './powerSlice';
import type { CheckpointsSlice } from '../results/checkpointsSlice';
import type { DataSlice } from '../sources/dataSlice';
import type { ModelSlice } from '../sources/modelSlice';

export interface RunOptions {
  readonly which: WhichTrials;
  readonly backend?: BackendName | null;
  /** The locks of its trials, if they are held already. */
  readonly lock?: Release;
  /** Also where trials are not expected to fit on the device. */
  readonly anyway?: boolean;
}

export interface RunSlice {
  readonly run: RunState;
  /** Resolves when the run has ended, cancelled or not; rejects with a LabError if it could not go on. */
  readonly startRun: (options: RunOptions) => Promise<ResultsFile>;
  readonly cancelRun: () => void;
  /** Lets the run stand still before its next step. */
  readonly pauseRun: () => void;
  readonly resumeRun: () => void;
  readonly dismissRunError: () => void;
}

/** What a run reads and writes of other slices. */
type RunNeeds = FollowedState &
  EnvironmentSlice &
  ExperimentSlice &
  RecordsSlice &
  WorkshopSlice &
  SourcesSlice &
  SpeedSlice &
  PowerSlice &
  CheckpointsSlice &
  Pick<ModelSlice, 'modelConfig'> &
  Pick<DataSlice, 'inspection' | 'inspected'> & { readonly otherTab: OtherTab | null };

export const createRunSlice: StateCreator<RunSlice & RunNeeds, [], [], RunSlice> = (set, get) => {
  /** Resolves when the run before the next one has let go of its locks. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: IDLE_RUN,

    startRun({ which, backend = get().backendChoice, lock, anyway = false }) {
      const { experiment, records, run } = get();
      if (run.status !== 'idle')
        return Promise.reject(new LabError('A run is under way.', 'Cancel it or wait for its end.'));
      const problems = currentProblems(get());
      if (problems.length > 0)
        return Promise.reject(new LabError(problems.join(' '), 'Correct this, then run again.'));

      // Whoever runs it wants results of this device.
      if (get().shared) get().leaveShared();

      // Who runs it asks for it.
      if (hubIds(experiment).length > 0) get().allowHub();
      const { sources } = get();
      const slots = trialSlots(experiment, records, get());
      const chosen = which === 'all' ? slots : slots.filter(({ record }) => !isSettled(record));
      const trials = chosen.map(({ spec }) => spec);
      const tooMany = get().budgetProblem(trials.length);
      if (tooMany) return Promise.reject(new LabError(tooMany.message, tooMany.remedy));
      const now = Date.now();
      const { speeds, quiet } = get();
      const clock = startClock(now, quiet);
      const about = { which, experiment, sources, trials, speeds, clock };
      set({ run: { ...IDLE_RUN, ...about, status: 'running', startedAt: now }, otherTab: null });

      // Now there is something to lose, and the person knows what it is for.
      askToKeepStorage();

      const keys = chosen.map(({ key }) => key);
      const { checkpoints } = get();
      const begun = slots.filter(({ key, record }) => isSettled(record) || key in checkpoints);
      const anew = new Set(which === 'all' ? begun.map(({ key }) => key) : []);

      const perform = async (): Promise<ResultsFile> => {
        // A run before this one may still be storing its last record.
        await last;
        const release = lock ?? (await lockTrials(keys));
        if (!release) {
          set({ run, otherTab: { experiment, backend, waiting: false } });
          throw new LabError(RUNS_IN_OTHER_TAB, 'Wait for its end, or cancel it there.');
        }
        try {
          // Another tab may have finished some since this page has last looked. What keeps this from being known is in the store.
          await get().restoreRecords(experiment, true);
          const left = trialSlots(experiment, get().records, { sources, commits: get().commits }).filter(
            ({ key, record }) => !isSettled(record) || anew.has(key),
          );
          if (left.length === 0) set({ run });
          else {
            get().forgetCheckpoints([...anew]);
            get().beginAnew(left.map(({ key }) => key));
            const remaining = left.map(({ spec }) => spec);
            set((lab) => ({ run: { ...lab.run, trials: remaining } }));
            await followRun({ experiment, trials: remaining, backend, anyway }, { get, set });
          }
        } catch (error) {
          // Otherwise the page would wait for a run that never began.
          const message = error instanceof Error ? error.message : String(error);
          if (get().run.status !== 'idle') set((lab) => ({ run: failedRun(lab.run, message) }));
          throw error;
        } finally {
          const failed = get()
            .endAnew()
            .filter(({ status }) => status === 'failed');
          if (failed.length > 0) set((lab) => ({ run: withNotices(lab.run, failed.map(failedAnew)) }));
          // Whoever waits for the locks reads what is stored as soon as they are free.
          await inTime(get().recordsStored()).catch(() => undefined);
          release();
        }
        const file = resultsFile(experiment, { ...get(), sources });
        if (file) return file;
        throw new LabError('The run ended before any trial did.', 'Run again.');
      };
      const performed = perform();
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

const withNotices = (run: RunState, notices: readonly string[]): RunState => ({
  ...run,
  notices: [...run.notices, ...notices],
});

const failedAnew = ({ scenario, seed, message }: TrialRecord): string =>
  `“${scenario.name}”, seed ${seed}, failed when it ran anew, and its earlier result is kept: ${message ?? ''}`;

function failedRun(run: RunState, message: string): RunState {
  const error = { message, remedy: 'Reload the page and run again; finished trials are kept.' };
  return { ...run, status: 'idle', phase: null, trial: null, live: null, outcome: 'failed', error };
}
