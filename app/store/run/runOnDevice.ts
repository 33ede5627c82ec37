/** @file The part of a run that one device computes: asks a worker for it and follows its events. */
import { LabError } from '../../../src/base/errors';
import type { BackendName } from '../../../src/results/results';
import type { RunRequest, TrialCheckpoint } from '../../../workers/client';
import type { Event } from '../../../workers/protocol';
import { readPreference } from '../storage/preferences';
import { changeClock } from '../timing/workClock';
import { dropTrainer, trainer } from '../worker/trainer';
import { createBatcher } from './batch';
import { formatDoNotFit } from './doNotFit';
import { endedWorker, type Ended } from './endedWorker';
import type { FollowedRun } from './followedRun';
import { memoryLimits } from './memoryLimits';
import { applyEvent, type Arrival } from './runState';
import { takeEvent } from './takeEvent';

/** Five updates a second look live and leave the frames to the charts. */
const BATCH_MS = 200;
const CHECKPOINT_SECONDS = 15;

/** Events that are shown at once. */
const FLUSHED: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'paused',
  'resumed',
  'trialDone',
  'runDone',
  'failed',
  'doNotFit',
  'lost',
  'workerEnded',
]);

export type Lost = Extract<Event, { readonly type: 'lost' }>;

export interface DevicePart {
  /** The first trial that the device is asked for. */
  readonly from: number;
  readonly backend: BackendName | null;
  /** The checkpoints from which trials resume, by their index in the run. */
  readonly earlier: ReadonlyMap<number, TrialCheckpoint>;
}

/**
 * Resolves with null when the run has ended, or with what took the device away before.
 * @throws LabError if the run could not go on
 */
export function runOnDevice(followed: FollowedRun, part: DevicePart): Promise<Lost | Ended | null> {
  const { get, set } = followed;
  return new Promise((resolve, reject) => {
    const batcher = createBatcher<Arrival>(BATCH_MS, (arrivals) =>
      set(({ run }) => ({ run: arrivals.reduce(applyEvent, run) })),
    );
    const onEvent = (event: Event): void => {
      // Checkpoints are large, and not part of a run's state.
      if (event.type !== 'checkpoint') batcher.add({ event, at: Date.now() });
      if (FLUSHED.has(event.type)) batcher.flush();
      takeEvent(followed, event);
      if (event.type === 'runDone') resolve(null);
      if (event.type === 'lost') resolve(event);
      if (event.type === 'workerEnded') resolve(endedWorker(event, get().run));
      if (event.type === 'doNotFit') {
        const { message, remedy } = formatDoNotFit(event.scenarios);
        reject(new LabError(message, remedy));
      }
      if (event.type === 'failed') {
        dropTrainer();
        reject(new LabError(event.message, event.remedy));
      }
    };
    steer(followed, trainer().run(workerRequest(followed, part), onEvent));
  });
}

function workerRequest(
  { get, experiment, trials, sources, anyway, together }: FollowedRun,
  part: DevicePart,
): RunRequest {
  const { environment, memoryLimit, run } = get();
  const limits = memoryLimits(environment?.device ?? '', memoryLimit);
  return {
    ...{ experiment, trials, sources, together, ...part },
    ended: new Set(run.finished.map(({ trial }) => trial)),
    checkpointSeconds: checkpointSeconds(),
    ...(anyway ? {} : { memoryLimits: limits }),
  };
}

/** Tests that cannot wait so long set another number in the browser's storage. */
function checkpointSeconds(): number {
  const chosen = Number(readPreference('checkpoint-seconds') ?? NaN);
  return chosen >= 0 ? chosen : CHECKPOINT_SECONDS;
}

/** Tells a new worker whether the run is paused or in quiet mode. */
function steer({ get, set }: FollowedRun, runId: string): void {
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
