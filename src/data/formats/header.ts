/** @file Guesses whether a file's first row names its columns or is data. */

/** Longer than a column's name, as short as a sentence. */
const LONGEST_NAME = 60;
const MOST_WORDS = 5;
/** How many rows are looked at. */
export const HEADER_SAMPLE = 500;
/** The most different values of a column that could hold labels. */
const MAX_LABELS = 20;
/** How many values of a column are enough to tell their kind. */
const ENOUGH = 5;

export interface HeaderGuess {
  readonly header: boolean;
  /** Whether a person could judge it differently. */
  readonly doubtful: boolean;
  /** Whether a field differs in kind from all below it. If not, it is a header only because no field speaks against it. */
  readonly differs: boolean;
}

/** How the first value of a column compares with those below it. */
export type Look = 'name' | 'repeated' | 'number' | 'sentence' | 'nothing';

/**
 * The first row is data if one of its fields is a value that its column repeats below, as a label is. Otherwise it is a
 * header if one of its fields differs in kind from all below it: a word above numbers, dates or a few repeated labels.
 * Otherwise it is data if one of its fields is a number or reads like a sentence.
 * @param records rows, the first of which is in question
 */
export function guessHeader(records: readonly (readonly string[])[]): HeaderGuess {
  const [first = [], ...others] = records.slice(0, HEADER_SAMPLE);
  // Files that were joined hold their header several times.
  const rest = others.filter((record) => !isSameRecord(record, first));
  const looks = first.map((field, column) => lookOf(field, rest, column));
  const has = (look: Look): boolean => looks.includes(look);
  if (isNumbered(first) && has('name')) return { header: true, doubtful: true, differs: true };
  if (has('repeated')) return { header: false, doubtful: has('name'), differs: has('name') };
  const likeData = has('number') || has('sentence');
  if (has('name')) return { header: true, doubtful: likeData, differs: true };
  return { header: !likeData, doubtful: likeData, differs: false };
}

export function isSameRecord(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((field, column) => field === other[column]);
}

/** @param rest the rows below the one that holds the field */
export function lookOf(field: string, rest: readonly (readonly string[])[], column: number): Look {
  const text = field.trim();
  if (text === '' || /^(na|nan|null|none|n\/a|<na>)$/i.test(text)) return 'nothing';
  const below = rest.map((record) => record[column]?.trim() ?? '').filter((value) => value !== '');
  if (isNumber(text)) return below.length >= ENOUGH && !below.some(isNumber) ? 'name' : 'number';
  const counts = new Map<string, number>();
  for (const value of below) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.has(text) && counts.size <= MAX_LABELS) return 'repeated';
  if (below.length >= 2 && below.every(isNumber)) return 'name';
  if (below.length >= ENOUGH && !/\d/.test(text) && below.every((value) => /\d/.test(value))) return 'name';
  const areLabels =
    below.length >= ENOUGH && counts.size <= MAX_LABELS && [...counts.values()].every((count) => count >= 2);
  if (areLabels && 3 * counts.size <= below.length) return 'name';
  return text.length > LONGEST_NAME || text.split(/\s+/).length > MOST_WORDS ? 'sentence' : 'nothing';
}

/** Whether the names are 0, 1, 2, ... as pandas names nameless columns, perhaps after the empty name of its index. */
function isNumbered(fields: readonly string[]): boolean {
  const numbers = fields[0] === '' ? fields.slice(1) : fields;
  return numbers.length >= 2 && numbers.every((field, index) => field.trim() === String(index));
}

export function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}
