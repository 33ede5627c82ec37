/** @file One `run` command from its first byte to its last trial. */
import type { Backend } from '../src/backend/select';
import type { SelectedRows } from '../src/data/selectRows';
import { describeError } from '../src/errors';
import type { TrialSpec } from '../src/experiment/experiment';
import type { TrialRecord } from '../src/experiment/results';
import { totalParameters } from '../src/model/parameters';
import type { Pacing } from '../src/train/pacing';
import type { TrialSnapshot } from '../src/train/snapshot';
import { runTrial, type TrialHooks, type TrialOutcome, type TrialSetting } from '../src/train/trial';
import type { TrainedTensors } from '../src/train/trained';
import { buffersOf, CheckpointTimer, isOfDevice, MOST_CHECKPOINT_BYTES } from './checkpointing';
import { DeviceLost, untilLost } from './deviceLost';
import { keepTrained } from './keepTrained';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import { prepareRun } from './prepareRun';
import type { Command, DataReading, Event, Phase, TrialCheckpoint } from './protocol';

type RunCommand = Extract<Command, { type: 'run' }>;

/** Progress events of one phase come at most this often. */
const PROGRESS_MILLISECONDS = 100;

export interface RunMeans {
  readonly backend: Backend;
  readonly laboratory: Laboratory;
  readonly signal: AbortSignal;
  readonly pacing: Pacing;
  readonly send: (event: Event, transfer?: Transferable[]) => void;
}

/**
 * Loads what the experiment needs and runs its trials; each ends with a `trialDone` event, or the last with `lost`.
 * @returns false if the device was lost in a trial
 * @throws LabError, or what the device throws, if the run cannot go on; the signal's reason while loading
 */
export async function performRun(
  command: RunCommand,
  { backend, laboratory, signal, pacing, send }: RunMeans,
): Promise<boolean> {
  const { runId, experiment, trials, baseUrl, sources, from = 0 } = command;
  const progress = throttledProgress(runId, send);
  const tell = (message: string): void => send({ type: 'notice', runId, message });

  const options: LoadOptions = {
    baseUrl,
    sources,
    signal,
    onBytes: (done, total) => progress('loading', null, done, total),
    onSentences: (done, total) => progress('tokenizing', null, done, total),
    onNotice: tell,
  };
  // At once: a server may take its time before the first byte.
  progress('loading', null, 0, 0);
  const { setting, rows, notes, describe } = await prepareRun(experiment, laboratory, backend, options);
  send({ type: 'dataRead', runId, reading: readingOf(rows) });
  send({ type: 'dataNotes', runId, notes });
  for (const [trial, spec] of trials.entries()) {
    if (trial < from) continue;
    await untilLost(backend, pacing.untilTrial());
    signal.throwIfAborted();
    const started = performance.now() - pacing.restedMilliseconds;
    let before = 0;
    const seconds = (): number => before + (performance.now() - pacing.restedMilliseconds - started) / 1000;
    const earlier = earlierOf(command, trial, backend, tell);
    const kept: { tensors: TrainedTensors | null } = { tensors: null };
    const outcome = await untilLost(
      backend,
      runTrial(
        setting,
        spec,
        {
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
        },
        earlier?.snapshot ?? null,
      ),
    ).catch((error: unknown) => (error instanceof DeviceLost ? error : failedOutcome(error)));
    if (outcome instanceof DeviceLost) {
      const record = toRecord(spec, failedOutcome(outcome), seconds(), setting, backend);
      send({ type: 'lost', runId, trial, record, ...describeError(outcome) });
      // Without a device no later trial can run either.
      return false;
    }
    const record = toRecord(spec, outcome, seconds(), setting, backend);
    send({ type: 'trialDone', runId, trial, record });
    const place = { runId, trial, id: record.id };
    if (record.status === 'done') send(keepTrained(place, describe(spec), kept.tensors, laboratory.trained));
  }
  return true;
}

/** Where the trial was broken off, if it was on this device. */
function earlierOf(
  { earlier, trials }: RunCommand,
  trial: number,
  { environment }: Backend,
  onNotice: (message: string) => void,
): TrialCheckpoint | null {
  const checkpoint = earlier?.get(trial);
  if (!checkpoint) return null;
  if (isOfDevice(checkpoint, environment)) return checkpoint;
  const { scenario, seed } = trials[trial]!;
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

function readingOf({ train, validation, labels, problems, notes }: SelectedRows): DataReading {
  return { train: train.length, validation: validation.length, labels, problems, notes };
}

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
  };
}

function toRecord(
  { scenario, seed }: TrialSpec,
  outcome: TrialOutcome,
  seconds: number,
  { config }: TrialSetting,
  { environment }: Backend,
): TrialRecord {
  return {
    id: crypto.getRandomValues(new Uint32Array(4)).join('-'),
    scenario,
    seed,
    ...outcome,
    relativeParameters: outcome.trainableParameters / totalParameters(config),
    seconds,
    finishedAt: new Date().toISOString(),
    environment,
  };
}

/** Sends the first and last progress of a phase, and between them at most one event per interval. */
function throttledProgress(
  runId: string,
  send: (event: Event) => void,
): (phase: Phase, trial: number | null, done: number, total: number) => void {
  let [lastPhase, lastTime]: [Phase | null, number] = [null, 0];
  return (phase, trial, done, total) => {
    const now = performance.now();
    if (phase === lastPhase && done < total && now - lastTime < PROGRESS_MILLISECONDS) return;
    [lastPhase, lastTime] = [phase, now];
    send({ type: 'progress', runId, phase, trial, done, total });
  };
}
