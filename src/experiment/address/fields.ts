/**
 * @file The one typed table of an experiment's settings: its URL keys, by which it is read, written and checked.
 *
 * The page's form has a table of its own for what a person reads beside a number, app/scenario/fields.ts. Both take bounds
 * and names from `RULES` (rules.ts). The page for contributors in docs/ lists every file that a new setting touches.
 */
import type {
  BasePrecision,
  DataChoice,
  DropoutRates,
  Duration,
  Experiment,
  Hyperparameters,
  RowChoice,
  Schedule,
  TrainingPrecision,
} from '../experiment';
import { READING_RULES, type ReadingKey } from '../readingChoice';
import { type Field, field, numberAccess } from './field';
import { JUDGING_FIELDS } from './judgingFields';
import {
  BASE_PRECISIONS,
  DATA_NAME,
  DROPOUT_SITES,
  fits,
  isDataName,
  parseNumber,
  ROW_CHOICES,
  RULES,
  ruleText,
  SCHEDULES,
  TRAINING_PRECISIONS,
} from './rules';
import { encodeText } from './urlText';

function withTraining(experiment: Experiment, change: Partial<Hyperparameters>): Experiment {
  return { ...experiment, training: { ...experiment.training, ...change } };
}

type NumberSetting = {
  [K in keyof Hyperparameters]: Hyperparameters[K] extends number ? K : never;
}[keyof Hyperparameters];

const trainingNumber = (key: string, name: NumberSetting) =>
  field<number>({
    ...numberAccess(RULES[name]),
    key,
    get: (experiment) => experiment.training[name],
    set: (experiment, value) => withTraining(experiment, { [name]: value }),
  });

const durationField = (unit: Duration['unit']) =>
  field<number>({
    ...numberAccess(RULES[unit]),
    key: unit,
    slot: 'duration',
    get: ({ training: { duration } }) => (duration.unit === unit ? duration.count : undefined),
    set: (experiment, count) => withTraining(experiment, { duration: { unit, count } }),
  });

/** `all` means every row. */
type Rows = number | 'all';

const rowsField = (key: string, name: 'trainingRows' | 'validationRows') =>
  field<Rows>({
    key,
    label: RULES[name].label,
    expected: `${ruleText(RULES[name])}, or "all"`,
    get: (experiment) => experiment.training[name] ?? 'all',
    set: (experiment, rows) => withTraining(experiment, { [name]: rows === 'all' ? null : rows }),
    parse: (text) => (text === 'all' ? text : parseNumber(RULES[name], text)),
    format: (rows, spelling) => (rows === 'all' ? rows : spelling(rows)),
    valid: (rows) => rows === 'all' || fits(RULES[name], rows),
  });

/** `pass` means a measurement after each pass over the training rows. */
const evaluateField = field<number | 'pass'>({
  key: 'evaluate',
  label: RULES.evaluateEvery.label,
  expected: `${ruleText(RULES.evaluateEvery)}, or "pass"`,
  get: (experiment) => experiment.training.evaluateEvery ?? 'pass',
  set: (experiment, every) => withTraining(experiment, { evaluateEvery: every === 'pass' ? null : every }),
  parse: (text) => (text === 'pass' ? text : parseNumber(RULES.evaluateEvery, text)),
  format: (every, spelling) => (every === 'pass' ? every : spelling(every)),
  valid: (every) => every === 'pass' || fits(RULES.evaluateEvery, every),
});

const scheduleField = field<Schedule>({
  key: 'schedule',
  label: 'Schedule',
  expected: `one of ${SCHEDULES.join(', ')}`,
  get: (experiment) => experiment.training.schedule,
  set: (experiment, schedule) => withTraining(experiment, { schedule }),
  parse: (text) => SCHEDULES.find((schedule) => schedule === text) ?? null,
  format: (schedule) => schedule,
  valid: (schedule) => SCHEDULES.includes(schedule),
});

const precisionField = field<BasePrecision>({
  key: 'base',
  label: 'Base precision',
  expected: `one of ${BASE_PRECISIONS.join(', ')}`,
  get: (experiment) => experiment.training.basePrecision,
  set: (experiment, basePrecision) => withTraining(experiment, { basePrecision }),
  parse: (text) => BASE_PRECISIONS.find((precision) => precision === text) ?? null,
  format: (precision) => precision,
  valid: (precision) => BASE_PRECISIONS.includes(precision),
});

const trainingPrecisionField = field<TrainingPrecision>({
  key: 'precision',
  label: 'Precision',
  expected: `one of ${TRAINING_PRECISIONS.join(', ')}`,
  get: (experiment) => experiment.training.precision,
  set: (experiment, precision) => withTraining(experiment, { precision }),
  parse: (text) => TRAINING_PRECISIONS.find((precision) => precision === text) ?? null,
  format: (precision) => precision,
  valid: (precision) => TRAINING_PRECISIONS.includes(precision),
});

const switchField = (key: string, name: 'checkpointing' | 'shuffle', label: string) =>
  field<boolean>({
    key,
    label,
    expected: 'on or off',
    get: (experiment) => experiment.training[name],
    set: (experiment, on) => withTraining(experiment, { [name]: on }),
    parse: (text) => (text === 'on' ? true : text === 'off' ? false : null),
    format: (on) => (on ? 'on' : 'off'),
    valid: (on) => typeof on === 'boolean',
  });

const rowChoiceField = field<RowChoice>({
  key: 'pick',
  label: 'Choice of rows',
  expected: `one of ${ROW_CHOICES.join(', ')}`,
  get: (experiment) => experiment.training.rowChoice,
  set: (experiment, rowChoice) => withTraining(experiment, { rowChoice }),
  parse: (text) => ROW_CHOICES.find((choice) => choice === text) ?? null,
  format: (choice) => choice,
  valid: (choice) => ROW_CHOICES.includes(choice),
});

/** A part of a data set by name; an empty value is the automatic choice. */
const dataField = (key: string, name: keyof DataChoice, label: string) =>
  field<string | null>({
    key,
    label,
    expected: DATA_NAME,
    get: (experiment) => experiment.data[name],
    set: (experiment, value) => ({
      ...experiment,
      data: { ...experiment.data, [name]: value === '' ? null : value },
    }),
    parse: (text) => (text === '' || isDataName(text) ? text : null),
    format: (value) => (value === null ? '' : encodeText(value)),
    valid: (value) => value === null || isDataName(value),
  });

/** How the files of a data set are read; an empty value is the automatic choice. */
const readingField = (key: ReadingKey, label: string) => {
  const { expected, parse } = READING_RULES[key];
  return field<string | null>({
    key,
    label,
    expected,
    get: (experiment) => experiment.data[key],
    set: (experiment, value) => ({
      ...experiment,
      data: { ...experiment.data, [key]: value === '' ? null : value },
    }),
    parse: (text) => (text === '' ? text : parse(text)),
    format: (value) => (value === null ? '' : encodeText(value)),
    valid: (value) => value === null || parse(value) === value,
  });
};

function parseDropout(text: string): DropoutRates | null {
  const rates = text.split(',', DROPOUT_SITES.length + 1).map((rate) => parseNumber(RULES.dropout, rate));
  if (rates.length !== DROPOUT_SITES.length) return null;
  const [hidden = null, attention = null, lora = null, classifier = null] = rates;
  if (hidden === null || attention === null || lora === null || classifier === null) return null;
  return { hidden, attention, lora, classifier };
}

const dropoutField = field<DropoutRates>({
  key: 'dropout',
  label: RULES.dropout.label,
  expected: `four numbers of 0 or more, below 1, for ${DROPOUT_SITES.join(', ')}, joined by commas`,
  get: (experiment) => experiment.training.dropout,
  set: (experiment, dropout) => withTraining(experiment, { dropout }),
  parse: parseDropout,
  format: (rates, spelling) => DROPOUT_SITES.map((site) => spelling(rates[site])).join(','),
  valid: (rates) => DROPOUT_SITES.every((site) => fits(RULES.dropout, rates[site])),
});

/** Every setting except model, data and scenarios, in the order of the URL. */
export const FIELDS: readonly Field[] = [
  dataField('text', 'textColumn', 'Text column'),
  dataField('pair', 'pairColumn', 'Column of the second text'),
  dataField('label', 'labelColumn', 'Label column'),
  dataField('subset', 'subset', 'Subset'),
  dataField('split', 'trainSplit', 'Training split'),
  dataField('valsplit', 'validationSplit', 'Validation split'),
  dataField('test', 'testSplit', 'Test split'),
  readingField('header', 'Header'),
  readingField('delimiter', 'Delimiter'),
  readingField('encoding', 'Encoding'),
  readingField('missing', 'Missing-value words'),
  field<number>({
    ...numberAccess(RULES.trials),
    key: 'trials',
    get: (experiment) => experiment.trials,
    set: (experiment, trials) => ({ ...experiment, trials }),
  }),
  field<number>({
    ...numberAccess(RULES.firstSeed),
    key: 'seed',
    get: (experiment) => experiment.firstSeed,
    set: (experiment, firstSeed) => ({ ...experiment, firstSeed }),
  }),
  trainingNumber('lr', 'learningRate'),
  durationField('epochs'),
  durationField('steps'),
  rowsField('rows', 'trainingRows'),
  rowsField('validation', 'validationRows'),
  evaluateField,
  rowChoiceField,
  switchField('shuffle', 'shuffle', 'Shuffling'),
  trainingNumber('batch', 'batchSize'),
  trainingNumber('length', 'maxLength'),
  scheduleField,
  trainingNumber('warmup', 'warmup'),
  trainingNumber('decay', 'weightDecay'),
  trainingNumber('clip', 'gradientClip'),
  dropoutField,
  switchField('checkpointing', 'checkpointing', 'Gradient checkpointing'),
  precisionField,
  trainingPrecisionField,
  ...JUDGING_FIELDS,
];

/** What is used instead of a wrong value: "2000", or "epochs=2" if another field of the slot holds the base's value. */
export function fallbackText(field: Field, base: Experiment): string {
  const own = field.write(base);
  if (own !== null) return own === '' ? '(automatic)' : own;
  const holder = FIELDS.find((candidate) => candidate.slot === field.slot && candidate.write(base) !== null);
  return `${holder?.key}=${holder?.write(base)}`;
}
