/** @file What the page opens with: sized so that all of it is bearable on a software adapter. */
import type { Experiment, Hyperparameters, Method } from './experiment';
import { moduleSet } from './modules';

export const DEFAULT_MODEL = 'roberta-mini';
export const DEFAULT_DATASET = 'review-sentences';
export const DEFAULT_LAYERS = 12;
export const DEFAULT_RANK = 8;

/** Learning rates that suit the embedded model, by method; a new scenario starts with its method's. */
export const METHOD_LEARNING_RATES: Readonly<Record<Method, number>> = {
  lora: 4e-3,
  classifier: 4e-3,
  full: 5e-4,
};

export const DEFAULT_TRAINING: Hyperparameters = {
  learningRate: METHOD_LEARNING_RATES.lora,
  duration: { unit: 'epochs', count: 2 },
  trainingRows: 2000,
  validationRows: null,
  batchSize: 32,
  maxLength: 32,
  schedule: 'linear',
  warmup: 0.1,
  weightDecay: 0.01,
  gradientClip: 1,
  dropout: { hidden: 0.1, attention: 0.1, lora: 0.05, classifier: 0.05 },
};

/** "Upper or lower layers?" with two seeds a scenario. */
export const DEFAULT_EXPERIMENT: Experiment = {
  model: DEFAULT_MODEL,
  dataset: DEFAULT_DATASET,
  scenarios: [
    {
      name: 'lower',
      color: '#1f77b4',
      method: 'lora',
      modules: moduleSet(DEFAULT_LAYERS, (layer) => layer <= 6),
      rank: DEFAULT_RANK,
      alpha: DEFAULT_RANK,
      rsLora: false,
    },
    {
      name: 'upper',
      color: '#d62728',
      method: 'lora',
      modules: moduleSet(DEFAULT_LAYERS, (layer) => layer > 6),
      rank: DEFAULT_RANK,
      alpha: DEFAULT_RANK,
      rsLora: false,
    },
  ],
  trials: 2,
  firstSeed: 1,
  training: DEFAULT_TRAINING,
};
