/** @file What a lesson is: a question, a prediction, an experiment, and figures to compare with. Its text is in words/. */
import type { Experiment } from '../experiment/experiment';
import type { Decision, Outcomes } from './outcomes';

/** A task to order these scenarios by accuracy, best first. */
export interface RankingTask {
  readonly kind: 'ranking';
  readonly prompt: string;
  /** Names of the experiment's scenarios, in the order in which they are offered. */
  readonly scenarios: readonly string[];
}

/** A task to pick one answer. */
export interface ChoiceTask {
  readonly kind: 'choice';
  readonly prompt: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Scenarios without which nothing can be decided. */
  readonly scenarios: readonly string[];
  /** What the outcomes leave of the options; null while results are missing. */
  readonly decide: (outcomes: Outcomes) => Decision | null;
}

/** A task to guess a number. */
export interface NumberTask {
  readonly kind: 'number';
  readonly prompt: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The text after the number: "points", "%". */
  readonly unit: string;
  readonly scenarios: readonly string[];
  /** The number that the outcomes give; null while there is none. */
  readonly measure: (outcomes: Outcomes) => number | null;
}

export type PredictionTask = RankingTask | ChoiceTask | NumberTask;

/** Published figures for one scenario; those that were not published are absent. */
export interface PublishedFigures {
  readonly accuracy?: number;
  readonly sd?: number;
  readonly n?: number;
  readonly parametersPercent?: number;
  readonly memoryPercent?: number;
  readonly samplesPerSecond?: number;
}

export interface PublishedOverlay {
  /** The published figures, by the name of the lesson's scenario. */
  readonly figures: Readonly<Record<string, PublishedFigures>>;
  /** How the published experiment differs from this one, apart from model and data. */
  readonly note: string;
}

/**
 * The parts of the results that a lesson may leave out, in the order in which an own experiment shows them. `lineUp` is
 * accuracy, parameters, memory and speed in one row a scenario.
 */
export const PANELS = [
  'lineUp',
  'curves',
  'choices',
  'byLayer',
  'byRank',
  'sweep',
  'differences',
  'front',
] as const;
export type ResultsPanel = (typeof PANELS)[number];

export interface Lesson {
  /** The lesson's id, as in the address: `lesson=layers`. */
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly task: PredictionTask;
  /**
   * The cost that the task asks for and that the page estimates before any trial has run; absent if the task asks for
   * none.
   */
  readonly asksFor?: 'memory';
  /** What the anatomy shows when the lesson opens; absent for the module. */
  readonly opens?: 'step';
  readonly experiment: Experiment;
  /** What the results show, from top to bottom; {@link PANELS} if left out. */
  readonly panels?: readonly ResultsPanel[];
  /** The published figures; null if nothing was published. */
  readonly published: PublishedOverlay | null;
}
