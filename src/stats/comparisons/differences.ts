/** @file Compares all pairs of an experiment's scenarios, with one correction over all of them. */
import type { Measure } from '../../experiment/experiment';
import { compare, type Comparison } from './comparison';
import { holm } from './holm';
import { FIRST_LOOK, levelOf, lookAfter, type Look, type LookPlan } from './looks';
import type { SeededValue } from './pairing';
import { turnError } from './twoSources';
import { judge, type Judgement } from './verdict';

export interface Difference extends Judgement {
  /** Comparison of the first scenario (the one listed earlier) with the second, on the seeds of its look. */
  readonly comparison: Comparison;
  /** The latest look at this pair; null before the first, when all seeds so far are compared and nothing is judged. */
  readonly look: Look | null;
  /** The p value after Holm's correction; null if this pair was not tested. */
  readonly corrected: number | null;
}

export interface Differences {
  /** `between[i][j - i - 1]` is scenario i's difference to scenario j > i; null while either has no value. */
  readonly between: readonly (readonly (Difference | null)[])[];
  /**
   * The number of comparisons that p values were corrected for: those tested, and those whose scenarios have not come as
   * far yet.
   */
  readonly tested: number;
  readonly rules: JudgingRules;
}

export interface JudgingRules {
  /** When verdicts are given; null for values gathered otherwise, such as a class's, which are looked at once. */
  readonly plan: LookPlan | null;
  /** The first seed of the plan; the looks take the seeds from there on. */
  readonly firstSeed: number;
  /** The smallest difference that matters, in the values' units: 0.01 for one percentage point of accuracy. */
  readonly delta: number;
  /** Validation sentences behind each value; null if not known. */
  readonly rows: number | null;
  /** What the values are; accuracies if left out. */
  readonly measure?: Measure;
}

/** A scenario's trials. */
export interface Compared {
  /** Values of the trials that ended as done. Keep the list as long as it is the same: comparisons are cached by it. */
  readonly values: readonly SeededValue[];
  /** How many seeds from the plan's first on have ended, in whatever way but by being cancelled. */
  readonly ended: number;
}

export function allDifferences(scenarios: readonly Compared[], rules: JudgingRules): Differences {
  return judgeAll(
    scenarios.map((a, i) => scenarios.slice(i + 1).map((b) => compareAtLook(a, b, rules))),
    rules,
  );
}

/**
 * The verdicts on pairs that have been compared, corrected for all of them.
 * @param compared as `between` of the answer
 */
export function judgeAll(
  compared: readonly (readonly (AtLook | null)[])[],
  rules: JudgingRules,
): Differences {
  const { corrected, tested } = correct(compared.flat().flatMap((each) => each ?? []));
  // One sentence changes an accuracy by this much, and other measures by what the rest makes of it.
  const step = rules.rows === null || isOther(rules) ? 0 : 1 / rules.rows;
  const level = levelOf(rules.plan);
  const toDifference = (each: AtLook | null): Difference | null => {
    if (!each) return null;
    const { comparison, look, isLook } = each;
    const p = corrected.get(each) ?? null;
    return {
      comparison,
      look,
      corrected: p,
      ...judge(comparison, p, { level, step, isLook, delta: rules.delta }),
    };
  };
  return { between: compared.map((row) => row.map(toDifference)), tested, rules };
}

/**
 * Corrects each pair's p value for all pairs at its own look. A pair that still waits for that look counts with a p value
 * of 1, and one that is further on with the p value that it had there: so what other pairs do later can make no finding
 * of this look undone.
 */
function correct(pairs: readonly AtLook[]): { corrected: ReadonlyMap<AtLook, number>; tested: number } {
  const corrected = new Map<AtLook, number>();
  let tested = 0;
  const looks = new Map(pairs.flatMap(({ isLook, look }) => (isLook ? [[look?.index, look] as const] : [])));
  for (const look of looks.values()) {
    const family = pairs.flatMap((pair) => {
      const p = pair.pAt(look);
      return p === null ? [] : [{ pair, p }];
    });
    tested = Math.max(tested, family.length);
    const ps = holm(family.map(({ p }) => p));
    family.forEach(({ pair }, i) => {
      const p = ps[i];
      if (pair.isLook && pair.look?.index === look?.index && p !== undefined) corrected.set(pair, p);
    });
  }
  return { corrected, tested };
}

const isOther = ({ measure = 'accuracy' }: JudgingRules): boolean => measure !== 'accuracy';

export interface AtLook {
  readonly comparison: Comparison;
  /** The latest look at this pair; null where nothing is planned, and before the first. */
  readonly look: Look | null;
  /** Whether the pair is judged. */
  readonly isLook: boolean;
  /** The pair's p value at a look: 1 while it waits for it, and null if it cannot be tested there. */
  readonly pAt: (look: Look | null) => number | null;
}

/** Whether there are enough values for a verdict. */
export const isEnough = ({ n }: Comparison): boolean => Math.min(...n) >= FIRST_LOOK;

/** A pair at the latest look that both have come to; null while either has no value. */
export function compareAtLook(a: Compared, b: Compared, { plan, firstSeed }: JudgingRules): AtLook | null {
  const ended = Math.min(a.ended, b.ended);
  const compareAt = (look: Look | null): Comparison | null => {
    const taken = ({ values }: Compared) => (look ? firstSeeds(values, firstSeed + look.seeds) : values);
    return compareOnce(taken(a), taken(b));
  };
  const look = plan && lookAfter(plan, ended);
  const comparison = compareAt(look);
  if (!comparison) return null;
  return {
    ...{ comparison, look, isLook: isEnough(comparison) && (plan === null || look !== null) },
    pAt: (at) => {
      if (at && ended < at.seeds) return 1;
      const then = compareAt(at);
      return then && isEnough(then) ? then.p : null;
    },
  };
}

/** A cell of the matrix of all pairs. */
export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

/** The difference of a pair, and whether it was taken from the column's scenario; null without a pair or trials. */
export function differenceAt(
  { between }: Differences,
  { row, column }: CellPosition,
): { readonly difference: Difference; readonly turned: boolean } | null {
  if (row === column) return null;
  const turned = column < row;
  const [first, second] = turned ? [column, row] : [row, column];
  const difference = between[first]?.[second - first - 1];
  return difference ? { difference, turned } : null;
}

/** The differences among some of the scenarios, still corrected for all. @param chosen their positions, in the order wanted */
export function someDifferences(all: Differences, chosen: readonly number[]): Differences {
  const between = chosen.map((row, i) =>
    chosen.slice(i + 1).map((column) => {
      const found = differenceAt(all, { row, column });
      return found && (found.turned ? turn(found.difference) : found.difference);
    }),
  );
  return { ...all, between };
}

/** The same difference, taken from the other scenario. */
function turn(difference: Difference): Difference {
  const { comparison } = difference;
  const { means, n, differences, error } = comparison;
  return {
    ...difference,
    comparison: {
      ...comparison,
      n: [n[1], n[0]],
      means: [means[1], means[0]],
      difference: -comparison.difference,
      differences: differences && differences.map((each) => -each),
      error: error && turnError(error),
      effect: comparison.effect === null ? null : -comparison.effect,
      chance: 1 - comparison.chance,
    },
  };
}

const firsts = new WeakMap<readonly SeededValue[], Map<number, readonly SeededValue[]>>();

/** Values with seeds below the given one; the same list for the same question. */
function firstSeeds(values: readonly SeededValue[], below: number): readonly SeededValue[] {
  let ofList = firsts.get(values);
  if (!ofList) firsts.set(values, (ofList = new Map<number, readonly SeededValue[]>()));
  const found = ofList.get(below);
  if (found) return found;
  const taken = values.filter(({ seed }) => seed < below);
  ofList.set(below, taken);
  return taken;
}

const known = new WeakMap<readonly SeededValue[], WeakMap<readonly SeededValue[], Comparison | null>>();

/** Caches comparisons by the lists compared: a trial that ends changes one list, and the others keep their results. */
function compareOnce(a: readonly SeededValue[], b: readonly SeededValue[]): Comparison | null {
  let ofA = known.get(a);
  if (!ofA) known.set(a, (ofA = new WeakMap()));
  const found = ofA.get(b);
  if (found !== undefined) return found;
  const comparison = compare(a, b);
  ofA.set(b, comparison);
  return comparison;
}
