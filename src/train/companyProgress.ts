/**
 * @file What trials share while they train side by side: the model, the reading of losses, the clock, evaluation, rests
 * and snapshots. A trial alone is a company of one.
 */
import { batchLengths, evaluationBatches, type HostBatch } from '../data/batches';
import { joinBatches } from '../data/joinBatches';
import { isMeasured } from '../experiment/steps';
import type { Model } from '../model/model';
import { writeStartMagnitudes } from '../model/startMagnitudes';
import { writeInitialValues } from '../model/trainable';
import type { StepState } from '../ops';
import { Clock, type Timed } from './clock';
import { evaluateTrials } from './evaluate';
import { LossReader } from './lossReader';
import type { Optimizer } from './optimizer';
import { evaluationPasses, trainingPasses } from './passes';
import type { TrialSnapshot } from './snapshot';
import { trainStep } from './step';
import { tensorsOf, type TrainedTensors } from './trained';
import { TrialProgress, type Peak } from './trialProgress';
import type { Member, TrialOutcome } from './trialSetting';

/** Ends the training of a company none of whose trials goes on. */
export class Over extends Error {}

export interface CompanyOptions {
  /** What one of the trials takes alone; if left out, it is measured, which is right for a trial alone only. */
  readonly alone?: Peak;
  /** Asks once, after so many timed steps, whether the trials are to go on together. */
  readonly trial?: { readonly steps: number; readonly goesOn: (timed: Timed) => boolean };
}

/** How a trial left its company: it has ended, or is to go on from a snapshot. */
export type CompanyEnd =
  | { readonly outcome: TrialOutcome; readonly snapshot: null }
  | { readonly outcome: null; readonly snapshot: TrialSnapshot };

/** One trial's batch of a step and the step's state. */
export interface Turn {
  readonly host: HostBatch;
  readonly state: StepState;
}

export class CompanyProgress {
  readonly trials: readonly TrialProgress[];
  readonly lead: TrialProgress;
  readonly reader: LossReader;
  /** The trial's own where it is alone. */
  readonly clock: Clock;
  private optimizer: Optimizer | null = null;
  private peak: Peak | null = null;
  private readonly validation: readonly HostBatch[];
  /** Where the trials go on if they have parted. */
  private readonly parted = new Map<TrialProgress, TrialSnapshot>();

  /**
   * @param weightBytes bytes of the frozen weights, which the trials share
   * @throws Error if the trials are not at the same step, or do not take equally many
   */
  constructor(
    private readonly model: Model,
    private readonly weightBytes: number,
    members: readonly [Member, ...Member[]],
    private readonly options: CompanyOptions,
  ) {
    const { layout } = model.parameters;
    const [lead, ...others] = members;
    this.lead = new TrialProgress(lead, layout);
    this.trials = [this.lead, ...others.map((member) => new TrialProgress(member, layout))];
    const { firstStep, total } = this.lead;
    for (const trial of this.trials)
      if (trial.firstStep !== firstStep || trial.total !== total)
        throw new Error(
          `Trials at step ${firstStep} of ${total} and ${trial.firstStep} of ${trial.total} cannot train together.`,
        );
    this.clock = this.isAlone ? this.lead.clock : new Clock();
    // With the training batch size, evaluation never needs more memory than training, because it saves nothing.
    const { validation, training, config } = lead.setting;
    this.validation = evaluationBatches(validation, training.batchSize, config);
    this.reader = new LossReader(model.ops, firstStep, (first, byTrial) => {
      this.trials.forEach((trial, i) => trial.takeSteps(first, byTrial[i] ?? []));
      lead.hooks.onProgress('training', first + (byTrial[0]?.length ?? 0), total);
    });
  }

  private get isAlone(): boolean {
    return this.trials.length === 1;
  }

  get isOver(): boolean {
    return this.trials.every(({ over }) => over !== null);
  }

  /** The trials that go on, with their numbers in the company. */
  private get living(): (readonly [number, TrialProgress])[] {
    return [...this.trials.entries()].filter(([, { over }]) => over === null);
  }

  /** Whether an evaluation is due at the step at which the trials resume. */
  get isUnmeasured(): boolean {
    const { firstStep, member } = this.lead;
    const { training, train } = member.setting;
    return (
      firstStep > 0 &&
      isMeasured(firstStep, training, train.length) &&
      this.trials.some(({ lastMeasured }) => lastMeasured < firstStep)
    );
  }

  /** Ends trials that were cancelled or have diverged while others go on. @throws Over if none goes on */
  check(): void {
    for (const [, trial] of this.living) if (trial.member.hooks.isCancelled()) trial.over = 'cancelled';
    if (this.isOver) throw new Over();
    for (const trial of this.trials) if (trial.over) this.end(trial);
  }

  /** Puts the values on the device from which the trials begin or resume, and prepares everything that they will run. */
  async begin(optimizer: Optimizer): Promise<void> {
    this.optimizer = optimizer;
    const { parameters } = this.model;
    const starts: (TrainedTensors | null)[] = [];
    for (const [i, { earlier, member }] of this.trials.entries()) {
      const { setting, spec } = member;
      if (earlier) {
        parameters.write(earlier.parameters, i);
        optimizer.write(earlier.moment1, earlier.moment2, i);
        starts.push(null);
        continue;
      }
      const start = setting.start?.(spec.scenario) ?? new Map();
      await writeInitialValues(parameters, spec.seed, setting.pretrained, start, i);
      starts.push(start);
    }
    await writeStartMagnitudes(this.model, starts);
    await this.prepare(optimizer);
    for (const { earlier, member } of this.trials) if (earlier) member.hooks.onRestored?.(earlier);
  }

  /** Compiles the kernels and allocates the buffers of everything that the trials will run. */
  private prepare(optimizer: Optimizer): Promise<void> {
    const { validation, training } = this.lead.member.setting;
    const { batchSize } = training;
    const lengths = new Set(this.trials.flatMap(({ member }) => batchLengths(member.setting.train)));
    const passes = new Map([
      ...trainingPasses(
        this.model,
        optimizer,
        batchSize,
        [...lengths].sort((a, b) => b - a),
      ),
      ...evaluationPasses(this.model, batchSize, batchLengths(validation)),
    ]);
    return this.model.ops.prepare(passes, (done, total) => {
      this.check();
      this.lead.member.hooks.onProgress('compiling', done, total);
    });
  }

  /** Runs one step of all trials. */
  async step(turns: readonly Turn[]): Promise<void> {
    const { optimizer, model } = this;
    const [first, ...others] = turns.map(({ host: { batch, sequence }, state }) =>
      this.isAlone ? state : { ...state, batch: { sentences: batch, sequence } },
    );
    if (!optimizer || !first) throw new Error('A company steps after it has begun.');
    const host = joinBatches(
      turns.map((turn) => turn.host),
      model.config,
    );
    const { stats, norm } = trainStep(model, optimizer, host, first, ...others);
    norm.dispose();
    const sentences = turns.map((turn) => turn.host.sentences);
    this.clock.count(sentences.reduce((sum, each) => sum + each, 0));
    await this.reader.push(stats, sentences);
  }

  /** Pauses if that is due, with the device idle and the clock stopped. This does not change what is computed. */
  async rest(): Promise<void> {
    const { rest } = this.lead.member.hooks;
    if (!rest?.isDue()) return;
    await this.reader.drain();
    const wasTiming = this.clock.pause();
    await rest.untilOver();
    if (wasTiming) this.resumeClock();
  }

  /** Makes snapshots of all trials if one's is due, with the clock stopped. This does not change what is computed. */
  async keep(step: number): Promise<void> {
    if (!this.living.some(([, { snapshots }]) => snapshots?.isDue())) return;
    await this.reader.drain();
    if (this.isOver) return;
    const wasTiming = this.clock.pause();
    const began = performance.now();
    const made = new Map<TrialProgress, TrialSnapshot>();
    for (const [i, trial] of this.living)
      if (trial.snapshots) made.set(trial, await this.snapshot(trial, i, step));
    const milliseconds = performance.now() - began;
    for (const [trial, snapshot] of made) trial.snapshots?.keep(snapshot, milliseconds);
    if (wasTiming) this.resumeClock();
  }

  private async snapshot(trial: TrialProgress, index: number, step: number): Promise<TrialSnapshot> {
    if (!this.optimizer) throw new Error('A company has snapshots after it has begun.');
    const parameters = await this.model.parameters.read(index);
    const [moment1, moment2] = await this.optimizer.read(index);
    return trial.snapshot(step, { parameters, moment1, moment2 }, this.peakOfOne);
  }

  /**
   * Asks after enough steps whether the trials are to go on together.
   * @param warm the step at which the clock was started
   * @returns whether they are not: each then has a snapshot to go on from
   */
  async parts(step: number, warm: number): Promise<boolean> {
    const { trial } = this.options;
    if (!trial || step !== warm + trial.steps) return false;
    await this.reader.drain();
    const wasTiming = this.clock.pause();
    if (this.isOver) return true;
    if (trial.goesOn(this.clock.timed)) {
      if (wasTiming) this.resumeClock();
      return false;
    }
    for (const [i, each] of this.living) this.parted.set(each, await this.snapshot(each, i, step));
    return true;
  }

  /** Starts the clock again, unless the trial now rests too often to be timed; what was measured before is kept. */
  resumeClock(): void {
    if (!this.lead.member.hooks.rest?.isQuiet) this.clock.start();
  }

  /** Measures all trials after `step` steps. @throws Over if none of them goes on */
  async evaluate(step: number): Promise<void> {
    const classes = this.trials.map((): number[] => []);
    const isLast = step === this.lead.total;
    const measured = await evaluateTrials(this.model, this.validation, {
      rest: () => this.rest(),
      throwIfCancelled: () => this.check(),
      onProgress: (done, total) => this.lead.member.hooks.onProgress('evaluating', done, total),
      ...(isLast && { onPredictions: (some, trial) => classes[trial]?.push(...some) }),
    });
    for (const [i, trial] of this.living) {
      const own = measured[i];
      if (own) trial.takeEvaluation(step, own, isLast ? (classes[i] ?? []) : null);
    }
  }

  /**
   * Hands over what the trials trained that have come to their end. If there is no memory to read it back, it is lost, but
   * the trials' figures are not. The peak is fixed before: reading does not count.
   */
  async handOver(): Promise<void> {
    this.peak = this.measuredPeak();
    const { parameters, ops } = this.model;
    for (const [i, trial] of this.living) {
      if (this.parted.has(trial)) continue;
      const values = await parameters.read(i).catch(() => null);
      if (!values) return void (await ops.recover());
      trial.member.hooks.onTrained(tensorsOf(parameters.layout, values));
    }
  }

  /** How the trials left the company, in their order; outcomes that have not been told are told now. */
  ends(): CompanyEnd[] {
    return this.trials.map((trial) => {
      const snapshot = this.parted.get(trial);
      if (snapshot) return { outcome: null, snapshot };
      return { outcome: this.end(trial), snapshot: null };
    });
  }

  private end(trial: TrialProgress): TrialOutcome {
    const { peakBytes } = this.measuredPeak();
    const company = this.isAlone ? null : { trials: this.trials.length, peakBytes };
    return trial.end(this.peakOfOne, this.weightBytes, company);
  }

  private measuredPeak(): Peak {
    const { peakBytes, peakLiveBytes } = this.model.ops.meter;
    return this.peak ?? { peakBytes, peakLiveBytes };
  }

  private get peakOfOne(): Peak {
    return this.options.alone ?? this.measuredPeak();
  }
}
