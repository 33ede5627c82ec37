/** @file How long an experiment will take, before it runs: by the measured speed of this device, or by a typical one. */
import { HELD_OUT_SHARE } from '../../../src/data/heldOut';
import { DEFAULT_DATASET, DEFAULT_MODEL } from '../../../src/experiment/defaults';
import {
  type Experiment,
  type Method,
  type Scenario,
  type TrainingPrecision,
  trainingOf,
} from '../../../src/experiment/experiment';
import type { Together } from '../../../src/experiment/together';
import type { Environment } from '../../../src/results/results';
import { measurements, totalSteps } from '../../../src/experiment/steps';

/** Training sentences a second, by method. */
export type Speeds = Readonly<Partial<Record<Method, number>>>;

/** The speeds that were measured last, by {@link speedKey}. */
export type KnownSpeeds = Readonly<Record<string, Speeds>>;

export interface ExpectedTime {
  readonly seconds: number;
  /** `typical`: this device has not been measured yet with this model. */
  readonly basis: 'measured' | 'typical';
}

/** Rows of the embedded data set (its dataset.json). */
export const EMBEDDED_ROWS = { train: 3200, validation: 1000 } as const;

/** Rows of a data set's splits; `validation` is null where a part of the training rows is held out. */
export interface SplitRows {
  readonly train: number;
  readonly validation: number | null;
}

/** A step of a company takes about as long as one of a trial alone, times the number of its trials to this power. */
export const COMPANY_GROWTH = 0.5;

/** Evaluating a sentence is a forward pass; training it is about three. */
const EVALUATION_COST = 1 / 3;

/**
 * Sentences a second of the embedded model: docs/measurements.md, an H100 and SwiftShader on two cores. The
 * processor's backends are about as fast as the latter.
 */
export const TYPICAL: Readonly<Record<'gpu' | 'software', Readonly<Record<Method, number>>>> = {
  gpu: { lora: 6300, full: 7600, classifier: 34_000 },
  software: { lora: 60, full: 45, classifier: 190 },
};

/** Speeds of a model on a device, and in mixed precision by themselves. */
export function speedKey(
  model: string,
  { backend, device }: Environment,
  precision: TrainingPrecision = 'f32',
): string {
  return [model, backend, device, ...(precision === 'f32' ? [] : [precision])].join(', ');
}

/** Whether the device's typical speed is a fast GPU's. */
export function isGpu({ backend, software }: Environment): boolean {
  return backend === 'webgpu' && !software;
}

/**
 * Seconds for all trials, without compiling and loading. Null where too little is known: another data set's size,
 * or another model's speed.
 *
 * @param split the data set's rows, if it has been looked at
 * @param together how many trials that differ in the seed alone train in one pass
 */
export function expectedTime(
  experiment: Experiment,
  environment: Environment | null,
  known: KnownSpeeds,
  split: SplitRows | null = null,
  together: Together = 'off',
): ExpectedTime | null {
  if (!environment) return null;
  const measured = known[speedKey(experiment.model, environment, experiment.training.precision)] ?? {};
  const typical =
    experiment.model === DEFAULT_MODEL ? TYPICAL[isGpu(environment) ? 'gpu' : 'software'] : null;
  let seconds = 0;
  let basis: ExpectedTime['basis'] = 'measured';
  for (const scenario of experiment.scenarios) {
    const work = sentencesOf(experiment, scenario, split);
    const speed = measured[scenario.method] ?? typical?.[scenario.method];
    if (work === null || speed === undefined) return null;
    if (measured[scenario.method] === undefined) basis = 'typical';
    const size = scenario.method === 'full' ? 1 : companySize(together, environment, experiment.trials);
    seconds += (asManyAlone(experiment.trials, size) * work) / speed;
  }
  return { seconds, basis };
}

/** How many trials train together as far as that is known before they begin: memory may allow fewer. */
function companySize(together: Together, environment: Environment, trials: number): number {
  const asked =
    typeof together === 'number' ? together : together === 'auto' && isGpu(environment) ? trials : 1;
  return Math.max(1, Math.min(asked, trials));
}

/** The number of trials that take as long alone as so many in companies of a size. */
function asManyAlone(trials: number, size: number): number {
  const rest = trials % size;
  return Math.floor(trials / size) * size ** COMPANY_GROWTH + rest ** COMPANY_GROWTH;
}

/** What a trial costs, in trained sentences; null for a data set of unknown size. */
function sentencesOf(experiment: Experiment, scenario: Scenario, split: SplitRows | null): number | null {
  const work = trialWork(experiment, scenario, split && usedRows(experiment, split));
  return work && work.trained + work.evaluations * work.validation * EVALUATION_COST;
}

/** About how many rows a trial trains and measures on: rows without a label or text are left out, and not known yet. */
export function usedRows(
  { training: { trainingRows, validationRows } }: Experiment,
  { train, validation }: SplitRows,
): { train: number; validation: number } {
  const heldOut = Math.round(train * HELD_OUT_SHARE);
  const trained = validation === null ? train - heldOut : train;
  const measured = validation ?? heldOut;
  return {
    train: Math.max(1, Math.min(trainingRows ?? trained, trained)),
    validation: Math.min(validationRows ?? measured, measured),
  };
}

/** The work of a trial. */
export interface TrialWork {
  readonly steps: number;
  /** Sentences, counted as often as they are trained on. */
  readonly trained: number;
  readonly evaluations: number;
  /** Sentences of one evaluation. */
  readonly validation: number;
}

/** @param read sizes of the data set, once they are known; null as a result for a data set of unknown size */
export function trialWork(
  experiment: Experiment,
  scenario: Scenario,
  read: { readonly train: number; readonly validation: number } | null,
): TrialWork | null {
  const embedded = experiment.dataset === DEFAULT_DATASET;
  const training = trainingOf(experiment.training, scenario);
  const { batchSize, trainingRows, validationRows } = training;
  const rowsOf = (asked: number | null, all: number): number | null =>
    embedded ? Math.min(asked ?? all, all) : asked;
  const train = read?.train ?? rowsOf(trainingRows, EMBEDDED_ROWS.train);
  const validation = read?.validation ?? rowsOf(validationRows, EMBEDDED_ROWS.validation);
  if (train === null || validation === null) return null;
  // The last batch of a pass may be smaller.
  const sentencesPerStep = train / Math.ceil(train / batchSize);
  const steps = totalSteps(training, train);
  return {
    steps,
    trained: steps * sentencesPerStep,
    evaluations: measurements(training, train),
    validation,
  };
}
