/**
 * @file The settings that a sweep varies: which scenarios have them, how they are set, and what a name says about them.
 */
import {
  type BasePrecision,
  type Duration,
  type Hyperparameters,
  type Scenario,
  trainingOf,
} from '../experiment';
import { plainNumber } from '../../base/format';

/** Alpha as a number, or as a multiple of the rank, whatever that is. */
export type AlphaChoice = { readonly alpha: number } | { readonly timesRank: number };

export interface SweepValues {
  readonly rank: number;
  readonly alpha: AlphaChoice;
  readonly learningRate: number;
  readonly duration: Duration;
  readonly checkpointing: boolean;
  readonly basePrecision: BasePrecision;
}

export type AxisName = keyof SweepValues;

/** Values by setting; with no values, each scenario keeps its own. */
export type SweepAxes = { readonly [Name in AxisName]: readonly SweepValues[Name][] };

export const NO_AXES: SweepAxes = {
  rank: [],
  alpha: [],
  learningRate: [],
  duration: [],
  checkpointing: [],
  basePrecision: [],
};

interface Axis<T> {
  /** "4 ranks". */
  readonly plural: string;
  /** Matches the part of a scenario's name that gives this setting, which a new value replaces. */
  readonly inNames: RegExp;
  /** The scenario's value; null if the setting does not affect its training. */
  present(scenario: Scenario, training: Hyperparameters): T | null;
  set(scenario: Scenario, value: T): Scenario;
  /** "r=8", "lr=0.001", "3 epochs". */
  word(value: T): string;
}

export const AXES: { readonly [Name in AxisName]: Axis<SweepValues[Name]> } = {
  // Rank comes before alpha, which may follow it.
  rank: {
    plural: 'ranks',
    inNames: /\br=\d+/g,
    present: (scenario) => (scenario.method === 'lora' ? scenario.rank : null),
    set: (scenario, rank) => (scenario.method === 'lora' ? { ...scenario, rank } : scenario),
    word: (rank) => `r=${rank}`,
  },
  alpha: {
    plural: 'alphas',
    inNames: /\balpha=\S+/g,
    present: (scenario) => (scenario.method === 'lora' ? alphaOf(scenario) : null),
    set: (scenario, choice) =>
      scenario.method === 'lora'
        ? { ...scenario, alpha: 'alpha' in choice ? choice.alpha : choice.timesRank * scenario.rank }
        : scenario,
    word: (choice) => `alpha=${alphaText(choice)}`,
  },
  learningRate: {
    plural: 'learning rates',
    inNames: /\blr=\S+/g,
    present: (scenario, training) => trainingOf(training, scenario).learningRate,
    set: (scenario, learningRate) => ({ ...scenario, learningRate }),
    word: (rate) => `lr=${plainNumber(rate)}`,
  },
  duration: {
    plural: 'durations',
    inNames: /\b\d+ (?:epochs?|steps?)\b/g,
    present: (scenario, training) => trainingOf(training, scenario).duration,
    set: (scenario, duration) => ({ ...scenario, duration }),
    word: ({ count, unit }) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`,
  },
  checkpointing: {
    plural: 'checkpointings',
    inNames: /\b(?:no )?checkpointing\b/g,
    // Without a backward pass through the encoder there is nothing to keep.
    present: (scenario, training) =>
      scenario.method === 'classifier' ? null : trainingOf(training, scenario).checkpointing,
    set: (scenario, checkpointing) => ({ ...scenario, checkpointing }),
    word: (on) => (on ? 'checkpointing' : 'no checkpointing'),
  },
  basePrecision: {
    plural: 'precisions',
    inNames: /\b(?:f32|f16|int8|nf4)\b/g,
    // Full fine-tuning trains all weights, in float32.
    present: (scenario, training) =>
      scenario.method === 'full' ? null : trainingOf(training, scenario).basePrecision,
    set: (scenario, basePrecision) => ({ ...scenario, basePrecision }),
    word: (precision) => precision,
  },
};

export const AXIS_NAMES = Object.keys(AXES) as AxisName[];

function alphaOf({ rank, alpha }: { readonly rank: number; readonly alpha: number }): AlphaChoice {
  return alpha === rank || alpha === 2 * rank ? { timesRank: alpha / rank } : { alpha };
}

/** Alpha as a person writes it: "r", "2r", "16". */
export function alphaText(choice: AlphaChoice): string {
  if ('alpha' in choice) return plainNumber(choice.alpha);
  return choice.timesRank === 1 ? 'r' : `${plainNumber(choice.timesRank)}r`;
}

/** One value of one setting, for one scenario. */
export interface Step {
  /** What the scenario's name says about it. */
  readonly word: string;
  /** Whether the scenario has this value anyway. */
  readonly isPresent: boolean;
  readonly apply: (scenario: Scenario) => Scenario;
}

/** The steps that the axis makes of a scenario, in order; there are none if it is not swept or does not apply. */
export function stepsOf(
  axes: SweepAxes,
  name: AxisName,
  scenario: Scenario,
  training: Hyperparameters,
): Step[] {
  return steps(AXES[name] as Axis<unknown>, axes[name], scenario, training);
}

function steps<T>(
  axis: Axis<T>,
  values: readonly T[],
  scenario: Scenario,
  training: Hyperparameters,
): Step[] {
  const present = axis.present(scenario, training);
  if (present === null) return [];
  return values.map((value) => ({
    word: axis.word(value),
    isPresent: axis.word(value) === axis.word(present),
    apply: (other) => axis.set(other, value),
  }));
}

/** The value on which all scenarios with the setting agree; null if they do not agree or none has it. */
export function sharedValue<Name extends AxisName>(
  name: Name,
  scenarios: readonly Scenario[],
  training: Hyperparameters,
): SweepValues[Name] | null {
  const axis: Axis<SweepValues[Name]> = AXES[name];
  const values = scenarios.flatMap((scenario) => {
    const value = axis.present(scenario, training);
    return value === null ? [] : [value];
  });
  const [first] = values;
  const agree = first !== undefined && values.every((value) => axis.word(value) === axis.word(first));
  return agree ? first : null;
}
