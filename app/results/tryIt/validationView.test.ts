import { expect, it } from 'vitest';
import { compareRows, shownRows } from './validationView';

const row = (at: number, label: number, prediction: number, confidence: number) => ({
  row: at,
  text: `sentence ${at}`,
  label,
  prediction,
  confidence,
});
const FIRST = [row(0, 0, 0, 0.9), row(1, 1, 0, 0.6), row(2, 0, 1, 0.8), row(5, 1, 1, 0.6)];
const SECOND = [row(0, 0, 1, 0.7), row(1, 1, 0, 0.9), row(2, 0, 0, 0.5)];
const rowsOf = (rows: readonly { row: number }[]): number[] => rows.map((one) => one.row);

it('shows mistakes, disagreements or all, by confidence', () => {
  const rows = compareRows(FIRST, SECOND);
  expect(rowsOf(shownRows(rows, 'mistakes', 'surest'))).toEqual([2, 1]);
  expect(rowsOf(shownRows(rows, 'mistakes', 'least sure'))).toEqual([1, 2]);
  expect(rowsOf(shownRows(rows, 'disagreements', 'surest'))).toEqual([0, 2]);
  expect(rowsOf(shownRows(rows, 'all', 'least sure'))).toEqual([1, 5, 2, 0]);
  expect(rows.map(({ other }) => other?.prediction)).toEqual([1, 0, 0, undefined]);
});

it('knows no disagreement with a single trial', () => {
  expect(shownRows(compareRows(FIRST, null), 'disagreements', 'surest')).toEqual([]);
});
