/** @file The flags of `--recommend`: what counts, the limits, the time, and which candidates race. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { UsageError } from './flags.mjs';

/**
 * @typedef {import('../../../src/race/race').RaceAsked} RaceAsked
 * @typedef {import('../../../src/experiment/experiment').JudgingSettings} JudgingSettings
 */

export const RACE_FLAGS = {
  values: [
    'recommend',
    'cheap',
    'max-memory',
    'max-parameters',
    'max-minutes',
    'budget',
    'candidates',
    'resume',
  ],
};
/** The words of `--measure`. @type {Readonly<Record<string, RaceAsked['measure']>>} */
const MEASURES = {
  accuracy: 'accuracy',
  'macro-f1': 'macroF1',
  'balanced-accuracy': 'balancedAccuracy',
  mcc: 'mcc',
};
const COSTS = /** @type {const} */ (['memory', 'parameters', 'time']);
const SETS = /** @type {const} */ (['short', 'long', 'own']);
/** In minutes: what the advice for the embedded model may take on a software adapter. */
const USUAL_BUDGET = 15;

/** @typedef {{ asked: Omit<RaceAsked, 'delta'>, earlier: string | null }} RaceWish */

/**
 * @param {ReadonlyMap<string, string>} values
 * @returns {RaceWish | null} null without `--recommend`
 */
export function readRaceFlags(values) {
  const measure = values.get('recommend');
  const given = RACE_FLAGS.values.find((flag) => values.has(flag));
  if (measure === undefined) {
    if (given !== undefined) throw new UsageError(`--${given} belongs to --recommend, which is not there`);
    return null;
  }
  const named = MEASURES[measure];
  if (named === undefined) throw notOneOf('recommend', measure, Object.keys(MEASURES));
  return {
    asked: {
      measure: named,
      cheap: oneOf(values, 'cheap', COSTS),
      limits: {
        memory: scaled(values, 'max-memory', 'megabytes', 1e6),
        parameters: scaled(values, 'max-parameters', 'parameters', 1),
        time: scaled(values, 'max-minutes', 'minutes a trial', 60),
      },
      candidates: oneOf(values, 'candidates', SETS),
      budget: scaled(values, 'budget', 'minutes', 60) ?? USUAL_BUDGET * 60,
    },
    earlier: readEarlier(values.get('resume')),
  };
}

/** @param {string | undefined} file @returns {string | null} */
function readEarlier(file) {
  if (file === undefined) return null;
  if (!existsSync(file)) throw new UsageError(`--resume: there is no file ${file}`);
  if (!statSync(file).isFile()) throw new UsageError(`--resume: ${file} is no file`);
  const text = readFileSync(file, 'utf8');
  const remedy = 'give the file that --out of the earlier race has written';
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`--resume: ${file} is not JSON; ${remedy}`);
  }
  // What a race has written has the results as a part; a results file is one by itself.
  const { results, trials } = /** @type {{ results?: unknown, trials?: unknown }} */ (Object(value));
  if (!results && !trials) throw new UsageError(`--resume: ${file} holds no trials; ${remedy}`);
  if (hasPyTorch(results ?? value))
    throw new UsageError(
      `--resume: PyTorch trained the trials of ${file}, and a race does not mix them with the page's; ` +
        'go on with lora-lab-cluster run --resume',
    );
  return results ? JSON.stringify(results) : text;
}

/** Whether the cluster's command has written the file: costs of the two do not compare. @param {unknown} results */
function hasPyTorch(results) {
  const { trials } = /** @type {{ trials?: { environment?: { backend?: string } }[] }} */ (Object(results));
  return Array.isArray(trials) && trials.some((trial) => trial?.environment?.backend === 'pytorch');
}

/**
 * @template {string} T
 * @param {ReadonlyMap<string, string>} values @param {string} flag
 * @param {readonly [T, ...T[]]} words the first one where the flag is left out
 * @returns {T}
 */
function oneOf(values, flag, words) {
  const text = values.get(flag) ?? words[0];
  const found = words.find((word) => word === text);
  if (found === undefined) throw notOneOf(flag, text, words);
  return found;
}

/** @param {string} flag @param {string} text @param {readonly string[]} words */
const notOneOf = (flag, text, words) =>
  new UsageError(`--${flag} is "${text}", not one of ${words.join(', ')}`);

/**
 * @param {ReadonlyMap<string, string>} values @param {string} flag @param {string} what @param {number} unit
 * @returns {number | null} null where the flag is left out
 */
function scaled(values, flag, what, unit) {
  const text = values.get(flag);
  if (text === undefined) return null;
  const number = Number(text);
  if (text.trim() === '' || !(number > 0) || number === Infinity)
    throw new UsageError(`--${flag} is "${text}", not a number of ${what} above 0`);
  return number * unit;
}
