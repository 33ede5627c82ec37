/**
 * @file The experiment's numbers as the form shows them: each one's label, its explanation, and what an empty field
 * means.
 *
 * A setting of the experiment has an entry in two tables, which share `RULES` (src/experiment/address/rules.ts), the one
 * place of its bounds and its name in messages. The other table is `FIELDS` in src/experiment/address/fields.ts, from which
 * its key in the address, the checks of files and the report follow. This table has what only a person at the page reads,
 * and is therefore not in src/. To add a number to the form, add it there, here, and at its position in TrainingFields.tsx. A
 * switch or a choice has no entry here: its control is in TrainingFields.tsx, MemoryFields.tsx or JudgingFields.tsx. The page
 * for contributors in docs/ lists every file that a new setting touches.
 */
import {
  type DropoutRates,
  type Experiment,
  type Hyperparameters,
  withJudging,
} from '../../src/experiment/experiment';
import { RULES, type NumberRule } from '../../src/experiment/address/rules';

interface FieldTexts {
  /** Names the draft in the store and the edit in the history. */
  readonly id: string;
  readonly rule: (experiment: Experiment) => NumberRule;
  /** The label on the page, where its position in the form says the rest. */
  readonly short: string;
  readonly hint: string;
}

interface RequiredField extends FieldTexts {
  readonly get: (experiment: Experiment) => number;
  readonly set: (experiment: Experiment, value: number) => Experiment;
}

interface OptionalField extends FieldTexts {
  /** What an empty field means, which is null in the experiment. */
  readonly empty: string;
  readonly get: (experiment: Experiment) => number | null;
  readonly set: (experiment: Experiment, value: number | null) => Experiment;
}

export type ExperimentField = RequiredField | OptionalField;

/** The training settings whose type is exactly `Value`. */
type KeysOf<Value> = {
  [K in keyof Hyperparameters]: [Value, Hyperparameters[K]] extends [Hyperparameters[K], Value] ? K : never;
}[keyof Hyperparameters];

const required = (field: RequiredField): RequiredField => field;

function training(key: KeysOf<number>, short: string, hint: string): RequiredField {
  return {
    id: `training.${key}`,
    short,
    hint,
    rule: () => RULES[key],
    get: (experiment) => experiment.training[key],
    set: (experiment, value) => ({ ...experiment, training: { ...experiment.training, [key]: value } }),
  };
}

const optional = (field: OptionalField): OptionalField => field;

function optionalTraining(
  key: KeysOf<number | null>,
  short: string,
  empty: string,
  hint: string,
): OptionalField {
  return {
    id: `training.${key}`,
    short,
    empty,
    hint,
    rule: () => RULES[key],
    get: (experiment) => experiment.training[key],
    set: (experiment, value) => ({ ...experiment, training: { ...experiment.training, [key]: value } }),
  };
}

function dropout(key: keyof DropoutRates, short: string, hint: string): RequiredField {
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
  trials: required({
    id: 'trials',
    short: 'Seeds',
    hint: 'How many times each scenario is trained, each time with another seed. One trial is an anecdote; verdicts need five.',
    rule: () => RULES.trials,
    get: (experiment) => experiment.trials,
    set: (experiment, trials) => ({ ...experiment, trials }),
  }),
  firstSeed: required({
    id: 'firstSeed',
    short: 'First seed',
    hint: 'Trials use this seed, the next, and so on. A seed fixes initialisation, order of sentences and dropout.',
    rule: () => RULES.firstSeed,
    get: (experiment) => experiment.firstSeed,
    set: (experiment, firstSeed) => ({ ...experiment, firstSeed }),
  }),
  upTo: optional({
    id: 'judging.upTo',
    short: 'may grow to',
    empty: 'as many',
    hint: 'The most seeds you may go up to, settled before you look: together, all looks on the way find a difference that is not there in at most 5 % of experiments. Leave it empty to stay at the number of seeds.',
    rule: () => RULES.upTo,
    get: (experiment) => experiment.judging.upTo,
    set: (experiment, upTo) => withJudging(experiment, { upTo }),
  }),
  duration: required({
    id: 'training.duration',
    short: 'Train for',
    hint: 'Passes over the training sentences, or single optimizer steps.',
    rule: (experiment) => RULES[experiment.training.duration.unit],
    get: (experiment) => experiment.training.duration.count,
    set: (experiment, count) => ({
      ...experiment,
      training: { ...experiment.training, duration: { ...experiment.training.duration, count } },
    }),
  }),
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
  trainingRows: optionalTraining(
    'trainingRows',
    'Training sentences',
    'all',
    'How many sentences to train on: a random sample or the first rows, as chosen below.',
  ),
  validationRows: optionalTraining(
    'validationRows',
    'Validation sentences',
    'all',
    'How many unseen sentences to measure on; fewer are faster but say less.',
  ),
  evaluateEvery: optionalTraining(
    'evaluateEvery',
    'Measure every … steps',
    'each pass',
    'Optimizer steps between two measurements on the validation sentences. Leave it empty to measure after each pass over the training sentences. Measuring often draws finer curves and takes longer.',
  ),
  warmup: training(
    'warmup',
    'Warmup',
    'Share of all steps over which the learning rate rises, from zero at the first step.',
  ),
  weightDecay: training('weightDecay', 'Weight decay', 'Pulls weights towards zero (AdamW, decoupled).'),
  gradientClip: training(
    'gradientClip',
    'Gradient clip',
    'A longer gradient is scaled down to this length; 0 turns clipping off.',
  ),
  dropoutHidden: dropout('hidden', 'hidden', 'Share of hidden values set to zero while training.'),
  dropoutAttention: dropout('attention', 'attention', 'Share of attention weights set to zero.'),
  dropoutLora: dropout('lora', 'LoRA', 'Share of the adapters’ inputs set to zero.'),
  dropoutClassifier: dropout('classifier', 'classifier', 'Share of the head’s inputs set to zero.'),
} satisfies Record<string, ExperimentField>;
