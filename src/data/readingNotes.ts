/** @file What a person should know about the values that were read: words that count as missing, classes that look alike. */
import { quote } from '../experiment/validate';
import { listNames } from './columnList';
import { type LabelledSplit, rowsByClass } from './labelledSplit';
import type { Labels } from './labels';
import { columnOf, type RowSource } from './table';

/** The most words that a note names. */
const NAMED = 6;

/** Writes one sentence for each column in which words count as missing values. */
export function missingNotes(source: RowSource, used: readonly number[]): string[] {
  const missing = source.reading?.missing ?? [];
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
      `${source.name}: ${what} of column ${quote(columnOf(source, column).name)} ${counts} as missing: ${words}${more}.`,
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

/** @param others columns that could be the label too */
export function guessNotes(source: RowSource, label: number, others: readonly string[]): string[] {
  if (others.length === 0) return [];
  return [
    `${source.name}: no column is called as labels are. ${quote(columnOf(source, label).name)} was taken; it could also be ${listNames(others)}.`,
  ];
}

/** A label of one row is worth a note if the labels have at least this many rows on average. */
const ENOUGH = 5;

/** Notes labels with one row beside labels with many: perhaps a typing error, or a line that is not a row. */
export function rareNotes(names: readonly string[], split: LabelledSplit): string[] {
  const { source, rows } = split;
  const counts = rowsByClass(split, names.length);
  const rare = names.filter((_, index) => counts[index] === 1);
  if (rare.length === 0 || rows.length < ENOUGH * names.length) return [];
  return [
    rare.length === 1
      ? `${source.name}: the label ${listNames(rare)} has one row only. Check that it is a label.`
      : `${source.name}: the labels ${listNames(rare)} have one row each. Check that they are labels.`,
  ];
}
