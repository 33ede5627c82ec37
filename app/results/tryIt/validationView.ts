/** @file Filters and orders the validation sentences. */
import type { ExaminedRow } from '../../../workers/protocol';

export type RowFilter = 'mistakes' | 'disagreements' | 'all';
export type RowOrder = 'surest' | 'least sure';

/** A sentence with the predictions of one or two trials. */
export interface ComparedRow extends ExaminedRow {
  /** The second trial's prediction; null if there is none. */
  readonly other: Pick<ExaminedRow, 'prediction' | 'confidence'> | null;
}

export function compareRows(
  rows: readonly ExaminedRow[],
  others: readonly ExaminedRow[] | null,
): ComparedRow[] {
  const byRow = new Map(others?.map((other) => [other.row, other]));
  return rows.map((row) => ({ ...row, other: byRow.get(row.row) ?? null }));
}

/** The sentences that pass the filter, sorted by the first trial's confidence. */
export function shownRows(rows: readonly ComparedRow[], filter: RowFilter, order: RowOrder): ComparedRow[] {
  const kept = rows.filter(({ label, prediction, other }) => {
    if (filter === 'mistakes') return prediction !== label;
    if (filter === 'disagreements') return other !== null && other.prediction !== prediction;
    return true;
  });
  const sign = order === 'surest' ? -1 : 1;
  return kept.sort((a, b) => sign * (a.confidence - b.confidence) || a.row - b.row);
}
