/**
 * @file A test of an estimate whose squared standard error is the sum of two: one from few seeds, which follows Student's
 * t, and one from many sentences, which is as good as known. The critical value is their weighted mean (W. Cochran and
 * G. Cox, Experimental Designs, 1957): between t, which would ask too much of the sentences, and z, too little of the seeds.
 */
import { criticalZ, normalCdf } from '../distributions/normal';
import { quantileT, twoSidedP } from '../distributions/studentT';

/** The squared standard error of an estimate, by where it comes from, in squared units of the estimate. */
export interface SquaredError {
  /** From the seeds. */
  readonly seeds: number;
  /** Degrees of freedom of that part, above 0. */
  readonly freedom: number;
  /** From the sentences; 0 for a statement about these sentences only. */
  readonly sentences: number;
}

export function standardErrorOf({ seeds, sentences }: SquaredError): number {
  return Math.sqrt(seeds + sentences);
}

/** How many standard errors an estimate strays at most, with probability 1 - `level` and to either side. */
export function criticalValue({ seeds, freedom, sentences }: SquaredError, level: number): number {
  const total = seeds + sentences;
  if (total === 0) return 0;
  const t = seeds === 0 ? 0 : seeds * criticalT(freedom, level);
  const z = sentences === 0 ? 0 : sentences * criticalZ(level);
  return (t + z) / total;
}

/**
 * Two-sided p value of an estimate: the level at which its distance from 0 is the critical value.
 * @returns null without any error, when nothing can be tested
 */
export function pOf(estimate: number, error: SquaredError): number | null {
  const { seeds, freedom, sentences } = error;
  const total = seeds + sentences;
  if (total === 0) return null;
  const distance = Math.abs(estimate) / Math.sqrt(total);
  if (sentences === 0) return twoSidedP(distance, freedom);
  if (seeds === 0) return 2 * normalCdf(-distance);
  // A level is looked for by its t, since t, unlike the level, stays within a known factor of the distance.
  let [low, high] = [distance, (distance * total) / seeds];
  for (let i = 0; i < 100 && high - low > 1e-13 * high; i++) {
    const t = (low + high) / 2;
    const level = twoSidedP(t, freedom);
    const z = level > 0 ? criticalZ(level) : t;
    if (seeds * t + sentences * z < distance * total) low = t;
    else high = t;
  }
  return twoSidedP((low + high) / 2, freedom);
}

/**
 * Quantiles by level and degrees of freedom: many comparisons share them, and a quantile is most of a comparison's work.
 */
const found = new Map<string, number>();
const MOST_KEPT = 1000;

/** The t that |T| reaches with probability `level`. */
function criticalT(freedom: number, level: number): number {
  const key = `${freedom} ${level}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const t = quantileT(1 - level / 2, freedom);
  if (found.size < MOST_KEPT) found.set(key, t);
  return t;
}
