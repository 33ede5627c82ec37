/** @file The flags of equal footing: what is to be equal to what, and how learning rates are tuned. */
import { UsageError } from './flags.mjs';

/**
 * @typedef {import('../../../src/footing/footing').Footing} Footing
 * @typedef {import('../../../src/footing/rates/rateSweep').RatesAsked} RatesAsked
 * @typedef {{ equal: { footing: Footing, reference: string | null } | null, rates: RatesAsked | null }} FootingWish
 */

const RATE_FLAGS = ['rates', 'rate-factor', 'rate-seeds'];
export const FOOTING_FLAGS = { values: ['equal', ...RATE_FLAGS], switches: ['tune-rates'] };

const FOOTINGS = /** @type {const} */ (['parameters', 'memory', 'time']);
const COUNTS = /** @type {const} */ ([5, 3, 7]);
const FACTORS = /** @type {const} */ ([2, 3]);
const SEEDS = /** @type {const} */ ([2, 1, 3, 4, 5]);

/**
 * @param {Pick<ReturnType<typeof import('./flags.mjs').readFlags>, 'values' | 'switches'>} flags
 * @param {string | undefined} other a flag that does something else instead of a run
 * @returns {FootingWish | null} null where neither is asked for
 */
export function readFootingFlags({ values, switches }, other) {
  const tunes = switches.has('tune-rates');
  const stray = RATE_FLAGS.find((flag) => values.has(flag));
  if (!tunes && stray !== undefined)
    throw new UsageError(`--${stray} belongs to --tune-rates, which is not there`);
  const equal = values.get('equal');
  if (!tunes && equal === undefined) return null;
  if (other !== undefined)
    throw new UsageError(
      `--${tunes ? 'tune-rates' : 'equal'} prepares a run, and does not go together with --${other}`,
    );
  return {
    equal: equal === undefined ? null : readEqual(equal),
    rates: tunes
      ? {
          count: oneOf(values, 'rates', COUNTS),
          factor: oneOf(values, 'rate-factor', FACTORS),
          seeds: oneOf(values, 'rate-seeds', SEEDS),
        }
      : null,
  };
}

/** @param {string} text "memory", or "memory:all" with the reference's name */
function readEqual(text) {
  const [, word = '', name] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const footing = FOOTINGS.find((one) => one === word);
  if (footing === undefined)
    throw new UsageError(`--equal is "${text}", not one of ${FOOTINGS.join(', ')}, with ":NAME" or without`);
  return { footing, reference: name ?? null };
}

/**
 * @template {number} T
 * @param {ReadonlyMap<string, string>} values @param {string} flag
 * @param {readonly [T, ...T[]]} choices the first one where the flag is left out
 * @returns {T}
 */
function oneOf(values, flag, choices) {
  const text = values.get(flag);
  if (text === undefined) return choices[0];
  const found = choices.find((choice) => String(choice) === text);
  if (found === undefined)
    throw new UsageError(`--${flag} is "${text}", not one of ${[...choices].sort().join(', ')}`);
  return found;
}
