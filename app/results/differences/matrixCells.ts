/** @file Positions in the matrix of differences: the first cell, and the one that an arrow key leads to. */
import {
  differenceAt,
  type Differences,
  type CellPosition,
} from '../../../src/stats/comparisons/differences';

/** The first pair that can be compared. */
export function firstCell(differences: Differences): CellPosition | null {
  const row = differences.between.findIndex((pairs) => pairs.some((pair) => pair !== null));
  const pairs = differences.between[row];
  return pairs ? { row, column: row + 1 + pairs.findIndex((pair) => pair !== null) } : null;
}

const STEPS: Readonly<Record<string, CellPosition>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/** The next filled cell in the key's direction, or the same one at the edge; null for other keys. */
export function cellByKey(differences: Differences, from: CellPosition, key: string): CellPosition | null {
  const step = STEPS[key];
  if (!step) return null;
  const size = differences.between.length;
  let [row, column] = [from.row + step.row, from.column + step.column];
  for (; row >= 0 && row < size && column >= 0 && column < size; row += step.row, column += step.column)
    if (differenceAt(differences, { row, column })) return { row, column };
  return from;
}

/** The position as a cell's data attribute holds it. */
export const cellText = ({ row, column }: CellPosition): string => `${row}.${column}`;

export function readCell(text: string | undefined): CellPosition | null {
  const [row, column] = text?.split('.').map(Number) ?? [];
  return row !== undefined && column !== undefined ? { row, column } : null;
}
