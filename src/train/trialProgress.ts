/**
 * @file What has happened in a trial so far. It is reported to the hooks, kept in snapshots, and becomes the outcome.
 */
import { totalSteps } from '../experiment/steps';
import type { FlatLayout } from '../ops';
import type { Evaluation } from '../results/results';
import { classifiedRows, type ClassifiedRows } from './classifiedRows';
import { Clock } from './clock';
import type { Measured } from './evaluate';
import { fixedMemory } from './memory';
import { fits, snapshotBytes, type SnapshotKeeper, type TrialSnapshot } from './snapshot';
import { TrainingFigures, type StepStats } from './trainingFigures';
import type { CompanyCosts, Member, TrialOutcome } from './trialSetting';

/** The most bytes on the device at once, of tensors in use and with those that wait for reuse. */
export type Peak = TrialSnapshot['peak'];

/** A trial's values on the device, read back. */
export type TrialValues = Pick<TrialSnapshot, 'parameters' | 'moment1' | 'moment2'>;

export class TrialProgress {
  readonly total: number;
  readonly clock = new Clock();
  /** The snapshot from which the trial resumes. */
  readonly earlier: TrialSnapshot | null;
  /** How the trial ended before its last step; null as long as it goes on. */
  over: 'cancelled' | 'diverged' | null = null;
  /** Null where no snapshots are made. */
  readonly snapshots: SnapshotKeeper | null;
  private outcome: TrialOutcome | null = null;
  private readonly losses: number[] = [];
  private readonly evaluations: Evaluation[] = [];
  /** What the last evaluation found of each validation row; null before it. */
  private classified: ClassifiedRows | null = null;
  private readonly trainingFigures = new TrainingFigures();

  constructor(
    readonly member: Member,
    private readonly layout: FlatLayout,
  ) {
    const { setting, hooks, from, timed } = member;
    this.total = totalSteps(setting.training, setting.train.length);
    this.earlier = from && fits(from, layout, this.total) ? from : null;
    if (timed) this.clock.restore(timed);
    if (this.earlier) {
      this.losses.push(...this.earlier.losses);
      this.evaluations.push(...this.earlier.evaluations);
      this.trainingFigures.restore(this.earlier.figures);
      if (!timed) this.clock.restore(this.earlier.clock);
    }
    const { snapshots } = hooks;
    const bytes = snapshotBytes(layout);
    this.snapshots = snapshots && bytes <= snapshots.mostBytes ? snapshots : null;
    if (!this.snapshots) snapshots?.refuse(bytes);
  }

  /** The number of steps done before this run of the trial. */
  get firstStep(): number {
    return this.earlier?.step ?? 0;
  }

  /** The number of steps before the latest evaluation; -1 if there was none. */
  get lastMeasured(): number {
    return this.evaluations.at(-1)?.step ?? -1;
  }

  /** Takes what the device has computed of consecutive steps, unless the trial has ended. */
  takeSteps(first: number, steps: readonly StepStats[]): void {
    if (this.outcome) return;
    const losses = steps.map(({ loss }) => loss);
    for (const step of steps) this.trainingFigures.add(step);
    this.losses.push(...losses);
    if (losses.some((loss) => !Number.isFinite(loss))) this.over ??= 'diverged';
    this.member.hooks.onSteps(first, losses, this.total);
  }

  /** @param classes what each validation sentence was taken for, at the last evaluation */
  takeEvaluation(step: number, measured: Measured, classes: readonly number[] | null): void {
    // Trials of a company may have been interrupted before and after the same evaluation.
    if (this.over || this.lastMeasured >= step) return;
    const { setting, hooks } = this.member;
    if (classes) this.classified = classifiedRows(setting.validation, classes, setting.config.labels);
    const evaluation = { step, ...measured, ...this.trainingFigures.take() };
    this.evaluations.push(evaluation);
    hooks.onEvaluation(evaluation);
  }

  /** The trial after `step` steps, all of whose losses have been read. */
  snapshot(step: number, values: TrialValues, now: Peak): TrialSnapshot {
    return {
      step,
      totalSteps: this.total,
      ...values,
      losses: [...this.losses],
      evaluations: [...this.evaluations],
      figures: this.trainingFigures.sums,
      clock: this.clock.timed,
      peak: this.peakWith(now),
    };
  }

  /** Ends the trial: makes its outcome and tells it, once. */
  end(peak: Peak, weightBytes: number, company: CompanyCosts | null): TrialOutcome {
    if (this.outcome) return this.outcome;
    this.outcome = { ...this.ended(), ...this.costs(this.peakWith(peak), weightBytes), company };
    this.member.hooks.onEnded?.(this.outcome);
    return this.outcome;
  }

  private peakWith({ peakBytes, peakLiveBytes }: Peak): Peak {
    const before = this.earlier?.peak ?? { peakBytes: 0, peakLiveBytes: 0 };
    return {
      peakBytes: Math.max(peakBytes, before.peakBytes),
      peakLiveBytes: Math.max(peakLiveBytes, before.peakLiveBytes),
    };
  }

  private costs(
    { peakBytes, peakLiveBytes }: Peak,
    weightBytes: number,
  ): Pick<TrialOutcome, 'trainableParameters' | 'peakBytes' | 'memory' | 'samplesPerSecond'> {
    const { parameters: trainableParameters, length } = this.layout;
    const fixed = fixedMemory(weightBytes, length);
    const activations = peakLiveBytes - Object.values(fixed).reduce((sum, bytes) => sum + bytes, 0);
    const memory = { ...fixed, activations: Math.max(0, activations), workspace: peakBytes - peakLiveBytes };
    const { samplesPerSecond } = this.clock;
    return { trainableParameters, peakBytes, memory, samplesPerSecond };
  }

  private ended(): Omit<
    TrialOutcome,
    'company' | 'trainableParameters' | 'peakBytes' | 'memory' | 'samplesPerSecond'
  > {
    const last = this.evaluations.at(-1);
    const status = this.over ?? 'done';
    const badStep = this.losses.findIndex((loss) => !Number.isFinite(loss));
    return {
      status,
      message:
        status === 'diverged'
          ? `The loss became ${this.losses[badStep]} at step ${badStep + 1}: lower the learning rate or clip gradients.`
          : null,
      accuracy: status === 'done' ? (last?.accuracy ?? null) : null,
      validationLoss: status === 'done' ? (last?.loss ?? null) : null,
      ...(status === 'done' && this.classified),
      losses: this.losses.filter(Number.isFinite),
      evaluations: this.evaluations,
      steps: this.losses.length,
    };
  }
}
