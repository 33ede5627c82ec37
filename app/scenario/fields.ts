/** @file The experiment's numbers as a table: what each is called, where it is kept, how it is explained. */
import type { DropoutRates, Experiment, Hyperparameters } from '../../src/experiment/experiment';
import { RULES, type NumberRule } from '../../src/experiment/address/fields';

export interface ExperimentField {
  readonly id: string;
  readonly rule: (experiment: Experiment) => NumberRule;
  /** On the page, where its place says the rest. */
  readonly short: string;
  readonly hint: string;
  readonly get: (experiment: Experiment) => number | null;
  readonly set: (experiment: Experiment, value: number) => Experiment;
}

type NumericKey = {
  [K in keyof Hyperparameters]: Hyperparameters[K] extends number ? K : never;
}[keyof Hyperparameters];

function training(key: NumericKey, short: string, hint: string): ExperimentField {
  return {
    id: `training.${key}`,
    short,
    hint,
    rule: () => RULES[key],
    get: (experiment) => experiment.training[key],
    set: (experiment, value) => ({ ...experiment, training: { ...experiment.training, [key]: value } }),
  };
}

function dropout(key: keyof DropoutRates, short: string, hint: string): ExperimentField {
  return {
    id: `dropout.${key}`,
    short,
    hint,
    rule: () => ({ ...RULES.dropout, label: `Dropout, ${short}` }),
    get: (experiment) => experiment.training.dropout[key],
    set: (experiment, value) => ({
      ...experiment,
      training: { ...experiment.training, dropout: { ...experiment.training.dropout, [key]: value } },
    }),
  };
}

export const FIELDS = {
  trials: {
    id: 'trials',
    short: 'Trials each',
    hint: 'How often every scenario is trained, each time with another seed. One trial is an anecdote; five show a spread.',
    rule: () => RULES.trials,
    get: (experiment) => experiment.trials,
    set: (experiment, trials) => ({ ...experiment, trials }),
  },
  firstSeed: {
    id: 'firstSeed',
    short: 'First seed',
    hint: 'Trials use this seed, the next, and so on. A seed fixes initialisation, order of sentences and dropout.',
    rule: () => RULES.firstSeed,
    get: (experiment) => experiment.firstSeed,
    set: (experiment, firstSeed) => ({ ...experiment, firstSeed }),
  },
  duration: {
    id: 'training.duration',
    short: 'Train for',
    hint: 'Passes over the training sentences, or single optimizer steps.',
    rule: (experiment) => RULES[experiment.training.duration.unit],
    get: (experiment) => experiment.training.duration.count,
    set: (experiment, count) => ({
      ...experiment,
      training: { ...experiment.training, duration: { ...experiment.training.duration, count } },
    }),
  },
  learningRate: training(
    'learningRate',
    'Learning rate',
    'How far each step goes. A scenario can have its own.',
  ),
  batchSize: training('batchSize', 'Batch size', 'Sentences per optimizer step.'),
  maxLength: training(
    'maxLength',
    'Sequence length',
    'Tokens per sentence at most; longer sentences are cut.',
  ),
  trainingRows: {
    id: 'training.trainingRows',
    short: 'Training sentences',
    hint: 'How many sentences to train on; a sample with a fixed seed, or the first.',
    rule: () => RULES.trainingRows,
    get: (experiment) => experiment.training.trainingRows,
    set: (experiment, trainingRows) => ({
      ...experiment,
      training: { ...experiment.training, trainingRows },
    }),
  },
  validationRows: {
    id: 'training.validationRows',
    short: 'Validation sentences',
    hint: 'How many unseen sentences to measure on; fewer are quicker and tell less.',
    rule: () => RULES.validationRows,
    get: (experiment) => experiment.training.validationRows,
    set: (experiment, validationRows) => ({
      ...experiment,
      training: { ...experiment.training, validationRows },
    }),
  },
  evaluateEvery: {
    id: 'training.evaluateEvery',
    short: 'Measure every … steps',
    hint: 'Optimizer steps from one measurement on the validation sentences to the next. Left empty: after each pass over the training sentences. Often makes fine curves and takes longer.',
    rule: () => RULES.evaluateEvery,
    get: (experiment) => experiment.training.evaluateEvery,
    set: (experiment, evaluateEvery) => ({
      ...experiment,
      training: { ...experiment.training, evaluateEvery },
    }),
  },
  warmup: training('warmup', 'Warmup', 'Share of all steps over which the learning rate rises from zero.'),
  weightDecay: training('weightDecay', 'Weight decay', 'Pulls weights towards zero (AdamW, decoupled).'),
  gradientClip: training('gradientClip', 'Gradient clip', 'Longest gradient allowed; 0 lets all through.'),
  dropoutHidden: dropout('hidden', 'hidden', 'Share of hidden values set to zero while training.'),
  dropoutAttention: dropout('attention', 'attention', 'Share of attention weights set to zero.'),
  dropoutLora: dropout('lora', 'LoRA', 'Share of the adapters’ inputs set to zero.'),
  dropoutClassifier: dropout('classifier', 'classifier', 'Share of the head’s inputs set to zero.'),
} satisfies Record<string, ExperimentField>;
