/**
 * @file The one typed table of an experiment's settings: its rules, its URL keys and its defaults.
 *
 * The page's form has a table of its own for what a person reads beside a number, app/scenario/fields.ts, which takes
 * bounds and names from `RULES` here. The page for contributors in docs/ lists every file that a new setting touches.
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
} from '../experiment';
import { plainNumber } from '../../base/format';
import { READING_RULES, type ReadingKey } from '../readingChoice';
import { encodeText } from './urlText';

/** What a number may be. The page's inputs, the URL, files and the command line all ask this table. */
export interface NumberRule {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** A bound that is itself not allowed: `min` for "above 0", `max` for "below 1". */
  readonly excluded?: 'min' | 'max';
}

const whole = (label: string, min: number, max: number): NumberRule => ({ label, min, max, whole: true });
const real = (label: string, min: number, max: number, excluded?: 'min' | 'max'): NumberRule => ({
  label,
  min,
  max,
  whole: false,
  ...(excluded && { excluded }),
});

/** Units: as in {@link Hyperparameters} and `Scenario`. The upper bounds only refuse what nobody can mean. */
export const RULES = {
  trials: whole('Trials per scenario', 1, 1000),
  // The last seed of 1,000 trials still fits the 32 bits of the counter-based random functions.
  firstSeed: whole('First seed', 0, 4_000_000_000),
  learningRate: real('Learning rate', 0, 10, 'min'),
  epochs: whole('Epochs', 1, 1000),
  steps: whole('Steps', 0, 1_000_000), // 0 evaluates what the trial begins with
  trainingRows: whole('Training rows', 1, 10_000_000),
  validationRows: whole('Validation rows', 1, 10_000_000),
  evaluateEvery: whole('Steps between measurements', 1, 1_000_000),
  batchSize: whole('Batch size', 1, 1024),
  // Two tokens are the sentence's marks; 512 is the longest input of a published RoBERTa.
  maxLength: whole('Sequence length', 3, 512),
  warmup: real('Warmup', 0, 1),
  weightDecay: real('Weight decay', 0, 10),
  gradientClip: real('Gradient clipping', 0, 1_000_000),
  dropout: real('Dropout', 0, 1, 'max'),
  rank: whole('Rank', 1, 1024),
  alpha: real('Alpha', 0, 10_000, 'min'),
} satisfies Record<string, NumberRule>;

export const BASE_PRECISIONS: readonly BasePrecision[] = ['f32', 'f16', 'int8'];

export const SCHEDULES: readonly Schedule[] = ['linear', 'cosine', 'constant'];

export const ROW_CHOICES: readonly RowChoice[] = ['sample', 'first'];

/** Characters (UTF-16 units) of a column's, subset's or split's name. */
export const MAX_DATA_NAME_LENGTH = 100;
export const DATA_NAME = `a name of 1 to ${MAX_DATA_NAME_LENGTH} characters on one line`;

/** Whether `name` can be a column's, subset's or split's: readers turn whatever a file has into such names. */
export function isDataName(name: string): boolean {
  return name !== '' && name.length <= MAX_DATA_NAME_LENGTH && !/[\p{Cc}\p{Surrogate}]/u.test(name);
}

/** The order of the four rates in `dropout=`. */
export const DROPOUT_SITES = ['hidden', 'attention', 'lora', 'classifier'] as const;

export function fits(rule: NumberRule, value: number): boolean {
  if (!Number.isFinite(value) || value < rule.min || value > rule.max) return false;
  if (rule.whole && !Number.isInteger(value)) return false;
  return !(rule.excluded && value === rule[rule.excluded]);
}

/** The rule in words that complete "not ...": "a whole number from 1 to 1000", "a number above 0, at most 10". */
export function ruleText(rule: NumberRule): string {
  const kind = rule.whole ? 'a whole number' : 'a number';
  if (rule.excluded === 'min') return `${kind} above ${rule.min}, at most ${rule.max}`;
  if (rule.excluded === 'max') return `${kind} of ${rule.min} or more, below ${rule.max}`;
  return `${kind} from ${rule.min} to ${rule.max}`;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number that `text` writes, or null if it writes none that fits the rule. */
export function parseNumber(rule: NumberRule, text: string): number | null {
  if (text.length > 40 || !NUMBER.test(text)) return null;
  const value = Number(text) + 0; // -0 becomes 0, which is what it is written as
  return fits(rule, value) ? value : null;
}

/** How numbers are written: {@link plainNumber}, except where text must stay what it once was. */
export type Spelling = (value: number) => string;

/** A setting of the experiment as one key of the URL. */
export interface Field {
  /** Key in the URL. */
  readonly key: string;
  readonly label: string;
  /** Fields of one slot exclude each other: `epochs` and `steps`. */
  readonly slot: string;
  /** What a value must be, in words that complete "not ...". */
  readonly expected: string;
  /** The experiment with the value that `text` writes, or null if it writes none. */
  read(text: string, experiment: Experiment): Experiment | null;
  /** The experiment's value as text; null if another field of the slot holds it. */
  write(experiment: Experiment, spelling?: Spelling): string | null;
  /** Whether the experiment's value is one the lab can run. */
  valid(experiment: Experiment): boolean;
}

interface Access<T> {
  readonly key: string;
  readonly label: string;
  readonly slot?: string;
  readonly expected: string;
  get(experiment: Experiment): T | undefined;
  set(experiment: Experiment, value: T): Experiment;
  parse(text: string): T | null;
  format(value: T, spelling: Spelling): string;
  valid(value: T): boolean;
}

function field<T>(access: Access<T>): Field {
  const write = (experiment: Experiment, spelling: Spelling = plainNumber) => {
    const value = access.get(experiment);
    return value === undefined ? null : access.format(value, spelling);
  };
  return {
    key: access.key,
    label: access.label,
    slot: access.slot ?? access.key,
    expected: access.expected,
    write,
    read(text, experiment) {
      const value = access.parse(text);
      return value === null ? null : access.set(experiment, value);
    },
    valid(experiment) {
      const value = access.get(experiment);
      return value === undefined || access.valid(value);
    },
  };
}

function withTraining(experiment: Experiment, change: Partial<Hyperparameters>): Experiment {
  return { ...experiment, training: { ...experiment.training, ...change } };
}

const numberAccess = (rule: NumberRule) => ({
  label: rule.label,
  expected: ruleText(rule),
  parse: (text: string) => parseNumber(rule, text),
  format: (value: number, spelling: Spelling) => spelling(value),
  valid: (value: number) => fits(rule, value),
});

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
];

/** What is used instead of a wrong value: "2000", or "epochs=2" if another field of the slot holds the base's value. */
export function fallbackText(field: Field, base: Experiment): string {
  const own = field.write(base);
  if (own !== null) return own === '' ? '(automatic)' : own;
  const holder = FIELDS.find((candidate) => candidate.slot === field.slot && candidate.write(base) !== null);
  return `${holder?.key}=${holder?.write(base)}`;
}
