/** @file One `run` command from its first byte to its last trial. */
import type { Backend } from '../src/backend/select';
import type { SelectedRows } from '../src/data/selectRows';
import type { TokenNotes } from '../src/data/tokenNotes';
import { describeError, LabError } from '../src/errors';
import { trainingOf, type Experiment, type TrialSpec } from '../src/experiment/experiment';
import type { TrialRecord } from '../src/experiment/results';
import { totalParameters } from '../src/model/parameters';
import { runTrial, type TrialOutcome, type TrialSetting } from '../src/train/trial';
import { DeviceLost, untilLost } from './deviceLost';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import type { Command, DataReading, Event, Phase } from './protocol';

type RunCommand = Extract<Command, { type: 'run' }>;

/** Progress events of one phase come at most this often. */
const PROGRESS_MILLISECONDS = 100;

export interface RunMeans {
  readonly backend: Backend;
  readonly laboratory: Laboratory;
  readonly signal: AbortSignal;
  readonly send: (event: Event) => void;
}

/**
 * Loads what the experiment needs and runs its trials; each ends with a `trialDone` event.
 * @throws LabError, or what the device throws, if the run cannot go on; the signal's reason while loading
 */
export async function performRun(
  { runId, experiment, trials, baseUrl, sources }: RunCommand,
  { backend, laboratory, signal, send }: RunMeans,
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
  const { setting, rows, notes } = await prepare(experiment, laboratory, backend, options);
  send({ type: 'dataRead', runId, reading: readingOf(rows) });
  send({ type: 'dataNotes', runId, notes });
  for (const [trial, spec] of trials.entries()) {
    signal.throwIfAborted();
    const started = performance.now();
    const outcome = await untilLost(
      backend,
      runTrial(setting, spec, {
        isCancelled: () => signal.aborted,
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
      }),
    ).catch((error: unknown) => (error instanceof DeviceLost ? error : failedOutcome(error)));
    const seconds = (performance.now() - started) / 1000;
    const lost = outcome instanceof DeviceLost;
    const known = lost ? failedOutcome(outcome) : outcome;
    send({ type: 'trialDone', runId, trial, record: toRecord(spec, known, seconds, setting, backend) });
    // Without a device no later trial can run either.
    if (lost) throw outcome;
  }
}

async function prepare(
  experiment: Experiment,
  laboratory: Laboratory,
  backend: Backend,
  options: LoadOptions,
): Promise<{ setting: TrialSetting; rows: SelectedRows; notes: TokenNotes }> {
  const { training } = experiment;
  const model = await laboratory.models.load(experiment.model, options);
  checkLayers(experiment, model.config.layers);
  const { train, validation, rows, notes } = await laboratory.datasets.load(experiment, model, options);
  const setting: TrialSetting = {
    ops: backend.ops,
    config: { ...model.config, labels: rows.labels.length },
    frozen: (scenario) =>
      laboratory.models.place(model, backend, trainingOf(training, scenario).basePrecision, scenario),
    pretrained: model.weights,
    train,
    validation,
    training,
  };
  return { setting, rows, notes };
}

function readingOf({ train, validation, labels, problems, notes }: SelectedRows): DataReading {
  return { train: train.length, validation: validation.length, labels, problems, notes };
}

/** @throws LabError naming the scenario whose modules are not there */
export function checkLayers({ scenarios, model }: Experiment, layers: number): void {
  for (const scenario of scenarios)
    if (
      scenario.method === 'lora' &&
      scenario.modules.slice(layers).some((components) => components.length > 0)
    )
      throw new LabError(
        `Scenario "${scenario.name}" adapts layer ${scenario.modules.length}, but ${model} has ${layers} layers.`,
        `Choose modules of layers 1 to ${layers}.`,
      );
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
