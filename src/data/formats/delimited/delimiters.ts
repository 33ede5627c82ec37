/** @file Finds what separates the fields of a CSV or TSV file, and what quotes them, from its first lines. */
import Papa from 'papaparse';
import { DELIMITERS } from '../../../experiment/readingChoice';

/** Delimiters that few programs write, tried only if none of the usual ones makes rows of one length. */
const UNUSUAL: readonly string[] = ['\x01', '\x1f', '،', '¦', '~', '^', '::', ' '];
/** How many rows are looked at. */
const SAMPLE = 50;

/** @param isTsv whether the file's name says so */
export function guessDelimiter(head: string, isTsv: boolean): string {
  if (isTsv && (/.+/.exec(head)?.[0] ?? '').includes('\t')) return '\t';
  const { meta } = Papa.parse(head, {
    delimitersToGuess: [...DELIMITERS.values()],
    newline: '\n',
    preview: 1,
    skipEmptyLines: 'greedy',
  });
  const usual = meta.delimiter;
  const padded = `${usual} `;
  // With the blank as part of the delimiter, a quote after it begins a quoted field.
  if (head.includes(`${padded}"`) && isEven(head, padded)) return padded;
  if (isEven(head, usual) || isEven(head, usual, "'")) return usual;
  return UNUSUAL.find((delimiter) => isEven(head, delimiter)) ?? usual;
}

/** Whether fields are enclosed in single quotes; a doubled one is then part of the text. */
export function areSingleQuoted(head: string, delimiter: string): boolean {
  return /^\s*'/.test(head) && isEven(head, delimiter, "'");
}

/** Whether the first rows have the same number of fields, and quotes are where they should be. */
function isEven(head: string, delimiter: string, quoteChar = '"'): boolean {
  const { data, errors, meta } = Papa.parse<string[]>(head, {
    delimiter,
    quoteChar,
    newline: '\n',
    preview: SAMPLE,
    skipEmptyLines: 'greedy',
  });
  // The last line of the file's beginning may be cut.
  const whole = meta.truncated || data.length < 3 ? data : data.slice(0, -1);
  const [first, ...rest] = whole;
  if (errors.length > 0 || !first || rest.length === 0) return false;
  const width = rest[0]?.length ?? 0;
  // R writes no header for its row names.
  const isR = first.length >= 2 && first.length === width - 1;
  if (width < 2 || (first.length !== width && !isR)) return false;
  if (!rest.every((record) => record.length === width)) return false;
  // Blanks separate fields only if some fields are quoted and contain blanks; otherwise they are just between words.
  const isText = (field: string): boolean => field.includes(delimiter);
  return delimiter !== ' ' || rest.every((record) => record.some(isText));
}
