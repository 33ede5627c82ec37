/** @file What the page says about a data set. */
import type { DataInspection, RowProblem } from '../../workers/protocol';
import { count } from '../../src/format';

/** "train.csv: 3 rows left out: no text (lines 4, 9, 12)". The reason and the name are a stranger's text. */
export function problemWords({ source, count: rows, reason, unit, first }: RowProblem): string {
  const places = first.map((place) => count(place)).join(', ');
  const more = rows > first.length ? ', ...' : '';
  const what = rows === 1 ? '1 row' : `${count(rows)} rows`;
  return `${source}: ${what} left out: ${reason} (${first.length === 1 ? unit : `${unit}s`} ${places}${more})`;
}

/** "3,200 rows to train on, 1,000 to measure on; 2 labels" */
export function sizeWords({ rows, labels, validationSplit, splits }: DataInspection): string {
  const heldOut = validationSplit === null || rows.validation === null;
  const measured = heldOut
    ? 'a part of them held out to measure on'
    : `${count(rows.validation)} to measure on${splits.length > 2 ? ` (${validationSplit})` : ''}`;
  const counted = labels.length > 0 ? `; ${labels.length} labels` : '';
  return `${count(rows.train)} rows to train on, ${measured}${counted}`;
}

/** Which of the files that were dropped together is measured on: by its name, else the smaller one. */
export function sortFiles<T extends { readonly name: string; readonly size: number }>(
  files: readonly T[],
): { train: T; validation: T | null } | null {
  const [first, second] = files;
  if (!first) return null;
  if (!second) return { train: first, validation: null };
  const isMeasured = ({ name }: T): boolean => /valid|dev|test|eval|held/i.test(name);
  const swapped = isMeasured(first) === isMeasured(second) ? first.size < second.size : isMeasured(first);
  return swapped ? { train: second, validation: first } : { train: first, validation: second };
}
