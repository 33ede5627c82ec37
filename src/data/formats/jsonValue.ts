/** @file A value of JSON, also as Python writes it: NaN and Infinity, which are none, are missing values. */
import { endOfString, parseBoundedJson } from '../../boundedJson';

/** Parses values, and counts what was no JSON in them. */
export class JsonValues {
  /** NaN, Infinity and -Infinity so far, of values that could be read. */
  notFinite = 0;

  /** undefined if it is no JSON, or nested too deep. */
  parse(text: string): unknown {
    const value = tryParse(text);
    if (value !== undefined || !/NaN|Infinity/.test(text)) return value;
    const [mended, count] = withoutNotFinite(text);
    const read = tryParse(mended);
    if (read !== undefined) this.notFinite += count;
    return read;
  }

  /** For the person. */
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

/** The text with null in place of each, outside of strings. */
function withoutNotFinite(text: string): [string, number] {
  const parts: string[] = [];
  let [from, count] = [0, 0];
  const token = /"|-?\b(?:NaN|Infinity)\b/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '"') {
      token.lastIndex = endOfString(text, found.index) + 1;
      continue;
    }
    parts.push(text.slice(from, found.index), 'null');
    from = token.lastIndex;
    count++;
  }
  return [parts.join('') + text.slice(from), count];
}
