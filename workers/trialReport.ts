/** @file Follows one trial of a run: reports and saves it while it goes on, and records it however it ends. */
import { describeError } from '../src/base/errors';
import type { TrialSpec } from '../src/experiment/experiment';
import { totalParameters } from '../src/experiment/parameters';
import type { TrialRecord } from '../src/results/results';
import type { TrialSnapshot } from '../src/train/snapshot';
import type { TrainedTensors } from '../src/train/trained';
import type { TrialHooks, TrialOutcome, TrialSetting } from '../src/train/trialSetting';
import { buffersOf, CheckpointTimer, MOST_CHECKPOINT_BYTES } from './checkpointing';
import { keepTrained } from './keepTrained';
import type { RunCommand, TrialCheckpoint } from './protocol';
import type { Running } from './running';

/** Where a trial resumes. */
export type Resumed = Pick<TrialCheckpoint, 'snapshot' | 'seconds'>;

export class TrialReport {
  readonly hooks: TrialHooks;
  readonly spec: TrialSpec;
  private readonly started: number;
  /** Seconds of work on the trial before this run of it. */
  private before = 0;
  private tensors: TrainedTensors | null = null;

  /**
   * @param trial its index among the run's trials
   * @param sharers how many trials train together, each of which takes its part of the time
   */
  constructor(
    private readonly running: Running,
    private readonly trial: number,
    earlier: Resumed | null,
    private readonly sharers = 1,
  ) {
    const { command, means } = running;
    const { runId } = command;
    const { pacing, send } = means;
    this.spec = specOf(command, trial);
    this.started = performance.now() - pacing.restedMilliseconds;
    this.hooks = {
      ...reporting(running, trial),
      onTrained: (tensors) => {
        this.tensors = running.prepared.kept(this.spec, tensors);
      },
      onRestored: ({ losses, evaluations, totalSteps }) => {
        this.before = earlier?.seconds ?? 0;
        send({ type: 'restored', runId, trial, losses, evaluations, totalSteps });
      },
      ...keepingCheckpoints(running, this.spec, (snapshot) => this.sendCheckpoint(snapshot)),
    };
  }

  /** Seconds of work in this run of the trial, of all trials that train together. */
  private get elapsed(): number {
    const { pacing } = this.running.means;
    return (performance.now() - pacing.restedMilliseconds - this.started) / 1000;
  }

  /** Seconds of work on this trial. */
  get seconds(): number {
    return this.before + this.elapsed / this.sharers;
  }

  recordOf({ company, ...outcome }: TrialOutcome): TrialRecord {
    const { prepared, means } = this.running;
    const { scenario, seed } = this.spec;
    const { config, validation } = prepared.setting;
    return {
      id: crypto.getRandomValues(new Uint32Array(4)).join('-'),
      scenario,
      seed,
      ...outcome,
      ...(company && { together: { ...company, seconds: this.elapsed } }),
      validationClasses: classCounts(validation, config.labels),
      validationId: prepared.validationId,
      relativeParameters: outcome.trainableParameters / totalParameters(config),
      seconds: this.seconds,
      finishedAt: new Date().toISOString(),
      environment: means.backend.environment,
    };
  }

  /** Sends the trial's record, and what it trained if it is done. */
  finish(outcome: TrialOutcome): TrialRecord {
    const { command, means, prepared } = this.running;
    const { runId } = command;
    const record = this.recordOf(outcome);
    const { trial } = this;
    means.send({ type: 'trialDone', runId, trial, record });
    const which = { runId, trial, id: record.id };
    if (record.status === 'done')
      means.send(keepTrained(which, prepared.describe(this.spec), this.tensors, means.laboratory.trained));
    return record;
  }

  private sendCheckpoint(snapshot: TrialSnapshot): void {
    const { command, means } = this.running;
    const { backend: name, device } = means.backend.environment;
    const checkpoint = {
      snapshot,
      environment: { backend: name, device },
      seconds: this.seconds,
      savedAt: new Date().toISOString(),
    };
    const { runId } = command;
    means.send({ type: 'checkpoint', runId, trial: this.trial, checkpoint }, buffersOf(checkpoint));
  }
}

export function specOf({ trials }: RunCommand, trial: number): TrialSpec {
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

function keepingCheckpoints(
  { command: { runId, checkpointSeconds }, means: { send } }: Running,
  { scenario }: TrialSpec,
  onSnapshot: (snapshot: TrialSnapshot) => void,
): Pick<TrialHooks, 'snapshots'> {
  if (checkpointSeconds === undefined) return {};
  const refused = (bytes: number): void =>
    send({
      type: 'notice',
      runId,
      message:
        `Scenario "${scenario.name}" is not kept while it trains: that would take ${megabytes(bytes)} each time, and ` +
        `the most is ${megabytes(MOST_CHECKPOINT_BYTES)}. If the page is closed, its running trial begins anew; ` +
        'finished trials are kept.',
    });
  return { snapshots: new CheckpointTimer(checkpointSeconds, onSnapshot, refused) };
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** The outcome of a trial that an error has ended. */
export function failedOutcome(error: unknown): TrialOutcome {
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

/** @returns how many rows each class has */
function classCounts(rows: TrialSetting['validation'], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of rows.labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
