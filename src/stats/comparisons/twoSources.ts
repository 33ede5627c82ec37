/**
 * @file A test of an estimate whose squared standard error is the sum of two: one from few seeds, which follows Student's
 * t, and one from many sentences, which is as good as known.
 *
 * The critical value lies between t, which would ask too much of the sentences, and z, too little of the seeds. How far
 * between is the asymptotic solution for a false finding to be as likely as the level says, whatever the true shares
 * (B. Welch, Biometrika 34, 1947; second-order terms by A. Aspin, Biometrika 35, 1948), scaled to end exactly at t.
 */
import { criticalZ as quantileZ, normalCdf } from '../distributions/normal';
import { quantileT, twoSidedP } from '../distributions/studentT';

/** The squared standard error of an estimate, by where it comes from, in squared units of the estimate. */
export interface SquaredError {
  /** From the seeds, as their spread shows it. */
  readonly seeds: number;
  /** Degrees of freedom of that spread, above 0. */
  readonly freedom: number;
  /**
   * What luck on single sentences alone gives the seeds' part, known from thousands of them: few seeds that happen to lie
   * close together do not make it smaller. 0 where it is not known.
   */
  readonly luck: number;
  /** From the sentences; 0 for a statement about these sentences only. */
  readonly sentences: number;
  /** How the sentences' part depends on the truth; left out where that is not known, as where it is 0. */
  readonly shift?: Shift;
}

/**
 * How the sentences' part of the squared error would grow if the true value lay h above the estimate: by
 * `slope` * h + `curve` * h^2, and by `most` * |h| at most. More sentences must be judged differently for a larger
 * difference, so its error is larger.
 */
export interface Shift {
  /** In units of the estimate. */
  readonly slope: number;
  /** Without unit, at least 0; Infinity where it is `most` that counts. */
  readonly curve: number;
  /** In units of the estimate, at least 0. */
  readonly most: number;
}

/** The error of an estimate whose true value lies `h` above it: never less than the one that was estimated. */
export function errorAt(error: SquaredError, h: number): SquaredError {
  const { sentences, shift } = error;
  if (!shift || h === 0) return error;
  const growth = Math.min(h * shift.slope + h * h * shift.curve, Math.abs(h) * shift.most);
  return { ...error, sentences: sentences + Math.max(0, growth) };
}

/** The error of the same estimate with its sign turned. */
export function turnError(error: SquaredError): SquaredError {
  const { shift } = error;
  return shift ? { ...error, shift: { ...shift, slope: -shift.slope } } : error;
}

/** The seeds' part of the squared error: their spread, but no less than luck on single sentences gives. */
export function seedPartOf({ seeds, luck }: Pick<SquaredError, 'seeds' | 'luck'>): number {
  return Math.max(seeds, luck);
}

export function standardErrorOf(error: SquaredError): number {
  return Math.sqrt(totalOf(error));
}

const totalOf = (error: SquaredError): number => seedPartOf(error) + error.sentences;

/** How many standard errors an estimate strays at most, with probability 1 - `level` and to either side. */
export function criticalValue(error: SquaredError, level: number): number {
  const total = totalOf(error);
  if (total === 0) return 0;
  if (error.seeds === 0) return criticalZ(level);
  return between(criticalZ(level), criticalT(error.freedom, level), error.seeds / total, error.freedom);
}

/** The series needs some degrees of freedom to hold; below them stands what never finds too much. */
const FEWEST_FREEDOM = 4;

/**
 * The critical value between z and t.
 * @param share the seeds' spread as a share of the squared error, 0 to 1
 */
export function between(z: number, t: number, share: number, freedom: number): number {
  // Below, the weighted mean of W. Cochran and G. Cox (Experimental Designs, 1957).
  const weight = freedom < FEWEST_FREEDOM ? share : series(z, share, freedom) / series(z, 1, freedom);
  return z + (t - z) * weight;
}

/** How far the critical value lies above z, as a multiple of z: Aspin's series for one variance estimated and one known. */
function series(z: number, share: number, freedom: number): number {
  const z2 = z * z;
  const first = ((1 + z2) / 4) * share ** 2;
  const second =
    (-(1 + z2) / 2) * share ** 2 +
    ((3 + 5 * z2 + z2 * z2) / 3) * share ** 3 -
    ((15 + 32 * z2 + 9 * z2 * z2) / 32) * share ** 4;
  return first / freedom + second / freedom ** 2;
}

/**
 * Two-sided p value of an estimate: the level at which its distance from 0 is the critical value.
 * @returns null without any error, when nothing can be tested
 */
export function pOf(estimate: number, error: SquaredError): number | null {
  const total = totalOf(error);
  if (total === 0) return null;
  const distance = Math.abs(estimate) / Math.sqrt(total);
  const share = error.seeds / total;
  if (share === 1) return twoSidedP(distance, error.freedom);
  if (share === 0) return 2 * normalCdf(-distance);
  // A level is looked for by the logarithm of its t, since t, unlike the level, is never too small for a number.
  const levelAt = (log: number): number => twoSidedP(Math.exp(log), error.freedom);
  let [low, high] = [LEAST_LOG_T, MOST_LOG_T];
  for (let i = 0; i < 100 && high - low > 1e-14; i++) {
    const middle = (low + high) / 2;
    const level = levelAt(middle);
    const z = level > 0 ? quantileZ(level) : LARGEST_Z;
    if (between(z, Math.exp(middle), share, error.freedom) < distance) low = middle;
    else high = middle;
  }
  return levelAt((low + high) / 2);
}

/** The range of t in which a level is looked for: from levels of 1 to those too small for a number. */
const [LEAST_LOG_T, MOST_LOG_T] = [-30, 230];
/** The z whose level is the smallest number. */
const LARGEST_Z = 38.5;

/**
 * Quantiles by level and degrees of freedom: many comparisons share them, and a quantile is most of a comparison's work.
 */
const found = new Map<string, number>();
const MOST_KEPT = 1000;

/** The t that |T| reaches with probability `level`. */
const criticalT = (freedom: number, level: number): number =>
  foundOnce(`${freedom} ${level}`, () => quantileT(1 - level / 2, freedom));

/** The z that |Z| reaches with probability `level`. */
const criticalZ = (level: number): number => foundOnce(`${level}`, () => quantileZ(level));

function foundOnce(key: string, find: () => number): number {
  const known = found.get(key);
  if (known !== undefined) return known;
  const quantile = find();
  if (found.size < MOST_KEPT) found.set(key, quantile);
  return quantile;
}
