/** @file What a person asks the lab to do: scenarios x seeds on one model and one data set. */
import type { ModuleSet } from '../architecture/modules';
import { tidyRanks, type RankedModules } from './ranks';

interface ScenarioBase {
  /** The name shown in every chart and table; unique within an experiment. */
  readonly name: string;
  /** A CSS hex colour, `#rrggbb`. */
  readonly color: string;
  /** Replaces the experiment's learning rate: full fine-tuning wants a lower one than LoRA. */
  readonly learningRate?: number;
  /** Replaces the experiment's duration. */
  readonly duration?: Duration;
  /** Id of an adapter (`local:name`) whose values a trial begins with; not of full fine-tuning. */
  readonly init?: string;
  /** Replaces the experiment's gradient checkpointing. */
  readonly checkpointing?: boolean;
  /** Replaces the experiment's base precision. */
  readonly basePrecision?: BasePrecision;
}

/** Adapters on chosen modules; the base model stays frozen, the classifier head trains. */
export interface LoraScenario extends ScenarioBase {
  readonly method: 'lora';
  readonly modules: ModuleSet;
  /** r: inner dimension of every adapter, an integer of 1 or more. */
  readonly rank: number;
  /** The adapter's output is scaled by alpha / r, or by alpha / sqrt(r) with rsLoRA. */
  readonly alpha: number;
  readonly rsLora: boolean;
  /**
   * LoRA+ (Hayou et al. 2024): B and the head's biases train at this many times the learning rate; at the learning rate
   * itself if left out.
   */
  readonly bRate?: number;
  /**
   * PiSSA (Meng et al. 2024): adapters begin with the largest singular triplets of their modules' matrices, of which the
   * rest stays frozen. Left out, A begins at random and B with zeros.
   */
  readonly pissa?: true;
  /**
   * DoRA (Liu et al. 2024): each output of an adapted module has a magnitude that trains, and the adapter changes its
   * direction. Left out, adapters are added as they are.
   */
  readonly dora?: true;
  /** Modules with another rank than `rank`; of one that several name, the first counts. See {@link rankOf}. */
  readonly ranks?: readonly RankedModules[];
}

/** Only the classifier head trains. */
export interface ClassifierScenario extends ScenarioBase {
  readonly method: 'classifier';
}

/** Every parameter trains, embeddings included. */
export interface FullScenario extends ScenarioBase {
  readonly method: 'full';
}

export type Scenario = LoraScenario | ClassifierScenario | FullScenario;
export type Method = Scenario['method'];

/** How long a trial trains: passes over the training rows, or optimizer steps; 0 steps only evaluate. */
export type Duration =
  { readonly unit: 'epochs'; readonly count: number } | { readonly unit: 'steps'; readonly count: number };

export type Schedule = 'linear' | 'cosine' | 'constant';

/** Probabilities of dropping, each in [0, 1). */
export interface DropoutRates {
  readonly hidden: number;
  readonly attention: number;
  readonly lora: number;
  readonly classifier: number;
}

/** How the frozen pretrained weights are kept in GPU memory; what trains is always float32. */
export type BasePrecision = 'f32' | 'f16' | 'int8' | 'nf4';

/**
 * What trials compute with. mixed: frozen matrices and what backward needs are half floats, products multiply half floats
 * and sum in float32; everything else is float32.
 */
export type TrainingPrecision = 'f32' | 'mixed';

/**
 * Which rows are used when not all are: a sample, the first of the data set, or a sample of the training rows for each seed.
 * Validation rows are the same for all trials in any case.
 */
export type RowChoice = 'sample' | 'first' | 'per-seed';

export interface Hyperparameters {
  readonly learningRate: number;
  readonly duration: Duration;
  /** Training rows used, chosen as `rowChoice` says; null for all. */
  readonly trainingRows: number | null;
  /** Validation rows used, the same for every trial, chosen as `rowChoice` says; null for all. */
  readonly validationRows: number | null;
  /**
   * Optimizer steps from one measurement on the validation rows to the next; null measures after each pass over the
   * training rows. The end is always measured.
   */
  readonly evaluateEvery: number | null;
  readonly rowChoice: RowChoice;
  /** Whether the training rows have another order in every epoch; without it, they keep the data set's own order. */
  readonly shuffle: boolean;
  /** Sentences per optimizer step. */
  readonly batchSize: number;
  /** Tokens per sentence at most, special tokens included; longer ones are truncated. */
  readonly maxLength: number;
  readonly schedule: Schedule;
  /** Fraction of all steps over which the learning rate rises from 0. */
  readonly warmup: number;
  /** Decoupled weight decay (AdamW), not applied to biases and LayerNorm. */
  readonly weightDecay: number;
  /** Gradients are scaled down to this global L2 norm; 0 for no clipping. */
  readonly gradientClip: number;
  readonly dropout: DropoutRates;
  /** Whether only each layer's input is kept for the backward pass, which then computes the rest again. */
  readonly checkpointing: boolean;
  readonly basePrecision: BasePrecision;
  readonly precision: TrainingPrecision;
}

/** How the frozen matrices are kept: in mixed precision in half floats at most. */
export function storedPrecision({
  basePrecision,
  precision,
}: Pick<Hyperparameters, 'basePrecision' | 'precision'>): BasePrecision {
  return precision === 'mixed' && basePrecision === 'f32' ? 'f16' : basePrecision;
}

/** The figure of a trial by which scenarios are compared. */
export type Measure = 'accuracy' | 'macroF1' | 'balancedAccuracy' | 'mcc';

/** When verdicts are given: at 5, 8, 11, ... seeds up to the end of the plan, or at its end only. */
export type Looks = 'growing' | 'end';

/** How trials are compared. No trial depends on it, so trials keep their results whatever it says. */
export interface JudgingSettings {
  /** The smallest difference that matters to the person, in percentage points. */
  readonly delta: number;
  /** The number of seeds at which the plan ends; null for as many as there are trials. See {@link plannedSeeds}. */
  readonly upTo: number | null;
  readonly looks: Looks;
  readonly measure: Measure;
}

/** Used instead of a column's name: the texts are single, whatever columns there are. */
export const NO_PAIR = 'none';
/** Used instead of a split's name: a part of the training rows is held out, whatever splits there are. */
export const HELD_OUT = 'held-out';

/** Which part of a data set is read, and how; null chooses automatically. */
export interface DataChoice {
  readonly textColumn: string | null;
  /** Column of the second text of a pair, or {@link NO_PAIR}. */
  readonly pairColumn: string | null;
  readonly labelColumn: string | null;
  /** One of several subsets of a data set, such as GLUE's `mnli`. */
  readonly subset: string | null;
  readonly trainSplit: string | null;
  /** A split's name, or {@link HELD_OUT}. */
  readonly validationSplit: string | null;
  /** A split that is measured on once, at the end, or a share of the validation rows, such as `0.3`. */
  readonly testSplit: string | null;
  /** Whether the first line of a file names its columns: `yes` or `no`. */
  readonly header: string | null;
  /** What separates the fields of a CSV or TSV file: a key of `DELIMITERS`. */
  readonly delimiter: string | null;
  /** The encoding of a text file, by the name that `TextDecoder` gives it. */
  readonly encoding: string | null;
  /** Words that mean that a value is missing, joined by commas, or `NO_WORDS`. */
  readonly missing: string | null;
}

/** The part of a {@link DataChoice} that says how a file becomes rows. */
export type ReadingChoice = Pick<DataChoice, 'header' | 'delimiter' | 'encoding' | 'missing'>;

export interface Experiment {
  /** Model id, see `parseSourceRef`: `roberta-mini`, `roberta-base`, `local:my-model`. */
  readonly model: string;
  /** Data set id, in the same form: `review-sentences`, `stanfordnlp/sst2`, `local:reviews.csv`. */
  readonly dataset: string;
  readonly data: DataChoice;
  readonly scenarios: readonly Scenario[];
  /** Trials per scenario, with seeds firstSeed, firstSeed + 1, ... */
  readonly trials: number;
  readonly firstSeed: number;
  readonly training: Hyperparameters;
  readonly judging: JudgingSettings;
}

/** One training run: a scenario and a seed, which fixes initialisation, data order and dropout. */
export interface TrialSpec {
  readonly scenario: Scenario;
  readonly seed: number;
}

/** What a scenario trains with: its own settings, or else the experiment's. */
export function trainingOf(training: Hyperparameters, scenario: Scenario): Hyperparameters {
  return {
    ...training,
    learningRate: scenario.learningRate ?? training.learningRate,
    duration: scenario.duration ?? training.duration,
    checkpointing: scenario.checkpointing ?? training.checkpointing,
    basePrecision: scenario.basePrecision ?? training.basePrecision,
  };
}

/** The learning rate of B in multiples of A's. */
export function rateOfB(scenario: Scenario): number {
  return scenario.method === 'lora' ? (scenario.bRate ?? 1) : 1;
}

/** The scenario without those of its own settings that equal the experiment's. */
export function withoutIdleSettings(scenario: Scenario, training: Hyperparameters): Scenario {
  const { learningRate, duration, checkpointing, basePrecision, ...rest } = withoutIdleVariants(scenario);
  const sameDuration =
    duration?.unit === training.duration.unit && duration.count === training.duration.count;
  return {
    ...rest,
    ...(learningRate !== undefined && learningRate !== training.learningRate && { learningRate }),
    ...(duration && !sameDuration && { duration }),
    ...(checkpointing !== undefined && checkpointing !== training.checkpointing && { checkpointing }),
    ...(basePrecision && basePrecision !== training.basePrecision && { basePrecision }),
  };
}

/** The scenario without those settings of its adapters that change nothing. */
function withoutIdleVariants(scenario: Scenario): Scenario {
  if (scenario.method !== 'lora') return scenario;
  const { bRate, ...rest } = scenario;
  return withoutIdleRanks({ ...rest, ...(bRate !== undefined && bRate !== 1 && { bRate }) });
}

/** The scenario without ranks of modules that are not ticked or have the rank of the others. */
export function withoutIdleRanks<Any extends Scenario>(scenario: Any): Any {
  if (scenario.method !== 'lora' || !scenario.ranks) return scenario;
  const { ranks: _, ...rest } = scenario;
  return { ...rest, ...tidyRanks(scenario) } as Any;
}

/** The experiment as it is written, with {@link withoutIdleRanks} applied; the experiment itself where no scenario has ranks. */
export function asWritten(experiment: Experiment): Experiment {
  const scenarios = experiment.scenarios.map(withoutIdleRanks);
  return scenarios.every((scenario, i) => scenario === experiment.scenarios[i])
    ? experiment
    : { ...experiment, scenarios };
}

/**
 * Whether two experiments have the same trials, and differ at most in how these are compared. Their parts are compared as
 * objects: an edit keeps those that it does not change.
 */
export function haveSameTrials(one: Experiment, other: Experiment): boolean {
  const { judging: _one, ...trials } = one;
  const parts = Object.keys(trials) as (keyof typeof trials)[];
  return one === other || parts.every((part) => one[part] === other[part]);
}

/** The experiment with other ways to compare its trials, which stay the same. */
export function withJudging(experiment: Experiment, change: Partial<JudgingSettings>): Experiment {
  return { ...experiment, judging: { ...experiment.judging, ...change } };
}

/** The number of seeds at which the plan ends. Trials beyond it change no verdict. */
export function plannedSeeds({ trials, judging }: Pick<Experiment, 'trials' | 'judging'>): number {
  return judging.upTo ?? trials;
}

/** Whether each seed trains on a sample of its own. With all rows in use there is nothing to draw. */
export function drawsBySeed({
  rowChoice,
  trainingRows,
}: Pick<Hyperparameters, 'rowChoice' | 'trainingRows'>) {
  return rowChoice === 'per-seed' && trainingRows !== null;
}

/** The settings with `per-seed` written as `sample` where the two are the same: all training rows are in use. */
export function withoutIdleChoice(training: Hyperparameters): Hyperparameters {
  const isIdle = training.rowChoice === 'per-seed' && !drawsBySeed(training);
  return isIdle ? { ...training, rowChoice: 'sample' } : training;
}

/** The experiment's trials, seeds outermost, so that partial results already compare scenarios. */
export function listTrials(experiment: Experiment): TrialSpec[] {
  const seeds = Array.from({ length: experiment.trials }, (_, i) => experiment.firstSeed + i);
  return seeds.flatMap((seed) => experiment.scenarios.map((scenario) => ({ scenario, seed })));
}
