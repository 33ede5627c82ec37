/**
 * @file Experiments and scenarios as they are written in results files and experiment files: the schema that reads them,
 * and that docs/results-schema.md describes.
 */
import * as v from 'valibot';
import { COMPONENTS } from '../architecture/modules';
import { parseJson } from '../base/json';
import {
  about,
  boundedNumber,
  fields,
  kinds,
  list,
  object,
  oneOf,
  readAs,
  text,
  textThat,
  truth,
} from '../base/schema';
import { isAdapterId, parseSourceRef, type SourceKind } from '../sources/sourceRef';
import {
  BASE_PRECISIONS,
  DATA_NAME,
  isDataName,
  LOOKS,
  MEASURES,
  type NumberRule,
  ROW_CHOICES,
  RULES,
  ruleText,
  SCHEDULES,
  TRAINING_PRECISIONS,
} from './address/rules';
import { isHexColor } from './colors';
import { DEFAULT_DATA, DEFAULT_JUDGING } from './defaults';
import type { Experiment } from './experiment';
import { READING_RULES, type ReadingKey } from './readingChoice';

/** Reads the experiment from a text that holds an `Experiment` alone, as JSON. @throws LabError naming what is wrong */
export function parseExperiment(json: string): Experiment {
  return readAs(ExperimentSchema, parseJson(json, 'The experiment').value);
}

const ruled = (rule: NumberRule) => boundedNumber(rule, ruleText(rule));

const idOf = (kind: SourceKind) =>
  textThat(
    'an id like "name", "owner/name", "owner/name@revision" or "local:name"',
    (id) => parseSourceRef(kind, id) !== null,
  );

const duration = kinds(
  'unit',
  ['epochs', 'steps'],
  [
    fields({ unit: v.literal('epochs'), count: ruled(RULES.epochs) }),
    fields({ unit: v.literal('steps'), count: ruled(RULES.steps) }),
  ],
);

/** A setting that older files lack; their trials were trained with what is now its default. */
const since = <Schema extends v.GenericSchema, Default extends v.InferInput<Schema>>(
  schema: Schema,
  before: Default,
) => v.optional(schema, before);

const dataName = (description: string) =>
  since(about(v.nullable(textThat(DATA_NAME, isDataName)), description), null);

function reading(key: ReadingKey, description: string) {
  const { expected, parse } = READING_RULES[key];
  const value = v.pipe(
    textThat(expected, (written) => parse(written) !== null),
    v.transform((written) => parse(written) ?? written),
  );
  return since(about(v.nullable(value), description), null);
}

export const DataChoiceSchema = v.pipe(
  object({
    textColumn: dataName('column of the text'),
    pairColumn: dataName('column of the second text of a pair; `"none"` for single texts'),
    labelColumn: dataName('column of the label'),
    subset: dataName('of a data set with several'),
    trainSplit: dataName('split that is trained on'),
    validationSplit: dataName(
      'split that is measured on; `"held-out"` for a part of the training rows, held out with a fixed seed',
    ),
    testSplit: dataName(
      'split that is measured on once, at the end, or the share of the validation rows that is kept for that, such as `"0.3"`',
    ),
    header: reading('header', '`"yes"` or `"no"`: whether a file’s first line names its columns'),
    delimiter: reading('delimiter', 'of a CSV or TSV file'),
    encoding: reading('encoding', 'of a text file, as `TextDecoder` names it'),
    missing: reading('missing', 'words that mean that a value is missing; `"none"` for no words'),
  }),
  v.title('Data'),
);

const own = {
  name: about(text, 'shown in every picture and table; unique in the experiment'),
  color: textThat('a colour like "#1f77b4"', isHexColor),
  learningRate: v.exactOptional(about(ruled(RULES.learningRate), 'in place of the experiment’s')),
  duration: v.exactOptional(about(duration, 'in place of the experiment’s')),
  init: v.exactOptional(
    about(
      textThat('an id of an adapter like "local:name"', isAdapterId),
      'adapter whose values the trial begins with; not with method `"full"`',
    ),
  ),
  checkpointing: v.exactOptional(about(truth, 'in place of the experiment’s')),
  basePrecision: v.exactOptional(about(oneOf(BASE_PRECISIONS), 'in place of the experiment’s')),
};

export const ScenarioSchema = v.pipe(
  kinds(
    'method',
    ['lora', 'classifier', 'full'],
    [
      fields({
        ...own,
        method: about(v.literal('lora'), 'adapters and the classifier head train'),
        modules: about(list(list(oneOf(COMPONENTS))), 'one list a layer, lowest layer first'),
        rank: about(ruled(RULES.rank), 'r, the inner dimension of every adapter'),
        alpha: about(ruled(RULES.alpha), 'the adapter’s output is scaled by alpha / r'),
        rsLora: about(truth, '`true` scales by alpha / sqrt(r) instead'),
        pissa: v.exactOptional(
          about(
            v.literal(true, '`true`'),
            'adapters begin with the largest singular vectors, the rest stays frozen',
          ),
        ),
        dora: v.exactOptional(
          about(
            v.literal(true, '`true`'),
            'DoRA: each output of an adapted module has a magnitude that trains',
          ),
        ),
        ranks: v.exactOptional(
          about(
            list(
              object({
                rank: about(
                  ruled(RULES.rank),
                  'r of these modules; their alpha gives the scaling of the others',
                ),
                modules: about(list(list(oneOf(COMPONENTS))), 'one list a layer, lowest layer first'),
              }),
            ),
            'modules with a rank of their own',
          ),
        ),
        bRate: v.exactOptional(
          about(ruled(RULES.bRate), 'LoRA+: learning rate of B and the head’s biases, in multiples of A’s'),
        ),
      }),
      fields({ ...own, method: about(v.literal('classifier'), 'only the head trains') }),
      fields({ ...own, method: about(v.literal('full'), 'everything trains, embeddings included') }),
    ],
  ),
  v.title('Scenario'),
);

const rate = ruled(RULES.dropout);

export const TrainingSchema = object({
  learningRate: about(ruled(RULES.learningRate), 'peak rate'),
  duration: about(
    duration,
    'passes over the training rows, or optimizer steps; 0 steps only evaluate what the trial begins with',
  ),
  trainingRows: about(
    v.nullable(ruled(RULES.trainingRows)),
    'so many rows, chosen by `rowChoice`; `null` for all',
    'sentences',
  ),
  validationRows: about(
    v.nullable(ruled(RULES.validationRows)),
    'the same of the validation rows, the same ones for all trials; `null` for all',
    'sentences',
  ),
  evaluateEvery: since(
    about(
      v.nullable(ruled(RULES.evaluateEvery)),
      'from one measurement on the validation rows to the next; `null` measures after each pass over the training rows. ' +
        'The end is always measured',
      'optimizer steps',
    ),
    null,
  ),
  rowChoice: since(
    about(
      oneOf(ROW_CHOICES),
      '`"sample"` is drawn with a fixed seed; `"first"` takes the first rows; with `"per-seed"` each trial draws its ' +
        'training rows with its own seed',
    ),
    'sample',
  ),
  shuffle: since(
    about(
      truth,
      '`true` for another order of the training rows in every epoch, `false` for the data set’s own',
    ),
    true,
  ),
  batchSize: about(ruled(RULES.batchSize), 'how many sentences an optimizer step takes', 'sentences'),
  maxLength: about(
    ruled(RULES.maxLength),
    'longer sentences are truncated',
    'tokens, special tokens included',
  ),
  schedule: about(
    oneOf(SCHEDULES),
    'of the rate after the warmup: `"linear"` and `"cosine"` fall to 0, `"constant"` stays',
  ),
  warmup: about(
    ruled(RULES.warmup),
    'part of all steps, rounded up to whole ones, over which the rate rises, from 0 at the first step',
    'fraction',
  ),
  weightDecay: about(ruled(RULES.weightDecay), 'AdamW’s decoupled decay, not of biases and LayerNorm'),
  gradientClip: about(
    ruled(RULES.gradientClip),
    'largest global L2 norm of the gradients; 0 for no clipping',
  ),
  dropout: about(
    object({ hidden: rate, attention: rate, lora: rate, classifier: rate }),
    'one rate for each place where values are dropped',
    'probability',
  ),
  checkpointing: since(about(truth, 'gradient checkpointing'), false),
  basePrecision: since(
    about(oneOf(BASE_PRECISIONS), 'how the frozen weight matrices are kept, see below'),
    'f32',
  ),
  precision: since(
    about(oneOf(TRAINING_PRECISIONS), 'what trials compute with: `"mixed"` is half floats, see below'),
    'f32',
  ),
});

/** All parts are younger than the oldest files, whose trials are compared as if they had been left as they are. */
export const JudgingSchema = v.pipe(
  object({
    delta: since(
      about(ruled(RULES.delta), 'smallest difference that matters to the person', 'percentage points'),
      DEFAULT_JUDGING.delta,
    ),
    upTo: since(
      about(
        v.nullable(ruled(RULES.upTo)),
        'seeds at which the plan ends, so that later ones change no verdict; `null` for as many as `trials`',
        'seeds',
      ),
      DEFAULT_JUDGING.upTo,
    ),
    looks: since(
      about(
        oneOf(LOOKS),
        'when verdicts are given: `"growing"` at 5, 8, 11, ... seeds up to the end of the plan, `"end"` at its end only',
      ),
      DEFAULT_JUDGING.looks,
    ),
    measure: since(about(oneOf(MEASURES), 'figure by which scenarios are compared'), DEFAULT_JUDGING.measure),
  }),
  v.title('Judging'),
);

export const ExperimentSchema = v.pipe(
  object({
    model: about(
      idOf('model'),
      '`roberta-mini` comes with the lab; `name` or `owner/name` is of a hub, perhaps with `@revision`; ' +
        '`local:name` is for files of the person',
    ),
    dataset: about(idOf('dataset'), 'likewise; `review-sentences` comes with the lab'),
    data: v.optional(
      about(DataChoiceSchema, 'which part of the data set is read, and how; all parts are optional'),
      DEFAULT_DATA,
    ),
    scenarios: about(list(ScenarioSchema), 'the names are unique'),
    trials: about(ruled(RULES.trials), 'trials of each scenario'),
    firstSeed: about(ruled(RULES.firstSeed), 'the trials’ seeds are `firstSeed`, `firstSeed + 1`, ...'),
    training: about(TrainingSchema, 'what every trial trains with'),
    judging: v.optional(
      about(JudgingSchema, 'how trials are compared; no trial depends on it, and all parts are optional'),
      DEFAULT_JUDGING,
    ),
  }),
  v.title('Experiment'),
);
