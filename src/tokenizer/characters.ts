/**
 * @file Classes of characters as Hugging Face's tokenizers know them.
 *
 * They carry tables of several older versions of Unicode. \p{L} or \s in a browser's regular expressions are other
 * classes, and change with the browser. So classes are written out as ranges.
 */
import { UNICODE_TABLES } from './unicodeTables';

/** Where the two kinds differ, `space` and `letter` are those of byte-level BPE, `punctuation` and `control` those of BERT. */
export type CharacterClass = keyof typeof UNICODE_TABLES;

/** The class as ranges, for the brackets of a regular expression with the flag u. */
export function classBody(name: CharacterClass): string {
  const numbers = UNICODE_TABLES[name].split(' ').map((digits) => parseInt(digits, 36));
  let body = '';
  let next = 0; // the first character behind the last range
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

/** Half of a surrogate pair is no character: it becomes U+FFFD, as where a text is encoded in UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
