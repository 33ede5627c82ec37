/** @file Sorts the table of trials by one of its columns. */
import type { Measure } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { valueOf } from '../../../src/results/valueOf';

export type TrialColumn =
  | 'scenario'
  | 'seed'
  | 'status'
  | 'accuracy'
  | 'value'
  | 'validationLoss'
  | 'steps'
  | 'trainableParameters'
  | 'peakBytes'
  | 'samplesPerSecond'
  | 'seconds'
  | 'engine';

export interface Sort {
  readonly column: TrialColumn;
  readonly direction: 'ascending' | 'descending';
}

/** Columns whose largest value a person wants to see first. All others begin with the smallest. */
const LARGEST_FIRST: readonly TrialColumn[] = ['accuracy', 'value', 'samplesPerSecond'];

/**
 * The sort after a press on a column's heading: repeated presses give its usual direction, the other one, then none.
 */
export function nextSort(sort: Sort | null, column: TrialColumn): Sort | null {
  const first = LARGEST_FIRST.includes(column) ? 'descending' : 'ascending';
  if (sort?.column !== column) return { column, direction: first };
  if (sort.direction !== first) return null;
  return { column, direction: first === 'ascending' ? 'descending' : 'ascending' };
}

let byText: Intl.Collator | null = null;

/** Made when it is asked for, because making it takes longer than drawing the table. */
function compareTexts(a: string, b: string): number {
  byText ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return byText.compare(a, b);
}

/**
 * A new order of the rows. Ties keep their order, and unmeasured values come last in either direction.
 * @param measure what the column `value` has
 */
export function sortTrials<Row extends { readonly record: TrialRecord }>(
  rows: readonly Row[],
  sort: Sort | null,
  measure: Measure = 'accuracy',
): readonly Row[] {
  if (!sort) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const value = ({ record }: Row): string | number | null => {
    if (sort.column === 'scenario') return record.scenario.name;
    if (sort.column === 'engine') return record.environment.backend;
    return sort.column === 'value' ? valueOf(record, measure) : record[sort.column];
  };
  return [...rows].sort((first, second) => {
    const [a, b] = [value(first), value(second)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'string' || typeof b === 'string' ? compareTexts(`${a}`, `${b}`) : a - b);
  });
}
