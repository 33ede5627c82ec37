/** @file The flags of ranks from scores: at which budget, and which end of the score gets the large ones. */
import { UsageError } from './flags.mjs';

export const RANK_FLAGS = { values: ['ranks', 'ranks-to'] };
const ENDS = /** @type {const} */ (['best', 'worst']);

/** @typedef {import('../../../app/automationRanks').RanksAsked} RanksAsked */

/**
 * @param {ReadonlyMap<string, string>} values
 * @returns {RanksAsked | null} null without `--ranks`
 */
export function readRankFlags(values) {
  const budget = values.get('ranks');
  const to = values.get('ranks-to') ?? 'best';
  if (budget === undefined) {
    if (values.has('ranks-to')) throw new UsageError('--ranks-to belongs to --ranks, which is not there');
    return null;
  }
  if (!values.has('scores')) throw new UsageError('--ranks belongs to --scores, which is not there');
  const end = ENDS.find((one) => one === to);
  if (end === undefined) throw new UsageError(`--ranks-to is "${to}", not one of ${ENDS.join(', ')}`);
  if (budget === 'same') return { budget: null, end };
  if (!/^[1-9]\d{0,11}$/.test(budget))
    throw new UsageError(`--ranks is "${budget}", not a whole number of trainable parameters, or "same"`);
  return { budget: Number(budget), end };
}
