/** @file Whether a file's first record names its columns or is data already. */

/** Longer than a column's name, as short as a sentence. */
const LONGEST_NAME = 60;
const MOST_WORDS = 5;
/** Records that are looked at. */
export const HEADER_SAMPLE = 500;
/** Most different values of a column that could hold labels. */
const MAX_LABELS = 20;

/**
 * It is data if one of its fields is a number, reads like a sentence, or is a value that its column repeats below,
 * as a label is.
 * @param records the first is the one in question
 */
export function looksLikeHeader(records: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = records.slice(0, HEADER_SAMPLE);
  return !first.some((field, column) => {
    const text = field.trim();
    if (text === '') return false;
    if (/^[+-]?\d+(\.\d+)?$/.test(text)) return true;
    if (text.length > LONGEST_NAME || text.split(/\s+/).length > MOST_WORDS) return true;
    const below = rest.map((record) => record[column]?.trim() ?? '');
    return below.includes(text) && new Set(below).size <= MAX_LABELS;
  });
}
