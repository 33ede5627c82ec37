/** @file How a text file is read if the person says so: its header, delimiter, encoding and missing-value words. */

export const HEADER_CHOICES = ['yes', 'no'] as const;

/** Delimiters by the names that addresses use; the delimiter itself would be lost in an address. */
export const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['bar', '|'],
]);

/** Used instead of missing-value words: every word is a value. */
export const NO_WORDS = 'none';
const MAX_WORDS = 30;
const MAX_LENGTH = 200;

/** Encodings that the form offers; {@link encodingName} knows all that browsers decode. */
export const COMMON_ENCODINGS: readonly string[] = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'windows-1251', 'iso-8859-2'],
  ...['iso-8859-15', 'macintosh', 'koi8-r', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'],
];

/** The encoding's one name for any of its labels (`latin1` is `windows-1252`); null if browsers know none. */
export function encodingName(label: string): string | null {
  try {
    return label.length > 40 ? null : new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** The words without blanks and duplicates, joined by commas; null if `text` is not such a list. */
export function missingWords(text: string): string | null {
  const words = [...new Set(text.split(',').map((word) => word.trim()))].filter((word) => word !== '');
  const joined = words.join(',');
  const fits = words.length > 0 && words.length <= MAX_WORDS && joined.length <= MAX_LENGTH;
  return fits && !/[\p{Cc}\p{Surrogate}]/u.test(joined) ? joined : null;
}

/** The words of a list that {@link missingWords} has made. */
export function splitWordList(text: string): string[] {
  return text === NO_WORDS ? [] : text.split(',');
}

/** What a setting of the reading may be. */
export interface ReadingRule {
  /** What a value must be, in words that complete "not ...". */
  readonly expected: string;
  /** The value that `text` means, or null if it means none. */
  readonly parse: (text: string) => string | null;
}

const oneOf = (choices: readonly string[]): ReadingRule => ({
  expected: `one of ${choices.join(', ')}`,
  parse: (text) => (choices.includes(text) ? text : null),
});

export const READING_RULES = {
  header: oneOf(HEADER_CHOICES),
  delimiter: oneOf([...DELIMITERS.keys()]),
  encoding: { expected: 'an encoding like utf-8, utf-16le or windows-1252', parse: encodingName },
  missing: {
    expected: `words joined by commas, like "NA,nan", or "${NO_WORDS}"`,
    parse: missingWords,
  },
} satisfies Record<string, ReadingRule>;

export type ReadingKey = keyof typeof READING_RULES;
