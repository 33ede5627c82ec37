/**
 * @file Outcomes of a lesson's scenarios, measured here or published: the figures that predictions are compared with.
 */

/** The outcome of one scenario's trials that ended as done. */
export interface Outcome {
  readonly n: number;
  /** The mean accuracy, a fraction; null if nothing was measured. */
  readonly mean: number | null;
  /** The standard deviation; null for fewer than two trials. */
  readonly sd: number | null;
  /** Best minus worst accuracy; null for fewer than two trials, and where only mean and sd are known. */
  readonly range: number | null;
  /** Peak memory in any unit that all outcomes share. */
  readonly memory: number | null;
  readonly samplesPerSecond: number | null;
}

/** Outcomes by scenario name. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** Differences of means closer than this many standard errors are called too close. */
const STANDARD_ERRORS = 2;

/**
 * Whether mean a lies above mean b: 1 above, -1 below, 0 too close to call; null if one is missing.
 * A single trial has no spread to judge by: it is always too close to call.
 */
export function compareMeans(a: Outcome | undefined, b: Outcome | undefined): -1 | 0 | 1 | null {
  if (a?.mean == null || b?.mean == null) return null;
  const difference = a.mean - b.mean;
  if (a.sd === null || b.sd === null) return 0;
  const error = Math.hypot(a.sd / Math.sqrt(a.n), b.sd / Math.sqrt(b.n));
  if (Math.abs(difference) <= STANDARD_ERRORS * error) return 0;
  return difference > 0 ? 1 : -1;
}

/** Those of `names` whose mean cannot be told from the best one, in the order given; null if one is missing. */
export function leaders(outcomes: Outcomes, names: readonly string[]): string[] | null {
  const means = names.map((name) => outcomes.get(name)?.mean ?? null);
  if (means.some((mean) => mean === null)) return null;
  const best = names[means.indexOf(Math.max(...means.map((mean) => mean ?? -Infinity)))];
  if (best === undefined) return []; // there are no names
  return names.filter((name) => name === best || compareMeans(outcomes.get(name), outcomes.get(best)) === 0);
}
