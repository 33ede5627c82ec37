/** @file One trial: a scenario trained with one seed, then measured on the validation sentences. */
import {
  batchLengths,
  epochBatches,
  evaluationBatches,
  type EncodedSentence,
  type HostBatch,
} from '../data/batches';
import { trainingOf, type Hyperparameters, type Scenario, type TrialSpec } from '../experiment/experiment';
import type { Evaluation, TrialRecord } from '../experiment/results';
import { isMeasured, totalSteps } from '../experiment/steps';
import type { ModelConfig } from '../model/config';
import { Model, type FrozenWeights } from '../model/model';
import { writeInitialValues } from '../model/trainable';
import type { Ops } from '../ops';
import { pcg } from '../ops/dropout';
import type { EncoderWeights } from '../weights/encoderWeights';
import { weightBytes } from '../weights/placeWeights';
import { evaluate } from './evaluate';
import { LossReader } from './lossReader';
import { fixedMemory } from './memory';
import { nextTask } from './nextTask';
import { Optimizer } from './optimizer';
import type { Rest } from './pacing';
import { evaluationPasses, trainingPasses } from './passes';
import { createRandom } from './random';
import { learningRateFactor } from './schedule';
import { trainStep } from './step';

import { tensorsOf, type TrainedTensors } from './trained';
import { TrainingFigures } from './trainingFigures';

/** What all trials of a run share. */
export interface TrialSetting {
  readonly ops: Ops;
  readonly config: ModelConfig;
  /** What the scenario reads and does not train: nothing in full fine-tuning, and then nothing of it is on the device. */
  readonly frozen: (scenario: Scenario) => Promise<FrozenWeights>;
  /** The encoder's weights, where full fine-tuning starts. */
  readonly pretrained: EncoderWeights;
  /** Values that stand in for initial ones: of an adapter that the scenario begins with. */
  readonly start?: (scenario: Scenario) => TrainedTensors;
  readonly train: readonly EncodedSentence[];
  readonly validation: readonly EncodedSentence[];
  readonly training: Hyperparameters;
}

export interface TrialHooks {
  isCancelled(): boolean;
  onSteps(firstStep: number, losses: readonly number[], totalSteps: number): void;
  onEvaluation(evaluation: Evaluation): void;
  onProgress(phase: 'compiling' | 'training' | 'evaluating', done: number, total: number): void;
  /** Gets what the trial trained, once, if it ends as done and there is memory to read it back. */
  onTrained(tensors: TrainedTensors): void;
  /** Asked between steps; without it the trial never stands still. */
  readonly rest?: Rest;
}

/** The measured part of a trial's record. */
export type TrialOutcome = Omit<
  TrialRecord,
  'id' | 'scenario' | 'seed' | 'relativeParameters' | 'seconds' | 'finishedAt' | 'environment'
>;

class Cancelled extends Error {}

/** Steps before the clock starts: they go op by op, and where nothing could be prepared, they compile. */
const WARM_UP_STEPS = 2;

/** @throws whatever the device or the ops throw; everything on the device is freed first */
export async function runTrial(
  shared: TrialSetting,
  spec: TrialSpec,
  hooks: TrialHooks,
): Promise<TrialOutcome> {
  const training = trainingOf(shared.training, spec.scenario);
  const setting = { ...shared, training };
  const { ops, config } = setting;
  const frozen = await setting.frozen(spec.scenario);
  ops.meter.reset();
  const model = new Model(ops, config, spec.scenario, frozen, training);
  const progress = new Progress(model, frozen, setting, hooks);
  let optimizer: Optimizer | null = null;
  try {
    optimizer = new Optimizer(model, training);
    await writeInitialValues(
      model.parameters,
      spec.seed,
      setting.pretrained,
      setting.start?.(spec.scenario) ?? new Map(),
    );
    await progress.prepare(optimizer);
    await train(model, optimizer, setting, spec, progress);
    progress.notePeak();
    if (!progress.diverged) await handOver(model, hooks);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    progress.cancelled = true;
  } finally {
    progress.reader.dispose();
    optimizer?.dispose();
    model.dispose();
  }
  return progress.outcome();
}

/** What cannot be read back, for want of memory, is only not kept: the trial has been measured. */
async function handOver({ parameters }: Model, hooks: TrialHooks): Promise<void> {
  const values = await parameters.read().catch(() => null);
  if (values) hooks.onTrained(tensorsOf(parameters.layout, values));
}

async function train(
  model: Model,
  optimizer: Optimizer,
  { training, train: rows }: TrialSetting,
  { seed }: TrialSpec,
  progress: Progress,
): Promise<void> {
  const random = training.shuffle ? createRandom(seed, 'data order') : null;
  const { total, clock, reader } = progress;
  const warmupSteps = Math.round(training.warmup * total);
  const rate = training.learningRate;
  let step = 0;
  if (total === 0) await progress.evaluate(0);
  while (step < total) {
    for (const host of epochBatches(rows, random, training.batchSize, model.config)) {
      if (step >= total) break;
      if (step === WARM_UP_STEPS) {
        await reader.drain();
        clock.start();
      }
      const factor = learningRateFactor(step, {
        schedule: training.schedule,
        warmupSteps,
        totalSteps: total,
      });
      const state = { learningRate: rate * factor, step: step + 1, dropoutKey: pcg(pcg(seed) ^ (step + 1)) };
      const { stats, norm } = trainStep(model, optimizer, host, state);
      norm.dispose();
      clock.count(host.sentences);
      await reader.push(stats, host.sentences);
      await nextTask();
      await progress.rest();
      progress.check();
      if (progress.diverged) return;
      step++;
      if (!isMeasured(step, training, rows.length)) continue;
      await reader.drain();
      clock.pause();
      if (progress.diverged) return;
      await progress.evaluate(step);
      if (step > WARM_UP_STEPS) progress.resumeClock();
    }
  }
}

/** Samples over device-synchronised time; the caller drains the device before each call of start and pause. */
class Clock {
  private milliseconds = 0;
  private samples = 0;
  private since: number | null = null;

  start(): void {
    this.since ??= performance.now();
  }

  /** @returns whether it was going */
  pause(): boolean {
    const was = this.since;
    if (was !== null) this.milliseconds += performance.now() - was;
    this.since = null;
    return was !== null;
  }

  count(samples: number): void {
    if (this.since !== null) this.samples += samples;
  }

  get samplesPerSecond(): number | null {
    return this.samples > 0 && this.milliseconds > 0 ? (1000 * this.samples) / this.milliseconds : null;
  }
}

/** What has happened in a trial so far, and telling it. */
class Progress {
  readonly total: number;
  readonly clock = new Clock();
  readonly reader: LossReader;
  diverged = false;
  cancelled = false;
  private peak: Pick<Ops['meter'], 'peakBytes' | 'peakLiveBytes'> | null = null;
  private readonly losses: number[] = [];
  private readonly evaluations: Evaluation[] = [];
  private readonly trainingFigures = new TrainingFigures();
  private readonly validation: readonly HostBatch[];

  constructor(
    private readonly model: Model,
    private readonly frozen: FrozenWeights,
    private readonly setting: TrialSetting,
    private readonly hooks: TrialHooks,
  ) {
    const { training, config } = setting;
    this.total = totalSteps(training, setting.train.length);
    // The training batch size: so evaluation, which saves nothing, never needs more memory than training.
    this.validation = evaluationBatches(setting.validation, training.batchSize, config);
    this.reader = new LossReader(setting.ops, (first, steps) => {
      const losses = steps.map(({ loss }) => loss);
      for (const step of steps) this.trainingFigures.add(step);
      this.losses.push(...losses);
      this.diverged ||= losses.some((loss) => !Number.isFinite(loss));
      hooks.onSteps(first, losses, this.total);
      hooks.onProgress('training', first + losses.length, this.total);
    });
  }

  /** @throws Cancelled */
  check(): void {
    if (this.hooks.isCancelled()) throw new Cancelled();
  }

  /** Stands still where that is due, with the device idle and the clock stopped; what is computed stays the same. */
  async rest(): Promise<void> {
    const { rest } = this.hooks;
    if (!rest?.isDue()) return;
    await this.reader.drain();
    const wasTiming = this.clock.pause();
    await rest.untilOver();
    if (wasTiming) this.resumeClock();
  }

  /** Unless the trial rests too often to be timed: what was measured before that stands. */
  resumeClock(): void {
    if (!this.hooks.rest?.isQuiet) this.clock.start();
  }

  /** Compiles and places everything that the trial will run. */
  prepare(optimizer: Optimizer): Promise<void> {
    const { ops, train, validation, training } = this.setting;
    const { batchSize } = training;
    const passes = new Map([
      ...trainingPasses(this.model, optimizer, batchSize, batchLengths(train)),
      ...evaluationPasses(this.model, batchSize, batchLengths(validation)),
    ]);
    return ops.prepare(passes, (done, total) => {
      this.check();
      this.hooks.onProgress('compiling', done, total);
    });
  }

  async evaluate(step: number): Promise<void> {
    const result = await evaluate(this.model, this.validation, {
      rest: () => this.rest(),
      throwIfCancelled: () => this.check(),
      onProgress: (done, total) => this.hooks.onProgress('evaluating', done, total),
    });
    const evaluation = { step, ...result, ...this.trainingFigures.take() };
    this.evaluations.push(evaluation);
    this.hooks.onEvaluation(evaluation);
  }

  /** The peak is that of training and evaluation; what reads the parameters back is not of the trial. */
  notePeak(): void {
    const { peakBytes, peakLiveBytes } = this.setting.ops.meter;
    this.peak = { peakBytes, peakLiveBytes };
  }

  outcome(): TrialOutcome {
    const last = this.evaluations.at(-1);
    const status = this.cancelled ? 'cancelled' : this.diverged ? 'diverged' : 'done';
    const badStep = this.losses.findIndex((loss) => !Number.isFinite(loss));
    const { parameters: trainableParameters, length } = this.model.parameters.layout;
    const { peakBytes, peakLiveBytes } = this.peak ?? this.setting.ops.meter;
    const fixed = fixedMemory(weightBytes(this.frozen), length);
    const activations = peakLiveBytes - Object.values(fixed).reduce((sum, bytes) => sum + bytes, 0);
    const memory = { ...fixed, activations: Math.max(0, activations), workspace: peakBytes - peakLiveBytes };
    return {
      status,
      message: this.diverged
        ? `The loss became ${this.losses[badStep]} at step ${badStep + 1}: lower the learning rate or clip gradients.`
        : null,
      accuracy: status === 'done' ? (last?.accuracy ?? null) : null,
      validationLoss: status === 'done' ? (last?.loss ?? null) : null,
      losses: this.losses.filter(Number.isFinite),
      evaluations: this.evaluations,
      steps: this.losses.length,
      trainableParameters,
      peakBytes,
      memory,
      samplesPerSecond: this.clock.samplesPerSecond,
    };
  }
}
