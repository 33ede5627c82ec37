/**
 * @file What each setting of an experiment may be: bounds of numbers, choices, names. The address, files, the command line
 * and the page's form all ask these.
 */
import type { BasePrecision, Looks, Measure, RowChoice, Schedule, TrainingPrecision } from '../experiment';

/** What a number may be. */
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
  delta: real('Difference that matters, in points', 0.01, 50),
  upTo: whole('Most seeds of the plan', 1, 1000),
  // One at a time is `off`, and an experiment has no more seeds.
  together: whole('Seeds trained together', 2, 1000),
  rank: whole('Rank', 1, 1024),
  alpha: real('Alpha', 0, 10_000, 'min'),
  bRate: real('Rate of B', 0, 1000, 'min'),
} satisfies Record<string, NumberRule>;

/** The share of the validation rows that is kept for the test, where the choice names no split. */
export const TEST_SHARE = real('Test share', 0.05, 0.95);

/** What trials can compute with. */
export const TRAINING_PRECISIONS: readonly TrainingPrecision[] = ['f32', 'mixed'];
export const BASE_PRECISIONS: readonly BasePrecision[] = ['f32', 'f16', 'int8', 'nf4'];

export const SCHEDULES: readonly Schedule[] = ['linear', 'cosine', 'constant'];

export const ROW_CHOICES: readonly RowChoice[] = ['sample', 'first', 'per-seed'];

export const LOOKS: readonly Looks[] = ['growing', 'end'];

export const MEASURES: readonly Measure[] = ['accuracy', 'macroF1', 'balancedAccuracy', 'mcc'];

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

/** "Rank must be a whole number from 1 to 1024": what is wanted of a value that is wrong. */
export const mustBe = (label: string, expected: string): string => `${label} must be ${expected}`;

/** The rule in words that complete "not ..." and "must be ...": "a whole number from 1 to 1000", "a number above 0, at most 10". */
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
