/** @file What the page opens with: sized to be bearable even on a software adapter. */
import type {
  DataChoice,
  Experiment,
  Hyperparameters,
  JudgingSettings,
  LoraScenario,
  Method,
} from './experiment';
import { moduleSet } from '../architecture/modules';

export const DEFAULT_MODEL = 'roberta-mini';
export const DEFAULT_DATASET = 'review-sentences';
export const DEFAULT_LAYERS = 12;
export const DEFAULT_RANK = 8;

/** Learning rates that suit the embedded model, by method; a new scenario starts with its method's. */
export const METHOD_LEARNING_RATES: Readonly<Record<Method, number>> = {
  lora: 3e-3,
  classifier: 1e-2,
  full: 3e-4,
};

/** The data choice that leaves everything automatic. */
export const DEFAULT_DATA: DataChoice = {
  textColumn: null,
  pairColumn: null,
  labelColumn: null,
  subset: null,
  trainSplit: null,
  validationSplit: null,
  testSplit: null,
  header: null,
  delimiter: null,
  encoding: null,
  missing: null,
};

/**
 * A glimpse: 1,200 training and 400 validation sentences, which two CPU cores get through in a minute on a
 * software adapter. The embedded model has then learned half of what there is (see docs/measurements.md).
 */
export const DEFAULT_TRAINING: Hyperparameters = {
  learningRate: METHOD_LEARNING_RATES.lora,
  duration: { unit: 'steps', count: 150 },
  trainingRows: null,
  validationRows: 400,
  evaluateEvery: null,
  rowChoice: 'sample',
  shuffle: true,
  batchSize: 8,
  maxLength: 32,
  schedule: 'cosine',
  warmup: 0.1,
  weightDecay: 0.01,
  gradientClip: 1,
  // Hidden dropout of 0.1 keeps so small a model from learning at all in so few steps.
  dropout: { hidden: 0, attention: 0, lora: 0.05, classifier: 0.05 },
  checkpointing: false,
  basePrecision: 'f32',
  precision: 'f32',
};

/** What the questions at the top of the page train with: seconds a trial on a GPU, and the published picture. */
export const QUESTION_TRAINING: Hyperparameters = {
  ...DEFAULT_TRAINING,
  duration: { unit: 'epochs', count: 8 },
  validationRows: null,
  batchSize: 32,
};

/** One point is about the standard error of an accuracy of 90 % on the embedded data set's 1,000 validation sentences. */
export const DEFAULT_JUDGING: JudgingSettings = {
  delta: 1,
  upTo: null,
  looks: 'growing',
  measure: 'accuracy',
};

interface DefaultExperiment extends Experiment {
  readonly scenarios: readonly [lower: LoraScenario, upper: LoraScenario];
}

/** "Upper or lower layers?" with two seeds a scenario. */
export const DEFAULT_EXPERIMENT: DefaultExperiment = {
  model: DEFAULT_MODEL,
  dataset: DEFAULT_DATASET,
  data: DEFAULT_DATA,
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
  judging: DEFAULT_JUDGING,
};
