/** @file Which columns hold the text, its pair and the label: as the person says, else by name, else by content. */
import { LabError } from '../base/errors';
import { type DataChoice, NO_PAIR } from '../experiment/experiment';
import { quote } from '../experiment/validate';
import { listNames } from './columnList';
import { nestedColumn, noColumn } from './nestedColumns';
import type { Cell } from './cell';
import type { SourceColumn } from './table';

/** Fewest and most labels that the lab trains on. */
export const MIN_LABELS = 2;
export const MAX_LABELS = 20;

/** Indices of columns. */
export interface ChosenColumns {
  readonly text: number;
  readonly pair: number | null;
  readonly label: number;
}

/** `2024/05/01 9:00:00 AM GMT+2` and the like, with room. */
const LONGEST_TIME = 40;

/** Names that data sets give to the text, most telling first. */
const TEXT_NAMES = [
  ...[
    'sentence',
    'text',
    'review',
    'content',
    'sentence1',
    'premise',
    'question1',
    'question',
    'text1',
    'text_a',
  ],
  ...['comment', 'tweet', 'utterance', 'message', 'body', 'document', 'title', 'headline', 'phrase', 'query'],
];
const LABEL_NAMES = [
  ...[
    'label',
    'labels',
    'sentiment',
    'class',
    'target',
    'category',
    'gold_label',
    'intent',
    'polarity',
    'emotion',
  ],
  ...['stars', 'rating', 'score', 'topic', 'coarse_label', 'label_text', 'y'],
];
/** First and second text of a pair. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['sentence1', 'sentence2'],
  ['premise', 'hypothesis'],
  ['question1', 'question2'],
  ['question', 'sentence'],
  ['text1', 'text2'],
  ['text_a', 'text_b'],
  ['query', 'passage'],
];

/**
 * @param sample by column, cells of some rows, spread over the data set
 * @param nested names of columns that are no choice, see `RowSource`
 * @throws LabError if a column that was asked for is not there, or none can be chosen
 */
export function chooseColumns(
  sourceName: string,
  columns: readonly SourceColumn[],
  sample: readonly (readonly Cell[])[],
  choice: Pick<DataChoice, 'textColumn' | 'pairColumn' | 'labelColumn'>,
  nested: readonly string[] = [],
): ChosenColumns {
  const names = columns.map(({ name }) => name);
  const find = (name: string): number => {
    if (nested.includes(name)) throw nestedColumn(sourceName, name);
    const index = columns.findIndex((column) => column.name === name);
    if (index < 0)
      throw new LabError(
        `${sourceName} has no column ${quote(name)}.`,
        `Choose one of its columns: ${listNames(names)}.`,
      );
    return index;
  };
  const asked = {
    text: choice.textColumn === null ? null : find(choice.textColumn),
    label: choice.labelColumn === null ? null : find(choice.labelColumn),
    pair: choice.pairColumn === null || choice.pairColumn === NO_PAIR ? null : find(choice.pairColumn),
  };
  const profiles = sample.map(profile);
  const isNested = names.map((name) => nested.includes(name));
  const closed = [...isNested.keys()].filter((index) => isNested[index]);
  const taken = [asked.text, asked.pair, ...closed];
  const label = asked.label ?? guessLabel(columns, profiles, taken);
  if (label === null && nested.length === 0 && columns.length === 1)
    throw new LabError(
      `${sourceName} has one column, ${listNames(names)}, and no label beside it.`,
      'Choose a file with a column of text and one of labels. Where the labels are the names of folders, as in a partitioned data set, write the data into one file.',
    );
  if (label === null)
    throw noColumn(
      sourceName,
      `a label: none has ${MIN_LABELS} to ${MAX_LABELS} different values that come again`,
      nested,
      `Choose the label's column: ${listNames(names)}.`,
    );
  const guess = asked.text ?? guessText(columns, profiles, [label, asked.pair, ...closed]);
  // Beside nested columns, which may hold the text, times and ids are no text for want of a better one.
  const text = asked.text === null && nested.length > 0 && !hasWords(profiles[guess ?? -1]) ? null : guess;
  if (text === null)
    throw noColumn(sourceName, 'text', nested, `Choose the text's column: ${listNames(names)}.`);
  const pair = choice.pairColumn === null ? guessPair(columns, text, [label, ...closed]) : asked.pair;
  if (text === label || text === pair || label === pair)
    throw new LabError(
      `${sourceName}: one column is chosen twice, as text, second text or label.`,
      'Choose a column of its own for each.',
    );
  return { text, pair, label };
}

interface Profile {
  readonly filled: number;
  /** Different values; counting stops beyond what labels can be. */
  readonly different: number;
  readonly meanLength: number;
  readonly numeric: boolean;
}

function profile(cells: readonly Cell[]): Profile {
  const filled = cells.filter((cell): cell is string => cell !== null && cell.trim() !== '');
  const length = filled.reduce((sum, cell) => sum + lengthOfText(cell.slice(0, 10_000)), 0);
  return {
    filled: filled.length,
    different: new Set(filled.map((cell) => cell.trim().slice(0, 200))).size,
    meanLength: filled.length === 0 ? 0 : length / filled.length,
    numeric: filled.length > 0 && filled.every((cell) => Number.isFinite(Number(cell))),
  };
}

function hasWords(profile: Profile | undefined): boolean {
  return profile !== undefined && profile.different > 1 && profile.meanLength > 1;
}

/** Times, addresses and ids are long, too, but no text. */
function lengthOfText(cell: string): number {
  const isTime = /^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell) && cell.length <= LONGEST_TIME;
  const isCode = /^\s*[!-~]*[\d@/_][!-~]*\s*$/.test(cell);
  return isTime || isCode ? 1 : cell.length;
}

/** By name, if it has no more values than labels can have; else the column with the fewest values. */
function guessLabel(
  columns: readonly SourceColumn[],
  profiles: readonly Profile[],
  taken: readonly (number | null)[],
): number | null {
  const free = columns.map((_, index) => index).filter((index) => !taken.includes(index));
  const few = (index: number): boolean => {
    const { different } = profiles[index]!;
    return columns[index]!.classNames !== null || (different >= 1 && different <= MAX_LABELS);
  };
  const named = byName(columns, LABEL_NAMES, free.filter(few));
  if (named !== null) return named;
  const rank = (index: number): number => (columns[index]!.classNames ? 0 : profiles[index]!.different);
  const candidates = free.filter((index) => few(index) && looksLikeLabel(columns[index]!, profiles[index]!));
  return candidates.toSorted((a, b) => rank(a) - rank(b) || b - a)[0] ?? null;
}

/** Not what is called a text, nor what is another one in each row, as ids are. */
function looksLikeLabel({ name, classNames }: SourceColumn, { different, filled }: Profile): boolean {
  if (classNames !== null) return true;
  const isId = different === filled && filled > MIN_LABELS;
  return different >= MIN_LABELS && !isId && !TEXT_NAMES.includes(plain(name));
}

/** Columns that could be the label as well as the chosen one, where no name tells: to be said. */
export function otherLabels(
  columns: readonly SourceColumn[],
  sample: readonly (readonly Cell[])[],
  { text, pair, label }: ChosenColumns,
  nested: readonly string[] = [],
): string[] {
  if (LABEL_NAMES.includes(plain(columns[label]!.name)) || columns[label]!.classNames) return [];
  return columns
    .filter((column, index) => {
      if ([text, pair, label].includes(index) || nested.includes(column.name)) return false;
      const found = profile(sample[index]!);
      return found.different <= MAX_LABELS && looksLikeLabel(column, found);
    })
    .map(({ name }) => name);
}

/** By name, else the column with the longest values. */
function guessText(
  columns: readonly SourceColumn[],
  profiles: readonly Profile[],
  taken: readonly (number | null)[],
): number | null {
  const free = columns
    .map((_, index) => index)
    .filter((index) => !taken.includes(index) && profiles[index]!.filled > 0);
  const words = free.filter((index) => !profiles[index]!.numeric);
  const named = byName(columns, TEXT_NAMES, words);
  if (named !== null) return named;
  const longest = words.toSorted((a, b) => profiles[b]!.meanLength - profiles[a]!.meanLength);
  return longest[0] ?? free[0] ?? null;
}

function guessPair(columns: readonly SourceColumn[], text: number, taken: readonly number[]): number | null {
  const first = plain(columns[text]!.name);
  for (const [one, other] of PAIRS) {
    if (first !== one) continue;
    const index = columns.findIndex(({ name }) => plain(name) === other);
    if (index >= 0 && !taken.includes(index)) return index;
  }
  return null;
}

function byName(
  columns: readonly SourceColumn[],
  names: readonly string[],
  among: readonly number[],
): number | null {
  for (const name of names) {
    const found = among.find((index) => plain(columns[index]!.name) === name);
    if (found !== undefined) return found;
  }
  return null;
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
