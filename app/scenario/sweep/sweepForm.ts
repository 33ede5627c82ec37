/** @file The contents of the sweep's dialog, and the axes that they mean. */
import type { Duration, Experiment, Scenario } from '../../../src/experiment/experiment';
import type { BasePrecision } from '../../../src/experiment/experiment';
import { plainNumber } from '../../../src/base/format';
import { scenarioId, type ScenarioId } from '../../../src/experiment/scenarioId';
import { BASE_PRECISIONS, RULES } from '../../../src/experiment/address/rules';
import { alphaText, type SweepAxes, sharedValue } from '../../../src/experiment/sweep/sweepAxes';
import { parseAlphas, parseValues, type ValueList } from '../../../src/experiment/sweep/valueList';

export const TEXT_AXES = ['rank', 'alpha', 'learningRate', 'duration'] as const;
export type TextAxis = (typeof TEXT_AXES)[number];

export interface SweepForm {
  readonly texts: Readonly<Record<TextAxis, string>>;
  readonly unit: Duration['unit'];
  /** The ticked values in the order of the page; none if the setting is not swept. */
  readonly checkpointing: readonly boolean[];
  readonly precisions: readonly BasePrecision[];
}

export interface ReadForm {
  /** A list that is not valid yet counts as empty. */
  readonly axes: SweepAxes;
  readonly messages: Readonly<Partial<Record<TextAxis, string>>>;
}

/** Every setting with the value that the scenarios have now; empty if they differ or none has it. */
export function initialForm({ scenarios, training }: Pick<Experiment, 'scenarios' | 'training'>): SweepForm {
  const rank = sharedValue('rank', scenarios, training);
  const alpha = sharedValue('alpha', scenarios, training);
  const rate = sharedValue('learningRate', scenarios, training);
  const duration = sharedValue('duration', scenarios, training);
  const checkpointing = sharedValue('checkpointing', scenarios, training);
  const precision = sharedValue('basePrecision', scenarios, training);
  return {
    texts: {
      rank: rank === null ? '' : String(rank),
      alpha: alpha === null ? '' : alphaText(alpha),
      learningRate: rate === null ? '' : plainNumber(rate),
      duration: duration === null ? '' : plainNumber(duration.count),
    },
    unit: (duration ?? training.duration).unit,
    checkpointing: checkpointing === null ? [] : [checkpointing],
    precisions: precision === null ? [] : [precision],
  };
}

export function readForm({ texts, unit, checkpointing, precisions }: SweepForm): ReadForm {
  const lists = {
    rank: parseValues(RULES.rank, texts.rank),
    alpha: parseAlphas(texts.alpha),
    learningRate: parseValues(RULES.learningRate, texts.learningRate),
    duration: parseValues(RULES[unit], texts.duration),
  };
  const messages: Partial<Record<TextAxis, string>> = {};
  for (const name of TEXT_AXES) {
    const list = lists[name];
    if ('message' in list) messages[name] = list.message;
  }
  return {
    axes: {
      rank: valuesOf(lists.rank),
      alpha: valuesOf(lists.alpha),
      learningRate: valuesOf(lists.learningRate),
      duration: valuesOf(lists.duration).map((count) => ({ unit, count })),
      checkpointing,
      basePrecision: precisions,
    },
    messages,
  };
}

const valuesOf = <T>(list: ValueList<T>): readonly T[] => ('values' in list ? list.values : []);

/** The chosen options with one more or one fewer, in the order of all options. */
export function toggled<T>(options: readonly T[], chosen: readonly T[], option: T): T[] {
  return options.filter((other) => (other === option ? !chosen.includes(other) : chosen.includes(other)));
}

export const CHECKPOINTING_OPTIONS = [false, true] as const;
export const PRECISION_OPTIONS = BASE_PRECISIONS;

/** The scenarios that the sweep starts from, in the experiment's order. */
export function basesOf(scenarios: readonly Scenario[], left: ReadonlySet<ScenarioId>): Scenario[] {
  return scenarios.filter((scenario) => !left.has(scenarioId(scenario)));
}
