/** @file What trials took that trained together: their costs alone stand in the figures, those of all stand beside them. */
import { duration, megabytes } from '../base/format';
import { groupBy } from '../base/groupBy';
import type { TrialRecord } from './results';

type Taken = NonNullable<TrialRecord['together']> & { readonly name: string };
type Costs = Pick<TrialRecord, 'scenario' | 'together'>;

/** `trained 5 at a time: 41 s in all, 212 MB at most`; empty where every trial trained alone. */
export function formatCompanies(records: readonly Costs[]): string {
  const taken = records.flatMap(({ scenario, together }): readonly Taken[] =>
    together ? [{ ...together, name: scenario.name }] : [],
  );
  if (taken.length === 0) return '';
  const sizes = taken.map(({ trials }) => trials);
  const [least, most] = [sizes.reduce((a, b) => Math.min(a, b)), sizes.reduce((a, b) => Math.max(a, b))];
  const peak = taken.reduce((largest, { peakBytes }) => Math.max(largest, peakBytes), 0);
  const range = least === most ? `${most}` : `${least} to ${most}`;
  return `trained ${range} at a time: ${duration(secondsOf(taken))} in all, ${megabytes(peak)} at most`;
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
