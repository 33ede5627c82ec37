/** @file Starting, following, pausing and cancelling runs. */
import type { StateCreator } from 'zustand';
import { LabError } from '../../src/errors';
import type { TrialSpec } from '../../src/experiment/experiment';
import type { BackendName, ResultsFile } from '../../src/experiment/results';
import { createBatcher } from './batch';
import { hubIds } from './hubIds';
import type { Lab } from './lab';
import { currentProblems, resultsFile } from './selectors';
import { applyEvent, IDLE_RUN, type Arrival, type RunState } from './runState';
import { dropTrainer, trainer } from './trainer';
import { startClock } from './workClock';
import { isSettled, trialKey, trialSlots } from './trialKey';

/** Five updates a second look live and leave the frames to the charts. */
const BATCH_MS = 200;

export interface RunOptions {
  /** `all` starts every trial anew; `missing` keeps those that are finished. */
  readonly which: 'all' | 'missing';
  readonly backend?: BackendName | null;
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

export const createRunSlice: StateCreator<Lab, [], [], RunSlice> = (set, get) => ({
  run: IDLE_RUN,

  startRun({ which, backend = get().backendChoice }) {
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
    const workshop = get().workshop?.id;
    get().forgetRecords(chosen.map(({ key }) => key));

    // Now: a model's commit can become known while its run is under way.
    const keyNow = (spec: TrialSpec): string =>
      trialKey(experiment, spec, { sources, commits: get().commits });

    return new Promise((resolve, reject) => {
      const batcher = createBatcher<Arrival>(BATCH_MS, (arrivals) =>
        set((state) => ({ run: arrivals.reduce(applyEvent, state.run) })),
      );
      const finish = (): void => {
        const file = resultsFile(experiment, { ...get(), sources });
        if (file) resolve(file);
        else reject(new LabError('The run ended before any trial did.', 'Run again.'));
      };
      const onEvent = (event: Arrival['event']): void => {
        batcher.add({ event, at: Date.now() });
        if (event.type === 'environment') set({ environment: event.environment, environmentError: null });
        if (event.type === 'paused' || event.type === 'resumed') batcher.flush();
        if (event.type === 'dataNotes') get().noteData(experiment, event.notes);
        if (event.type === 'trialDone') {
          batcher.flush();
          const spec = trials[event.trial];
          if (spec) get().addRecord(keyNow(spec), event.record);
          get().noteSpeed(experiment.model, event.record);
          if (workshop !== undefined && isSettled(event.record)) get().countWorkshopTrial(workshop);
        }
        if (event.type === 'trained') {
          const spec = trials[event.trial];
          if (spec) get().addTrained(keyNow(spec), event);
        }
        if (event.type === 'runDone') {
          batcher.flush();
          finish();
        }
        if (event.type === 'failed') {
          batcher.flush();
          dropTrainer();
          reject(new LabError(event.message, event.remedy));
        }
      };
      try {
        const runId = trainer().run({ experiment, trials, backend, sources }, onEvent);
        const { quiet, speeds } = get();
        if (quiet) trainer().setQuiet(runId, true);
        const now = Date.now();
        const about = { runId, experiment, sources, trials, speeds };
        set({
          run: { ...IDLE_RUN, ...about, status: 'running', startedAt: now, clock: startClock(now, quiet) },
        });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  },

  cancelRun() {
    const { run } = get();
    if (run.status === 'idle' || run.status === 'cancelling' || run.runId === null) return;
    set({ run: { ...run, status: 'cancelling' } });
    trainer().cancel(run.runId);
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

  dismissRunError: () => set(({ run }) => ({ run: { ...run, error: null } })),
});
