/**
 * @file Classes of characters as Hugging Face's tokenizers know them.
 *
 * The tokenizers use tables from several older versions of Unicode. \p{L} or \s in a browser's regular expressions are
 * different classes, and change with the browser, so the classes are written out as ranges here.
 */
import { UNICODE_TABLES } from './unicodeTables';

/**
 * If the two kinds of tokenizers differ, `space` and `letter` are those of byte-level BPE, and `punctuation` and
 * `control` those of BERT.
 */
export type CharacterClass = keyof typeof UNICODE_TABLES;

/** The class as ranges, for the brackets of a regular expression with the flag u. */
export function classBody(name: CharacterClass): string {
  const numbers = UNICODE_TABLES[name].split(' ').map((digits) => parseInt(digits, 36));
  let body = '';
  let next = 0; // the first character after the last range
  for (let i = 0; i < numbers.length; i += 2) {
    const [gap = 0, length = 0] = numbers.slice(i, i + 2);
    const first = next + gap;
    const last = first + length;
    body += escaped(first) + (last > first ? `-${escaped(last)}` : '');
    next = last + 1;
  }
  return body;
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

/** Half of a surrogate pair is not a character: it becomes U+FFFD, as when a text is encoded in UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
