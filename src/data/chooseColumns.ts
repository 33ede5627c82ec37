/**
 * @file Chooses the columns of text, second text and label: as the person says, or else by name, or else by content.
 */
import { LabError } from '../base/errors';
import { type DataChoice, NO_PAIR } from '../experiment/experiment';
import { quote } from '../experiment/validate';
import { listNames } from './columnList';
import { nestedColumn, noColumn } from './nestedColumns';
import type { Cell } from './cell';
import type { SourceColumn } from './table';

/** The fewest and the most labels that the lab trains on. */
export const MIN_LABELS = 2;
export const MAX_LABELS = 20;

/** The chosen columns, as indices. */
export interface ChosenColumns {
  readonly text: number;
  readonly pair: number | null;
  readonly label: number;
}

/** Longer than `2024/05/01 9:00:00 AM GMT+2` and other ways to write a time. */
const LONGEST_TIME = 40;

/** Names that data sets give to the text column, the clearest first. */
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
/** Names of the first and the second text of a pair. */
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
 * @param sample by column, the cells of some rows, spread over the data set
 * @param nested names of columns that cannot be chosen, see `RowSource`
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
  const all = columns.map((column, index): Candidate => ({
    index,
    column,
    profile: profileOf(sample[index] ?? []),
  }));
  const free = (...taken: readonly (number | null)[]): Candidate[] =>
    all.filter(({ index, column }) => !taken.includes(index) && !nested.includes(column.name));
  const label = asked.label ?? guessLabel(free(asked.text, asked.pair));
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
  const guess = asked.text ?? guessText(free(label, asked.pair));
  // Nested columns may hold the text: then times and ids do not become the text for lack of a better column.
  const isPoor = nested.length > 0 && !hasWords(all[guess ?? -1]?.profile);
  const text = asked.text === null && isPoor ? null : guess;
  if (text === null)
    throw noColumn(sourceName, 'text', nested, `Choose the text's column: ${listNames(names)}.`);
  const pair = choice.pairColumn === null ? guessPair(all, text, free(label)) : asked.pair;
  if (text === label || text === pair || label === pair)
    throw new LabError(
      `${sourceName}: one column is chosen twice, as text, second text or label.`,
      'Choose a column of its own for each.',
    );
  return { text, pair, label };
}

interface Profile {
  readonly filled: number;
  /** How many different values the sample has. */
  readonly different: number;
  readonly meanLength: number;
  readonly numeric: boolean;
}

/** A column that could be chosen. */
interface Candidate {
  readonly index: number;
  readonly column: SourceColumn;
  readonly profile: Profile;
}

function profileOf(cells: readonly Cell[]): Profile {
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

/** The length of a value that may be text. Times, addresses and ids can be long too, but are not text. */
function lengthOfText(cell: string): number {
  const isTime = /^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell) && cell.length <= LONGEST_TIME;
  const isCode = /^\s*[!-~]*[\d@/_][!-~]*\s*$/.test(cell);
  return isTime || isCode ? 1 : cell.length;
}

/**
 * Chooses by name, if the column has no more values than there can be labels, or else the column with the fewest
 * values.
 */
function guessLabel(free: readonly Candidate[]): number | null {
  const few = free.filter(
    ({ column, profile: { different } }) =>
      column.classNames !== null || (different >= 1 && different <= MAX_LABELS),
  );
  const named = byName(few, LABEL_NAMES);
  if (named !== null) return named;
  const rank = ({ column, profile }: Candidate): number => (column.classNames ? 0 : profile.different);
  const [best] = few.filter(looksLikeLabel).toSorted((a, b) => rank(a) - rank(b) || b.index - a.index);
  return best?.index ?? null;
}

/** Whether it is neither named like a text nor has a different value in each row, as ids have. */
function looksLikeLabel({ column, profile: { different, filled } }: Omit<Candidate, 'index'>): boolean {
  if (column.classNames !== null) return true;
  const isId = different === filled && filled > MIN_LABELS;
  return different >= MIN_LABELS && !isId && !TEXT_NAMES.includes(plain(column.name));
}

/**
 * The columns that could be the label just as well as the chosen one, if no name decides; the person is told about
 * them.
 */
export function otherLabels(
  columns: readonly SourceColumn[],
  sample: readonly (readonly Cell[])[],
  { text, pair, label }: ChosenColumns,
  nested: readonly string[] = [],
): string[] {
  const chosen = columns[label];
  if (!chosen || LABEL_NAMES.includes(plain(chosen.name)) || chosen.classNames) return [];
  return columns
    .filter((column, index) => {
      if ([text, pair, label].includes(index) || nested.includes(column.name)) return false;
      const profile = profileOf(sample[index] ?? []);
      return profile.different <= MAX_LABELS && looksLikeLabel({ column, profile });
    })
    .map(({ name }) => name);
}

/** Chooses by name, or else the column with the longest values. */
function guessText(free: readonly Candidate[]): number | null {
  const filled = free.filter(({ profile }) => profile.filled > 0);
  const words = filled.filter(({ profile }) => !profile.numeric);
  const named = byName(words, TEXT_NAMES);
  if (named !== null) return named;
  const [longest] = words.toSorted((a, b) => b.profile.meanLength - a.profile.meanLength);
  return (longest ?? filled[0])?.index ?? null;
}

function guessPair(all: readonly Candidate[], text: number, free: readonly Candidate[]): number | null {
  const first = plain(all[text]?.column.name ?? '');
  for (const [one, other] of PAIRS) {
    if (first !== one) continue;
    const found = all.find(({ column }) => plain(column.name) === other);
    if (found && free.includes(found)) return found.index;
  }
  return null;
}

function byName(among: readonly Candidate[], names: readonly string[]): number | null {
  for (const name of names) {
    const found = among.find(({ column }) => plain(column.name) === name);
    if (found) return found.index;
  }
  return null;
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
