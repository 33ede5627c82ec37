/** @file Performs one trial of a run: reports and saves it while it goes on, and records it however it ends. */
import type { Backend } from '../src/backend/select';
import { describeError } from '../src/base/errors';
import type { TrialSpec } from '../src/experiment/experiment';
import type { TrialRecord } from '../src/results/results';
import { totalParameters } from '../src/experiment/parameters';
import { OutOfDeviceMemory } from '../src/ops/webgpu/runtime/deviceErrors';
import type { Pacing } from '../src/train/pacing';
import type { TrialSnapshot } from '../src/train/snapshot';
import { runTrial } from '../src/train/trial';
import type { TrialHooks, TrialOutcome, TrialSetting } from '../src/train/trialSetting';
import type { TrainedTensors } from '../src/train/trained';
import { buffersOf, CheckpointTimer, isOfDevice, MOST_CHECKPOINT_BYTES } from './checkpointing';
import { estimatedBytes } from './checkMemory';
import { DeviceLost, untilLost } from './deviceLost';
import { keepTrained } from './keepTrained';
import type { Laboratory } from './laboratory';
import type { Prepared } from './prepareRun';
import type { Event, Phase, RunCommand, TrialCheckpoint } from './protocol';

export interface RunMeans {
  readonly backend: Backend;
  readonly laboratory: Laboratory;
  readonly signal: AbortSignal;
  readonly pacing: Pacing;
  readonly send: (event: Event, transfer?: Transferable[]) => void;
}

export type TellProgress = (phase: Phase, trial: number | null, done: number, total: number) => void;

/** What all trials in a run share. */
export interface Running {
  readonly command: RunCommand;
  readonly means: RunMeans;
  readonly prepared: Prepared;
  readonly progress: TellProgress;
}

/**
 * Runs one trial, which ends with a `trialDone` event unless the device is lost.
 * @param trial its index among the run's trials
 * @returns the trial's record, and the loss of the device if there was one: the record then says that the trial failed
 * @throws DeviceLost if the device is lost before the trial begins, or while a failed trial is cleared away; LabError if
 *   the rows of its seed cannot be read; the signal's reason if the run is cancelled while they are
 */
export async function performTrial(
  trial: number,
  running: Running,
): Promise<{ readonly record: TrialRecord; readonly lost: DeviceLost | null }> {
  const { command, means, prepared } = running;
  const { runId } = command;
  const { backend, laboratory, pacing, send } = means;
  const spec = specOf(command, trial);
  const setting = await untilLost(backend, prepared.settingOf(spec.seed));
  const tell = (message: string): void => send({ type: 'notice', runId, message });
  const started = performance.now() - pacing.restedMilliseconds;
  let before = 0;
  const seconds = (): number => before + (performance.now() - pacing.restedMilliseconds - started) / 1000;
  const earlier = earlierOf(command, trial, backend, tell);
  const kept: { tensors: TrainedTensors | null } = { tensors: null };
  const hooks: TrialHooks = {
    ...reporting(running, trial),
    onTrained: (tensors) => {
      kept.tensors = tensors;
    },
    onRestored: ({ losses, evaluations, totalSteps }) => {
      before = earlier?.seconds ?? 0;
      send({ type: 'restored', runId, trial, losses, evaluations, totalSteps });
    },
    ...keepingCheckpoints(command, spec, tell, (snapshot) => {
      const savedAt = new Date().toISOString();
      const { backend: name, device } = backend.environment;
      const environment = { backend: name, device };
      const checkpoint = { snapshot, environment, seconds: seconds(), savedAt };
      send({ type: 'checkpoint', runId, trial, checkpoint }, buffersOf(checkpoint));
    }),
  };
  const recordOf = (outcome: TrialOutcome): TrialRecord =>
    toRecord(spec, outcome, seconds(), prepared, backend);

  let outcome: TrialOutcome;
  try {
    outcome = await untilLost(backend, runTrial(setting, spec, hooks, earlier?.snapshot ?? null));
  } catch (error) {
    outcome = failedOutcome(error);
    if (error instanceof DeviceLost) return { record: recordOf(outcome), lost: error };
    const bytes = error instanceof OutOfDeviceMemory ? estimatedBytes(setting, spec) : null;
    if (bytes !== null) send({ type: 'outOfMemory', runId, trial, bytes });
    // The weights may be damaged as well, so the next trial uploads them again.
    laboratory.models.unplace();
    await untilLost(backend, backend.ops.recover());
  }
  const record = recordOf(outcome);
  send({ type: 'trialDone', runId, trial, record });
  const which = { runId, trial, id: record.id };
  if (record.status === 'done')
    send(keepTrained(which, prepared.describe(spec), kept.tensors, laboratory.trained));
  return { record, lost: null };
}

function specOf({ trials }: RunCommand, trial: number): TrialSpec {
  const spec = trials[trial];
  if (!spec) throw new RangeError(`The run has ${trials.length} trials and no trial ${trial}.`);
  return spec;
}

/** The hooks that steer the trial and report its progress. */
function reporting(
  { command: { runId }, means: { signal, pacing, send }, progress }: Running,
  trial: number,
): Pick<TrialHooks, 'isCancelled' | 'rest' | 'onProgress' | 'onSteps' | 'onEvaluation'> {
  return {
    isCancelled: () => signal.aborted,
    rest: pacing,
    onProgress: (phase, done, total) => progress(phase, trial, done, total),
    onSteps: (firstStep, losses, totalSteps) =>
      send({
        type: 'steps',
        runId,
        trial,
        totalSteps,
        losses: losses.map((loss, index) => ({ step: firstStep + index, loss })),
      }),
    onEvaluation: (evaluation) => send({ type: 'evaluation', runId, trial, evaluation }),
  };
}

/** The checkpoint at which an earlier run of the trial was interrupted; null if there is none from this device. */
function earlierOf(
  command: RunCommand,
  trial: number,
  { environment }: Backend,
  onNotice: (message: string) => void,
): TrialCheckpoint | null {
  const checkpoint = command.earlier?.get(trial);
  if (!checkpoint) return null;
  if (isOfDevice(checkpoint, environment)) return checkpoint;
  const { scenario, seed } = specOf(command, trial);
  onNotice(
    `Scenario "${scenario.name}", seed ${seed}, was broken off on another device ` +
      `(${checkpoint.environment.device}): it begins anew on this one.`,
  );
  return null;
}

function keepingCheckpoints(
  { checkpointSeconds }: RunCommand,
  { scenario }: TrialSpec,
  onNotice: (message: string) => void,
  onSnapshot: (snapshot: TrialSnapshot) => void,
): Pick<TrialHooks, 'snapshots'> {
  if (checkpointSeconds === undefined) return {};
  const refused = (bytes: number): void =>
    onNotice(
      `Scenario "${scenario.name}" is not kept while it trains: that would take ${megabytes(bytes)} each time, and ` +
        `the most is ${megabytes(MOST_CHECKPOINT_BYTES)}. If the page is closed, its running trial begins anew; ` +
        'finished trials are kept.',
    );
  return { snapshots: new CheckpointTimer(checkpointSeconds, onSnapshot, refused) };
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

function failedOutcome(error: unknown): TrialOutcome {
  const { message, remedy } = describeError(error);
  return {
    status: 'failed',
    message: `${message} ${remedy}`,
    accuracy: null,
    validationLoss: null,
    losses: [],
    evaluations: [],
    steps: 0,
    trainableParameters: 0,
    peakBytes: 0,
    memory: { weights: 0, adapters: 0, gradients: 0, optimizer: 0, activations: 0, workspace: 0 },
    samplesPerSecond: null,
    company: null,
  };
}

function toRecord(
  { scenario, seed }: TrialSpec,
  { company: _, ...outcome }: TrialOutcome,
  seconds: number,
  { setting: { config, validation }, validationId }: Prepared,
  { environment }: Backend,
): TrialRecord {
  return {
    id: crypto.getRandomValues(new Uint32Array(4)).join('-'),
    scenario,
    seed,
    ...outcome,
    validationClasses: classCounts(validation, config.labels),
    validationId,
    relativeParameters: outcome.trainableParameters / totalParameters(config),
    seconds,
    finishedAt: new Date().toISOString(),
    environment,
  };
}

/** @returns how many rows each class has */
function classCounts(rows: TrialSetting['validation'], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of rows.labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
