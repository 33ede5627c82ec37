/** @file One `run` command from its first byte to its last trial. */
import type { Backend } from '../src/backend/select';
import type { SelectedRows } from '../src/data/selectRows';
import { describeError } from '../src/errors';
import type { TrialSpec } from '../src/experiment/experiment';
import type { TrialRecord } from '../src/experiment/results';
import { totalParameters } from '../src/model/parameters';
import type { Pacing } from '../src/train/pacing';
import { runTrial, type TrialOutcome, type TrialSetting } from '../src/train/trial';
import type { TrainedTensors } from '../src/train/trained';
import { DeviceLost, untilLost } from './deviceLost';
import { keepTrained } from './keepTrained';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import { prepareRun } from './prepareRun';
import type { Command, DataReading, Event, Phase } from './protocol';

type RunCommand = Extract<Command, { type: 'run' }>;

/** Progress events of one phase come at most this often. */
const PROGRESS_MILLISECONDS = 100;

export interface RunMeans {
  readonly backend: Backend;
  readonly laboratory: Laboratory;
  readonly signal: AbortSignal;
  readonly pacing: Pacing;
  readonly send: (event: Event) => void;
}

/**
 * Loads what the experiment needs and runs its trials; each ends with a `trialDone` event.
 * @throws LabError, or what the device throws, if the run cannot go on; the signal's reason while loading
 */
export async function performRun(
  { runId, experiment, trials, baseUrl, sources }: RunCommand,
  { backend, laboratory, signal, pacing, send }: RunMeans,
): Promise<void> {
  const progress = throttledProgress(runId, send);

  const options: LoadOptions = {
    baseUrl,
    sources,
    signal,
    onBytes: (done, total) => progress('loading', null, done, total),
    onSentences: (done, total) => progress('tokenizing', null, done, total),
    onNotice: (message) => send({ type: 'notice', runId, message }),
  };
  // At once: a server may take its time before the first byte.
  progress('loading', null, 0, 0);
  const { setting, rows, notes, describe } = await prepareRun(experiment, laboratory, backend, options);
  send({ type: 'dataRead', runId, reading: readingOf(rows) });
  send({ type: 'dataNotes', runId, notes });
  for (const [trial, spec] of trials.entries()) {
    await untilLost(backend, pacing.untilTrial());
    signal.throwIfAborted();
    const started = performance.now() - pacing.restedMilliseconds;
    const kept: { tensors: TrainedTensors | null } = { tensors: null };
    const outcome = await untilLost(
      backend,
      runTrial(setting, spec, {
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
      }),
    ).catch((error: unknown) => (error instanceof DeviceLost ? error : failedOutcome(error)));
    const seconds = (performance.now() - pacing.restedMilliseconds - started) / 1000;
    const lost = outcome instanceof DeviceLost;
    const known = lost ? failedOutcome(outcome) : outcome;
    const record = toRecord(spec, known, seconds, setting, backend);
    send({ type: 'trialDone', runId, trial, record });
    const place = { runId, trial, id: record.id };
    if (record.status === 'done') send(keepTrained(place, describe(spec), kept.tensors, laboratory.trained));
    // Without a device no later trial can run either.
    if (lost) throw outcome;
  }
}

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
