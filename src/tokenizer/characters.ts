/**
 * @file Classes of characters as Hugging Face's tokenizers know them.
 *
 * They carry tables of several, older versions of Unicode; \p{L} or \s of a browser's regular expressions are others,
 * and change with the browser. So classes are written out as ranges.
 */
import { UNICODE_TABLES } from './unicodeTables';

/** `space` and `letter` are of byte-level BPE, `punctuation` and `control` of BERT, where they differ. */
export type CharacterClass = keyof typeof UNICODE_TABLES;

/** What stands for the class between the brackets of a regular expression with the flag u. */
export function classBody(name: CharacterClass): string {
  const numbers = UNICODE_TABLES[name].split(' ').map((digits) => parseInt(digits, 36));
  let body = '';
  let next = 0; // the first character behind the last range
  for (let i = 0; i < numbers.length; i += 2) {
    const first = next + numbers[i]!;
    const last = first + numbers[i + 1]!;
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
