/** @file What trials took that trained together: their costs alone stand in the figures, those of all stand beside them. */
import { duration, megabytes } from '../base/format';
import { groupBy } from '../base/groupBy';
import type { TrialRecord } from './results';

type Taken = NonNullable<TrialRecord['together']> & { readonly name: string };
type Costs = Pick<TrialRecord, 'scenario' | 'together'>;

/** What trials took that trained together. */
export interface CompanyCosts {
  /** The most trials that trained together. */
  readonly trials: number;
  /** Of all companies. */
  readonly seconds: number;
  /** The most of any. */
  readonly peakBytes: number;
}

/** Null where every trial trained alone. */
export function companyCosts(records: readonly Costs[]): CompanyCosts | null {
  const taken = takenBy(records);
  if (taken.length === 0) return null;
  const most = (of: (one: Taken) => number): number =>
    taken.reduce((most, one) => Math.max(most, of(one)), 0);
  return {
    trials: most(({ trials }) => trials),
    seconds: secondsOf(taken),
    peakBytes: most(({ peakBytes }) => peakBytes),
  };
}

const takenBy = (records: readonly Costs[]): readonly Taken[] =>
  records.flatMap(({ scenario, together }) => (together ? [{ ...together, name: scenario.name }] : []));

/** `trained 5 at a time: 41 s in all, 212 MB at most`; empty where every trial trained alone. */
export function formatCompanies(records: readonly Costs[]): string {
  const costs = companyCosts(records);
  if (!costs) return '';
  const { trials: most, seconds, peakBytes } = costs;
  const least = takenBy(records).reduce((fewest, { trials }) => Math.min(fewest, trials), most);
  const range = least === most ? `${most}` : `${least} to ${most}`;
  return `trained ${range} at a time: ${duration(seconds)} in all, ${megabytes(peakBytes)} at most`;
}

/**
 * Seconds of all companies. A record does not name its company, and one that ended early has less of it than the last one:
 * of those of one scenario and size, by falling times, every so-manieth begins another company.
 */
function secondsOf(taken: readonly Taken[]): number {
  let sum = 0;
  for (const alike of groupBy(taken, (one) => `${one.trials} ${one.name}`).values()) {
    const [{ trials }] = alike;
    const falling = alike.map(({ seconds }) => seconds).sort((a, b) => b - a);
    for (let i = 0; i < falling.length; i += trials) sum += falling[i] ?? 0;
  }
  return sum;
}
