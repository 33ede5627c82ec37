/** @file Follows a run from its first event to its last, on as many devices as it takes. */
import { LabError } from '../../../src/base/errors';
import type { Experiment, TrialSpec } from '../../../src/experiment/experiment';
import type { BackendName } from '../../../src/results/results';
import { createBatcher } from './batch';
import { formatDoNotFit } from './doNotFit';
import { memoryLimits, noteFits, noteFull } from './memoryLimits';
import { readPreference } from '../storage/preferences';
import { applyEvent, type Arrival, type RunState } from './runState';
import type { WorkshopSlice } from '../experiment/workshopSlice';
import type { CheckpointsSlice } from '../results/checkpointsSlice';
import type { RecordsSlice } from '../results/recordsSlice';
import type { TrainedSlice } from '../results/trainedSlice';
import type { DataNotesSlice } from '../sources/dataNotesSlice';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import type { ModelSlice } from '../sources/modelSlice';
import type { SourcesSlice } from '../sources/sourcesSlice';
import type { SpeedSlice } from '../timing/speedSlice';
import type { PowerSlice } from './powerSlice';
import { endedWorker, formatEnded, type Ended } from './endedWorker';
import { dropTrainer, trainer } from '../worker/trainer';
import { isSettled, trialKey } from '../results/trialKey';
import { changeClock } from '../timing/workClock';

/** Five updates a second look live and leave the frames to the charts. */
const BATCH_MS = 200;
const CHECKPOINT_SECONDS = 15;
/** A GPU process that stopped takes a moment to come back. */
const NEW_DEVICE_MS = 1000;

type Lost = Extract<Arrival['event'], { type: 'lost' }>;

/** What following a run reads of the store and writes there. */
export type FollowedState = Pick<SourcesSlice, 'sources'> &
  Pick<ModelSlice, 'commits'> &
  Pick<EnvironmentSlice, 'environment' | 'environmentError'> &
  Pick<WorkshopSlice, 'workshop' | 'countWorkshopTrial'> &
  Pick<CheckpointsSlice, 'checkpoints' | 'readCheckpoints' | 'addCheckpoint' | 'forgetCheckpoints'> &
  Pick<RecordsSlice, 'records' | 'addRecord'> &
  Pick<TrainedSlice, 'addTrained'> &
  Pick<DataNotesSlice, 'noteData'> &
  Pick<SpeedSlice, 'noteSpeed'> &
  Pick<PowerSlice, 'memoryLimit' | 'quiet'> & { readonly run: RunState };

interface Store {
  readonly get: () => FollowedState;
  readonly set: (change: (lab: FollowedState) => Partial<FollowedState>) => void;
}

export interface Followed {
  readonly experiment: Experiment;
  readonly trials: readonly TrialSpec[];
  readonly backend: BackendName | null;
  /** Whether to leave aside what is known of the room on the device. */
  readonly anyway: boolean;
}

/** Where tests cannot wait so long, another number is set in the browser's storage. */
function checkpointSeconds(): number {
  const chosen = Number(readPreference('checkpoint-seconds') ?? NaN);
  return chosen >= 0 ? chosen : CHECKPOINT_SECONDS;
}

/**
 * Runs the trials. When the device is lost, in a trial or out of one, the run goes on once with a new device, from the
 * last checkpoint; once more as soon as another trial has ended.
 * @throws LabError if the run could not go on
 */
export async function followRun(
  { experiment, trials, backend, anyway }: Followed,
  store: Store,
): Promise<void> {
  const { get, set } = store;
  const { sources, workshop: open } = get();
  const workshop = open?.id;
  // Now: a model's commit can become known while its run is under way.
  const keyNow = (spec: TrialSpec): string => trialKey(experiment, spec, { sources, commits: get().commits });
  const keys = (): string[] => trials.map(keyNow);
  const tell = (event: Arrival['event']): void =>
    set((lab) => ({ run: applyEvent(lab.run, { event, at: Date.now() }) }));
  let lostSince = false; // the last trial that ended
  /** Whether the record of the last trial that ended has been stored. */
  let stored = Promise.resolve(true);
  let [from, on] = [0, backend];

  for (;;) {
    const earlier = await get().readCheckpoints(keys());
    if (get().run.status === 'cancelling') return end();
    const lost = await onOneDevice();
    if (!lost) return;
    dropTrainer();
    if (get().run.status === 'cancelling') return end();
    if (lost.trial === trials.length) return end('finished');
    if (lostSince) {
      const { runId, trial, message } = lost;
      const remedy = lost.type === 'lost' ? LOST_TWICE : lost.remedy;
      if (lost.record) {
        const record = { ...lost.record, message: `${message} ${remedy}` };
        void get().addRecord(keyNow(trials[trial]!), record);
        tell({ type: 'trialDone', runId, trial, record });
      }
      tell({ type: 'failed', runId, message, remedy });
      throw new LabError(message, remedy);
    }
    lostSince = true;
    from = lost.trial;
    // The same one: nobody has asked for results of a slower backend.
    on = get().run.environment?.backend ?? backend;
    tell({ type: 'notice', runId: lost.runId, message: formatRecovery(lost) });
    set(({ run }) => ({ run: { ...run, phase: null, trial: null, done: 0, total: 0, live: null } }));
    await new Promise((resolve) => setTimeout(resolve, NEW_DEVICE_MS));

    /** Resolves with what ended it before the run's own end. */
    function onOneDevice(): Promise<Lost | Ended | null> {
      return new Promise((resolve, reject) => {
        const batcher = createBatcher<Arrival>(BATCH_MS, (arrivals) =>
          set(({ run }) => ({ run: arrivals.reduce(applyEvent, run) })),
        );
        const onEvent = (event: Arrival['event']): void => {
          // Checkpoints are large, and nothing of a run's state.
          if (event.type !== 'checkpoint') batcher.add({ event, at: Date.now() });
          if (FLUSHED.has(event.type)) batcher.flush();
          take(event);
          if (event.type === 'runDone') resolve(null);
          if (event.type === 'lost') resolve(event);
          if (event.type === 'workerEnded') resolve(endedWorker(event, get().run, from));
          if (event.type === 'doNotFit') {
            const { message, remedy } = formatDoNotFit(event.scenarios);
            reject(new LabError(message, remedy));
          }
          if (event.type === 'failed') {
            dropTrainer();
            reject(new LabError(event.message, event.remedy));
          }
        };
        const { environment, memoryLimit } = get();
        const limits = memoryLimits(environment?.device ?? '', memoryLimit);
        const request = {
          ...{ experiment, trials, backend: on, sources, from, earlier },
          checkpointSeconds: checkpointSeconds(),
          ...(anyway ? {} : { memoryLimits: limits }),
        };
        const runId = trainer().run(request, onEvent);
        begin(runId);
      });
    }
  }

  /** No worker is there to say so. */
  function end(outcome: 'cancelled' | 'finished' = 'cancelled'): void {
    const event = { type: 'runDone', runId: '', outcome } as const;
    set(({ run }) => ({ run: applyEvent({ ...run, runId: '' }, { event, at: Date.now() }) }));
  }

  /** What steers the run is told to each worker. */
  function begin(runId: string): void {
    const { quiet, run } = get();
    if (quiet) trainer().setQuiet(runId, true);
    const standing = run.status === 'pausing' || run.status === 'paused';
    if (standing) trainer().pause(runId);
    set(() => ({
      run: {
        ...run,
        runId,
        status: standing ? 'pausing' : run.status,
        clock: changeClock(run.clock, { standing: false }, Date.now()),
        loadingFrom: null,
      },
    }));
  }

  /** Everything that an event changes beside the run itself. */
  function take(event: Arrival['event']): void {
    const keyOf = (trial: number): string | null => (trials[trial] ? keyNow(trials[trial]) : null);
    switch (event.type) {
      case 'environment':
        set(() => ({ environment: event.environment, environmentError: null }));
        break;
      case 'dataNotes':
        get().noteData(experiment, event.notes);
        break;
      case 'checkpoint': {
        const key = keyOf(event.trial);
        if (key !== null) get().addCheckpoint(key, event.checkpoint);
        break;
      }
      case 'trialDone': {
        lostSince = false;
        const key = keyOf(event.trial);
        if (key !== null) {
          const safe = (stored = get().addRecord(key, event.record));
          // Not before: what is killed in between would have neither. A cancelled trial can go on.
          if (event.record.status !== 'cancelled')
            void safe.then((isSafe) => isSafe && get().forgetCheckpoints([key]));
        }
        if (event.record.status === 'done') noteFits(event.record.environment.device, event.record.peakBytes);
        get().noteSpeed(experiment.model, event.record);
        if (workshop !== undefined && isSettled(event.record)) get().countWorkshopTrial(workshop);
        break;
      }
      case 'outOfMemory':
        noteFull(get().run.environment?.device ?? '', event.bytes);
        break;
      case 'trained': {
        const key = keyOf(event.trial);
        if (key !== null) get().addTrained(key, event, stored);
        break;
      }
    }
  }

  function formatRecovery({ type, trial, record }: Lost | Ended): string {
    const { scenario, seed } = trials[trial]!;
    const kept = get().checkpoints[keyNow(trials[trial]!)];
    const begun = type === 'workerEnded' || record !== null;
    const how = kept ? `goes on at step ${kept.step} of ${kept.totalSteps}` : `begins${begun ? ' anew' : ''}`;
    if (type === 'workerEnded') return formatEnded(scenario.name, seed, how);
    const when = begun ? 'in' : 'before';
    return `The GPU device was lost ${when} the trial of “${scenario.name}”, seed ${seed}: it ${how} on a new one.`;
  }
}

/** Drivers take a device away from work that keeps it too long, and would again. */
const LOST_TWICE =
  'Run again: finished trials are kept, and the others get a new device. It was lost a second time with no trial finished ' +
  'in between, and a step may take longer than the graphics driver allows: if it keeps happening, choose a smaller batch, ' +
  'a shorter sequence length or another backend.';

/** These are shown at once. */
const FLUSHED: ReadonlySet<Arrival['event']['type']> = new Set<Arrival['event']['type']>([
  'paused',
  'resumed',
  'trialDone',
  'runDone',
  'failed',
  'doNotFit',
  'lost',
  'workerEnded',
]);
