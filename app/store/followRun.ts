/** @file Follows a run from its first event to its last, on as many devices as it takes. */
import { LabError } from '../../src/errors';
import type { Experiment, TrialSpec } from '../../src/experiment/experiment';
import type { BackendName } from '../../src/experiment/results';
import { createBatcher } from './batch';
import type { Lab } from './lab';
import { readPreference } from './preferences';
import { applyEvent, type Arrival } from './runState';
import { endedWorker, endedWords, type Ended } from './endedWorker';
import { dropTrainer, trainer } from './trainer';
import { isSettled, trialKey } from './trialKey';
import { changeClock } from './workClock';

/** Five updates a second look live and leave the frames to the charts. */
const BATCH_MS = 200;
const CHECKPOINT_SECONDS = 15;
/** A GPU process that stopped takes a moment to come back. */
const NEW_DEVICE_MS = 1000;

type Lost = Extract<Arrival['event'], { type: 'lost' }>;

interface Store {
  readonly get: () => Lab;
  readonly set: (change: (lab: Lab) => Partial<Lab>) => void;
}

export interface Followed {
  readonly experiment: Experiment;
  readonly trials: readonly TrialSpec[];
  readonly backend: BackendName | null;
}

/** Where tests cannot wait so long, another number is set in the browser's storage. */
function checkpointSeconds(): number {
  const chosen = Number(readPreference('checkpoint-seconds') ?? NaN);
  return chosen >= 0 ? chosen : CHECKPOINT_SECONDS;
}

/**
 * Runs the trials. One that loses its device is tried once more, on a new device and from its last checkpoint.
 * @throws LabError if the run could not go on
 */
export async function followRun({ experiment, trials, backend }: Followed, store: Store): Promise<void> {
  const { get, set } = store;
  const { sources, workshop: open } = get();
  const workshop = open?.id;
  // Now: a model's commit can become known while its run is under way.
  const keyNow = (spec: TrialSpec): string => trialKey(experiment, spec, { sources, commits: get().commits });
  const keys = (): string[] => trials.map(keyNow);
  const tell = (event: Arrival['event']): void =>
    set((lab) => ({ run: applyEvent(lab.run, { event, at: Date.now() }) }));
  const lostIn = new Set<number>();
  let [from, on] = [0, backend];

  for (;;) {
    const earlier = await get().readCheckpoints(keys());
    if (get().run.status === 'cancelling') return end();
    const lost = await onOneDevice();
    if (!lost) return;
    dropTrainer();
    if (get().run.status === 'cancelling') return end();
    if (lost.trial === trials.length) return end('finished');
    if (lostIn.has(lost.trial)) {
      const { runId, trial, record, message, remedy } = lost;
      if (record) {
        void get().addRecord(keyNow(trials[trial]!), record);
        tell({ type: 'trialDone', runId, trial, record });
      }
      tell({ type: 'failed', runId, message, remedy });
      throw new LabError(message, remedy);
    }
    lostIn.add(lost.trial);
    from = lost.trial;
    // The same one: nobody has asked for results of a slower backend.
    on = get().run.environment?.backend ?? backend;
    tell({ type: 'notice', runId: lost.runId, message: recoveryWords(lost) });
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
          if (event.type === 'failed') {
            dropTrainer();
            reject(new LabError(event.message, event.remedy));
          }
        };
        const seconds = { checkpointSeconds: checkpointSeconds() };
        const request = { experiment, trials, backend: on, sources, from, earlier, ...seconds };
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
        const key = keyOf(event.trial);
        if (key !== null) {
          const safe = get().addRecord(key, event.record);
          // Not before: what is killed in between would have neither. A cancelled trial can go on.
          if (event.record.status !== 'cancelled')
            void safe.then((isSafe) => isSafe && get().forgetCheckpoints([key]));
        }
        get().noteSpeed(experiment.model, event.record);
        if (workshop !== undefined && isSettled(event.record)) get().countWorkshopTrial(workshop);
        break;
      }
      case 'trained': {
        const key = keyOf(event.trial);
        if (key !== null) get().addTrained(key, event);
        break;
      }
    }
  }

  function recoveryWords({ type, trial }: Lost | Ended): string {
    const { scenario, seed } = trials[trial]!;
    const kept = get().checkpoints[keyNow(trials[trial]!)];
    const where = kept ? `goes on at step ${kept.step} of ${kept.totalSteps}` : 'begins anew';
    if (type === 'workerEnded') return endedWords(scenario.name, seed, where);
    return `The GPU device was lost in the trial of “${scenario.name}”, seed ${seed}: it ${where} on a new one.`;
  }
}

/** These are shown at once. */
const FLUSHED: ReadonlySet<Arrival['event']['type']> = new Set<Arrival['event']['type']>([
  'paused',
  'resumed',
  'trialDone',
  'runDone',
  'failed',
  'lost',
  'workerEnded',
]);
