/** @file What tokenizing shows about a data set: how long its rows are, and how many are cut. */
import { withUnit } from '../base/format';
import type { EncodedTexts } from './encodeTexts';

/** Lengths in tokens, the marks around texts included. */
export interface TokenNotes {
  readonly rows: number;
  /** Rows that are longer than maxLength and lose their ends. */
  readonly truncated: number;
  /** The longest row, before anything is cut. */
  readonly longest: number;
  /** The tokens of all rows together, after cutting. */
  readonly tokens: number;
  readonly maxLength: number;
}

export function tokenNotes(sets: readonly EncodedTexts[], maxLength: number): TokenNotes {
  let [rows, truncated, longest, tokens] = [0, 0, 0, 0];
  for (const { fullLengths, ids } of sets) {
    rows += fullLengths.length;
    tokens += ids.length;
    for (const length of fullLengths) {
      longest = Math.max(longest, length);
      if (length > maxLength) truncated++;
    }
  }
  return { rows, truncated, longest, tokens, maxLength };
}

/** One sentence for the page and the terminal. */
export function describeTokenNotes({ rows, truncated, longest, maxLength }: TokenNotes): string {
  if (truncated === 0) return `No row is cut: the longest has ${longest} tokens.`;
  return `${percent(truncated / rows)} of the rows are cut to ${maxLength} tokens; the longest has ${longest}.`;
}

/** A percentage that is never 0 % if there is one row, nor 100 % if one row is left. */
function percent(share: number): string {
  if (share < 0.001) return `Less than ${withUnit(0.1, '%')}`;
  return withUnit(share < 1 ? Math.min(99.9, share * 100).toFixed(1) : '100', '%');
}
