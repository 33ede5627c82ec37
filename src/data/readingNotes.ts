/** @file What a person should know of the values that were read: words that count as missing, classes that look alike. */
import { quote } from '../experiment/validate';
import { listNames } from './columnList';
import type { LabelledSplit } from './labelledSplit';
import type { Labels } from './labels';
import type { RowSource } from './table';

/** Words that are named. */
const NAMED = 6;

/** One sentence for each of the columns in which words count as missing values. */
export function missingNotes({ name, columns, reading }: RowSource, used: readonly number[]): string[] {
  const missing = reading?.missing ?? [];
  return used.flatMap((column) => {
    const found = missing.filter((each) => each.column === column);
    if (found.length === 0) return [];
    const count = found.reduce((sum, each) => sum + each.count, 0);
    const words = found
      .slice(0, NAMED)
      .map(({ word }) => `“${word}”`)
      .join(', ');
    const more = found.length > NAMED ? ', ...' : '';
    const what = count === 1 ? '1 value' : `${count} values`;
    const counts = count === 1 ? 'counts' : 'count';
    return [
      `${name}: ${what} of column ${quote(columns[column]!.name)} ${counts} as missing: ${words}${more}.`,
    ];
  });
}

/** Names the classes that differ only in how a number or a truth value is written. */
export function alikeNotes(labels: Labels): string[] {
  const alike = labels.alike();
  if (alike.length === 0) return [];
  return [
    `The labels ${alike.map(quote).join(', ')} are different classes, because labels are compared as they are written.`,
  ];
}

/** @param others columns that could be the label, too */
export function guessNotes({ name, columns }: RowSource, label: number, others: readonly string[]): string[] {
  if (others.length === 0) return [];
  return [
    `${name}: no column is called as labels are. ${quote(columns[label]!.name)} was taken; it could also be ${listNames(others)}.`,
  ];
}

/** Of other labels there are so many rows at least, where one row is worth a word. */
const ENOUGH = 5;

/** Labels of one row beside labels of many: perhaps a slip of the pen, or no row at all. */
export function rareNotes(names: readonly string[], { source, rows, classes }: LabelledSplit): string[] {
  const counts = names.map(() => 0);
  for (const row of rows) counts[classes[row]!]!++;
  const rare = names.filter((_, index) => counts[index] === 1);
  if (rare.length === 0 || rows.length < ENOUGH * names.length) return [];
  return [
    rare.length === 1
      ? `${source.name}: the label ${listNames(rare)} has one row only. Check that it is a label.`
      : `${source.name}: the labels ${listNames(rare)} have one row each. Check that they are labels.`,
  ];
}
