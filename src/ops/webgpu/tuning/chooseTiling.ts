/** @file Which of several tilings is the fastest, by times that are not exact. */

/** Another tiling than the table's is taken only if it saves this share of the time: timings differ by as much. */
export const LEAST_GAIN = 0.05;
/** With fewer timings of each tiling nothing is chosen. */
export const LEAST_ROUNDS = 2;

export interface Choice {
  /** The position of the tiling; 0 is the table's. */
  readonly index: number;
  /** How many times as fast as the table's it is; 1 for the table's own. */
  readonly gain: number;
}

const TABLE: Choice = { index: 0, gain: 1 };

/** @param rounds of each round, milliseconds of each tiling; what could not be timed is 0 or not a number */
export function chooseTiling(rounds: readonly (readonly number[])[]): Choice {
  if (rounds.length < LEAST_ROUNDS) return TABLE;
  const medians = (rounds[0] ?? []).map((_, i) => median(rounds.map((times) => times[i] ?? NaN)));
  const [table = NaN] = medians;
  if (!(table > 0)) return TABLE;
  let best = TABLE;
  for (const [index, time] of medians.entries()) {
    const gain = table / time;
    if (time > 0 && time < (1 - LEAST_GAIN) * table && gain > best.gain) best = { index, gain };
  }
  return best;
}

/** The median; not a number if one of the values is none, or not above 0. */
function median(values: readonly number[]): number {
  if (!values.every((value) => value > 0 && Number.isFinite(value))) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
