/** @file Finds the lines of a file's header if it has several: group names, questions, units. */
import { isNumber, type Look, lookOf } from '../header';

/** The most header lines that are looked for; no table has more. */
const MOST_LINES = 4;

export interface HeaderLines {
  /** How many lines at the beginning are not data. */
  readonly count: number;
  /** The header line that names the columns, 0-based. */
  readonly names: number;
}

/**
 * Lines below the first also belong to the header as long as each differs in kind from all data below it in several
 * columns, and looks like the data in none. The line with the most different names is the one that names the columns.
 * @param records the file's first rows
 * @returns null if only the first line can be the header
 */
export function findHeaderLines(records: readonly (readonly string[])[]): HeaderLines | null {
  const [first = []] = records;
  for (let last = Math.min(MOST_LINES, records.length - MOST_LINES) - 1; last >= 1; last--) {
    const data = records.slice(last + 1);
    const below = records.slice(1, last + 1);
    if (!below.every((line) => isAbove(line, data)) || isLikeData(looksOf(first, data))) continue;
    const names = records.slice(0, last + 1).map(differentNames);
    return { count: last + 1, names: names.indexOf(Math.max(...names)) };
  }
  return null;
}

/**
 * One differing column is not enough, because a value can be the only one of its kind. A missing row number counts as
 * well.
 */
function isAbove(line: readonly string[], data: readonly (readonly string[])[]): boolean {
  const looks = looksOf(line, data);
  if (isLikeData(looks)) return false;
  const differ = looks.filter((look) => look === 'name').length;
  const gaps = line.filter((field, column) => field.trim() === '' && isCounted(data, column)).length;
  const isAllNames = line.every((field, column) => field.trim() === '' || looks[column] === 'name');
  return differ >= 1 && (differ + gaps >= 2 || isAllNames);
}

function looksOf(line: readonly string[], data: readonly (readonly string[])[]): Look[] {
  return line.map((field, column) => lookOf(field, data, column));
}

function isLikeData(looks: readonly Look[]): boolean {
  return looks.includes('repeated') || looks.includes('number');
}

/** Whether each row has a number of its own in this column. */
function isCounted(data: readonly (readonly string[])[], column: number): boolean {
  const values = data.map((record) => record[column]?.trim() ?? '');
  return values.every(isNumber) && new Set(values).size === values.length;
}

function differentNames(line: readonly string[]): number {
  return new Set(line.map((field) => field.trim()).filter((field) => field !== '')).size;
}
