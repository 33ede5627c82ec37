/**
 * @file What has happened in a trial so far. It is reported to the hooks, kept in snapshots, and becomes the outcome.
 */
import { batchLengths, evaluationBatches, type HostBatch } from '../data/batches';
import type { Evaluation } from '../results/results';
import { totalSteps } from '../experiment/steps';
import type { FrozenWeights, Model } from '../model/model';
import { weightBytes } from '../weights/uploadWeights';
import { Clock } from './clock';
import { evaluate } from './evaluate';
import { LossReader } from './lossReader';
import { fixedMemory } from './memory';
import { classifiedRows, type ClassifiedRows } from './classifiedRows';
import type { Optimizer } from './optimizer';
import { evaluationPasses, trainingPasses } from './passes';
import { snapshotBytes, type SnapshotKeeper, type TrialSnapshot } from './snapshot';
import { TrainingFigures } from './trainingFigures';
import type { TrialHooks, TrialOutcome, TrialSetting } from './trialSetting';

export class Cancelled extends Error {}

export class TrialProgress {
  readonly total: number;
  readonly clock = new Clock();
  readonly reader: LossReader;
  diverged = false;
  cancelled = false;
  private peak: TrialSnapshot['peak'] | null = null;
  private readonly losses: number[] = [];
  private readonly evaluations: Evaluation[] = [];
  /** What the last evaluation found of each validation row; null before it. */
  private classified: ClassifiedRows | null = null;
  private readonly trainingFigures = new TrainingFigures();
  private readonly validation: readonly HostBatch[];
  private readonly snapshots: SnapshotKeeper | null;

  constructor(
    private readonly model: Model,
    private readonly frozen: FrozenWeights,
    private readonly setting: TrialSetting,
    private readonly hooks: TrialHooks,
    private readonly earlier: TrialSnapshot | null,
  ) {
    const { training, config } = setting;
    this.total = totalSteps(training, setting.train.length);
    if (earlier) {
      this.losses.push(...earlier.losses);
      this.evaluations.push(...earlier.evaluations);
      this.trainingFigures.restore(earlier.figures);
      this.clock.restore(earlier.clock);
    }
    const { snapshots } = hooks;
    const bytes = snapshotBytes(model.parameters.layout);
    this.snapshots = snapshots && bytes <= snapshots.mostBytes ? snapshots : null;
    if (!this.snapshots) snapshots?.refuse(bytes);
    // With the training batch size, evaluation never needs more memory than training, because it saves nothing.
    this.validation = evaluationBatches(setting.validation, training.batchSize, config);
    this.reader = new LossReader(setting.ops, this.firstStep, (first, steps) => {
      const losses = steps.map(({ loss }) => loss);
      for (const step of steps) this.trainingFigures.add(step);
      this.losses.push(...losses);
      this.diverged ||= losses.some((loss) => !Number.isFinite(loss));
      hooks.onSteps(first, losses, this.total);
      hooks.onProgress('training', first + losses.length, this.total);
    });
  }

  /** The number of steps done before this run of the trial. */
  get firstStep(): number {
    return this.earlier?.step ?? 0;
  }

  /** The number of steps before the latest evaluation; -1 if there was none. */
  get lastMeasured(): number {
    return this.evaluations.at(-1)?.step ?? -1;
  }

  /** @throws Cancelled if the trial was cancelled */
  check(): void {
    if (this.hooks.isCancelled()) throw new Cancelled();
  }

  /** Pauses if that is due, with the device idle and the clock stopped. This does not change what is computed. */
  async rest(): Promise<void> {
    const { rest } = this.hooks;
    if (!rest?.isDue()) return;
    await this.reader.drain();
    const wasTiming = this.clock.pause();
    await rest.untilOver();
    if (wasTiming) this.resumeClock();
  }

  /** Makes a snapshot if one is due, with the clock stopped. This does not change what is computed. */
  async keep(step: number, optimizer: Optimizer): Promise<void> {
    if (!this.snapshots?.isDue()) return;
    await this.reader.drain();
    if (this.diverged) return;
    const wasTiming = this.clock.pause();
    const began = performance.now();
    const parameters = await this.model.parameters.read();
    const [moment1, moment2] = await optimizer.read();
    const snapshot: TrialSnapshot = {
      step,
      totalSteps: this.total,
      parameters,
      moment1,
      moment2,
      losses: [...this.losses],
      evaluations: [...this.evaluations],
      figures: this.trainingFigures.sums,
      clock: this.clock.timed,
      peak: this.peakSoFar(),
    };
    this.snapshots.keep(snapshot, performance.now() - began);
    if (wasTiming) this.resumeClock();
  }

  /** Starts the clock again, unless the trial now rests too often to be timed; what was measured before is kept. */
  resumeClock(): void {
    if (!this.hooks.rest?.isQuiet) this.clock.start();
  }

  /** Compiles the kernels and allocates the buffers of everything that the trial will run. */
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
    const classes: number[] = [];
    const isLast = step === this.total;
    const result = await evaluate(this.model, this.validation, {
      rest: () => this.rest(),
      throwIfCancelled: () => this.check(),
      onProgress: (done, total) => this.hooks.onProgress('evaluating', done, total),
      ...(isLast && { onPredictions: (some) => classes.push(...some) }),
    });
    if (isLast) this.classified = classifiedRows(this.setting.validation, classes, this.model.config.labels);
    const evaluation = { step, ...result, ...this.trainingFigures.take() };
    this.evaluations.push(evaluation);
    this.hooks.onEvaluation(evaluation);
  }

  /** Fixes the trial's peak. Reading the parameters back afterwards takes memory too, but does not count. */
  notePeak(): void {
    this.peak = this.peakSoFar();
  }

  private peakSoFar(): TrialSnapshot['peak'] {
    const { peakBytes, peakLiveBytes } = this.setting.ops.meter;
    const before = this.earlier?.peak ?? { peakBytes: 0, peakLiveBytes: 0 };
    return {
      peakBytes: Math.max(peakBytes, before.peakBytes),
      peakLiveBytes: Math.max(peakLiveBytes, before.peakLiveBytes),
    };
  }

  outcome(): TrialOutcome {
    const last = this.evaluations.at(-1);
    const status = this.cancelled ? 'cancelled' : this.diverged ? 'diverged' : 'done';
    const badStep = this.losses.findIndex((loss) => !Number.isFinite(loss));
    const { parameters: trainableParameters, length } = this.model.parameters.layout;
    const { peakBytes, peakLiveBytes } = this.peak ?? this.peakSoFar();
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
      ...(status === 'done' && this.classified),
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
