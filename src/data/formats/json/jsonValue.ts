/**
 * @file Parses a value of JSON, including Python's variant: NaN and Infinity are missing values, and large integers
 * keep their digits.
 */
import { endOfString, parseBoundedJson } from '../../../base/boundedJson';

/** Parses values, and counts what was not JSON in them. */
export class JsonValues {
  /** How many NaN, Infinity and -Infinity there were so far, in values that could be read. */
  notFinite = 0;

  /** @returns undefined if the text is not JSON, or nested too deep; integers beyond 2^53 are texts of their digits */
  parse(text: string): unknown {
    const value = tryParse(text);
    if (value !== undefined) return mayRound(text) ? tryParse(replaced(text, keepDigits)[0]) : value;
    if (!/NaN|Infinity/.test(text)) return undefined;
    const [mended, count] = replaced(text, dropNotFinite);
    const read = tryParse(mended);
    if (read === undefined) return undefined;
    this.notFinite += count;
    return mayRound(mended) ? tryParse(replaced(mended, keepDigits)[0]) : read;
  }

  /** The notes for the person. */
  notes(): string[] {
    if (this.notFinite === 0) return [];
    const what = this.notFinite === 1 ? 'value is' : 'values are';
    return [`${this.notFinite} ${what} NaN or Infinity, which is no JSON: read as missing.`];
  }
}

function tryParse(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch {
    return undefined;
  }
}

/** Whether a number could have more digits than JSON.parse keeps. */
const mayRound = (text: string): boolean => /\d{16}/.test(text);

/** Replaces NaN and Infinity by null; for any other token, null leaves it as it is. */
const dropNotFinite = (token: string): string | null => (/[NI]/.test(token) ? 'null' : null);

/** Keeps an integer that would be rounded as a text, because cells become texts anyway. */
function keepDigits(token: string): string | null {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : null;
}

/**
 * Replaces some tokens outside of strings, and counts the replacements.
 * @param other null leaves a token as it is
 */
function replaced(text: string, other: (token: string) => string | null): [string, number] {
  const parts: string[] = [];
  let [from, count] = [0, 0];
  const token = /"|-?\b(?:NaN|Infinity)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '"') {
      token.lastIndex = endOfString(text, found.index) + 1;
      continue;
    }
    const instead = other(found[0]);
    if (instead === null) continue;
    parts.push(text.slice(from, found.index), instead);
    from = token.lastIndex;
    count++;
  }
  return [parts.join('') + text.slice(from), count];
}
