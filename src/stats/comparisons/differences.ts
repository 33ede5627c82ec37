/** @file Compares all pairs of an experiment's scenarios, with one correction over all of them. */
import { compare, type Comparison } from './comparison';
import { holm } from './holm';
import type { SeededValue } from './pairing';
import { decisiveP, verdictOf, type Verdict } from './verdict';

export interface Difference {
  /** Comparison of the first scenario (the one listed earlier) with the second. */
  readonly comparison: Comparison;
  /** The deciding p value after Holm's correction; null if nothing was tested. */
  readonly corrected: number | null;
  readonly verdict: Verdict;
}

export interface Differences {
  /** `between[i][j - i - 1]` is scenario i's difference to scenario j > i; null while either has no value. */
  readonly between: readonly (readonly (Difference | null)[])[];
  /** The number of comparisons that were tested, and so corrected for. */
  readonly tested: number;
}

/**
 * @param scenarios accuracies of each scenario's finished trials
 * @param rows validation examples behind each accuracy; null if not known
 */
export function allDifferences(
  scenarios: readonly (readonly SeededValue[])[],
  rows: number | null,
): Differences {
  const compared = scenarios.map((a, i) => scenarios.slice(i + 1).map((b) => compareOnce(a, b)));
  const tested = compared.flat().flatMap((comparison) => {
    const p = comparison && decisiveP(comparison);
    return comparison && p !== null ? [{ comparison, p }] : [];
  });
  const ps = holm(tested.map(({ p }) => p));
  const corrected = new Map(tested.map(({ comparison }, i) => [comparison, ps[i]]));
  const judge = (comparison: Comparison | null): Difference | null => {
    if (!comparison) return null;
    const p = corrected.get(comparison) ?? null;
    return { comparison, corrected: p, verdict: verdictOf(comparison, p, rows) };
  };
  return { between: compared.map((row) => row.map(judge)), tested: tested.length };
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
