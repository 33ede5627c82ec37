/**
 * @file The published figures that lessons overlay on the person's own: roberta-base on SST-2, as reported in Mariano
 * Kamp's articles on LoRA (./sources.ts) and their public notebooks. The file has only figures; accuracies are fractions,
 * with sd over n runs.
 */

import { ARTICLE } from './sources';

export const PUBLISHED_SOURCE = {
  author: ARTICLE.author,
  work: ARTICLE.title,
  model: 'roberta-base',
  dataset: 'SST-2',
  /** The number of parameters that full fine-tuning trains. */
  totalParameters: 124_647_170,
  memoryUnit: 'of a 24 GB card',
} as const;

export interface PublishedAccuracy {
  readonly accuracy: number;
  /** Standard deviation over the runs. */
  readonly sd: number;
}

/** A row of the final comparison, 5 runs each. */
export interface PublishedSummary extends PublishedAccuracy {
  readonly scenario: string;
  readonly parametersPercent: number;
  readonly samplesPerSecond: number;
  readonly memoryPercent: number;
  readonly n: number;
}

const summary = (
  scenario: string,
  [accuracy, sd]: readonly [number, number],
  parametersPercent: number,
  samplesPerSecond: number,
  memoryPercent: number,
): PublishedSummary => ({
  scenario,
  accuracy,
  sd,
  parametersPercent,
  samplesPerSecond,
  memoryPercent,
  n: 5,
});

export const SUMMARY: readonly PublishedSummary[] = [
  summary('full fine-tuning', [0.9459, 0.0022], 100, 909, 98.5),
  summary('classifier only', [0.8243, 0.0015], 0.475, 2376, 12.3),
  summary('LoRA base (all, r=8)', [0.9461, 0.0027], 1.54, 777, 97.4),
  summary('LoRA all r=8 (independent repeat)', [0.9459, 0.003], 1.54, 776, 97.4),
  summary('LoRA all r=4', [0.9456, 0.0033], 1.007, 776, 97.7),
  summary('LoRA all r=1', [0.9433, 0.0039], 0.608, 778, 97.7),
  summary('LoRA up r=8', [0.9417, 0.0027], 0.771, 1099, 92.3),
  summary('LoRA value+up r=8', [0.9468, 0.0041], 0.889, 1011, 97.8),
];

/** Runs of each row of the three experiments below. */
export const EXPERIMENT_RUNS = 7;

/** A row of one of the experiments with r=8, or of the one over r. */
export interface PublishedRow extends PublishedAccuracy {
  readonly trainable: number;
}

export interface PublishedScenario extends PublishedRow {
  readonly scenario: string;
}

export interface PublishedRank extends PublishedRow {
  readonly r: number;
}

const row = (scenario: string, accuracy: number, sd: number, trainable: number): PublishedScenario => ({
  scenario,
  accuracy,
  sd,
  trainable,
});

/** The notebooks adapt four layers, whereas the articles' text, and the lab, adapt six. */
export const LAYER_WISE: readonly PublishedScenario[] = [
  row('all', 0.9486, 0.0033, 1_919_234),
  row('even (4 layers in the notebook)', 0.9445, 0.003, 1_034_498),
  row('upper (4 layers in the notebook)', 0.9418, 0.0026, 1_034_498),
  row('lower (4 layers in the notebook)', 0.9386, 0.0038, 1_034_498),
];

export const COMPONENT_WISE: readonly PublishedScenario[] = [
  row('down', 0.9435, 0.0034, 960_770),
  row('up', 0.9432, 0.0013, 960_770),
  row('attention output', 0.9386, 0.0032, 739_586),
  row('value', 0.9358, 0.0026, 739_586),
  row('query', 0.9332, 0.0025, 739_586),
  row('key', 0.9305, 0.0015, 739_586),
  row('value+up', 0.9479, 0.0034, 1_108_226),
  row('query+up', 0.9458, 0.0023, 1_108_226),
  row('key+up', 0.9458, 0.0036, 1_108_226),
  row('attention output+up', 0.9446, 0.0033, 1_108_226),
];

const rank = (r: number, accuracy: number, sd: number, trainable: number): PublishedRank => ({
  r,
  accuracy,
  sd,
  trainable,
});

export const RANK_WISE: readonly PublishedRank[] = [
  rank(1, 0.9438, 0.0023, 758_018),
  rank(2, 0.944, 0.0045, 923_906),
  rank(4, 0.9459, 0.0055, 1_255_682),
  rank(8, 0.9445, 0.0022, 1_919_234),
  rank(16, 0.9456, 0.0035, 3_246_338),
  rank(32, 0.9335, 0.0034, 5_900_546),
];

interface PublishedCost {
  readonly memoryPercent: readonly number[];
  readonly samplesPerSecond: readonly number[];
}

/** One adapted layer at a time, by `layers`; read off a plot, so accurate to within a percent of the card's memory. */
export const MEMORY_BY_LAYER: {
  readonly layers: readonly number[];
  readonly checkpointingOff: PublishedCost;
  readonly checkpointingOn: PublishedCost;
} = {
  layers: [1, 2, 6, 9, 12],
  checkpointingOff: {
    memoryPercent: [94, 96, 63, 46, 24],
    samplesPerSecond: [1180, 1120, 1470, 1720, 2090],
  },
  checkpointingOn: {
    memoryPercent: [29, 29, 25, 24, 24],
    samplesPerSecond: [845, 810, 1135, 1420, 1915],
  },
};
