/** @file Finds added tokens in a text, such as <mask> or [SEP], as Hugging Face's tokenizers do. */
import { classBody } from './characters';
import type { Normalize } from './normalizers';
import type { AddedToken } from './tokenizerJson';

/** A piece of text without added tokens, or the id of one. */
export type Piece = string | number;

type Split = (text: string) => Piece[];

/**
 * Cuts texts at added tokens and normalizes what is between them: first at the tokens that are looked for in the
 * original text, then at those that are looked for in the normalized text. No piece is empty.
 */
export function createSplitter(tokens: readonly AddedToken[], normalize: Normalize): Split {
  const raw = splitAt(tokens.filter(({ normalized }) => !normalized));
  // A token that is looked for in normalized text is itself normalized.
  const normalized = splitAt(
    tokens
      .filter((token) => token.normalized)
      .map((token) => ({ ...token, content: normalize(token.content) })),
  );
  return (text) =>
    raw(text).flatMap((piece) => (typeof piece === 'number' ? [piece] : normalized(normalize(piece))));
}

function splitAt(tokens: readonly AddedToken[]): Split {
  const findable = tokens.filter(({ content }) => content !== '');
  if (findable.length === 0) return (text) => (text === '' ? [] : [text]);
  const byContent = new Map(findable.map((token) => [token.content, token]));
  const pattern = new RegExp(
    findable
      .map(({ content }) => escaped(content))
      .sort(longestFirst)
      .join('|'),
    'gu',
  );
  const space = classBody('space');
  const [isSpace, spaceAfter] = [new RegExp(`^[${space}]$`, 'u'), new RegExp(`^[${space}]+`, 'u')];
  /** White space that ends at `end`; no regular expression finds it in time that grows with its length alone. */
  const spaceBefore = (text: string, begin: number, end: number): number => {
    let at = end;
    while (at > begin && isSpace.test(text.charAt(at - 1))) at--;
    return end - at;
  };
  return (text) => {
    const pieces: Piece[] = [];
    let done = 0;
    const take = (end: number): void => {
      if (end > done) pieces.push(text.slice(done, end));
    };
    for (const match of text.matchAll(pattern)) {
      const token = byContent.get(match[0]);
      if (!token) continue; // the pattern matches nothing else
      let [start, end] = [match.index, match.index + match[0].length];
      if (
        token.singleWord &&
        (WORD_ENDS.test(text.slice(Math.max(0, start - 2), start)) || WORD_BEGINS.test(text.slice(end)))
      )
        continue;
      if (token.stripsLeft) start -= spaceBefore(text, done, start);
      if (token.stripsRight) end += spaceAfter.exec(text.slice(end))?.[0].length ?? 0;
      take(start);
      pieces.push(token.id);
      done = end;
    }
    take(text.length);
    return pieces;
  };
}

/** Unicode's meaning of \\w: letters and what belongs to them, digits, connectors. */
const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';
const [WORD_ENDS, WORD_BEGINS] = [new RegExp(`${WORD}$`, 'u'), new RegExp(`^${WORD}`, 'u')];

const longestFirst = (a: string, b: string): number => b.length - a.length;

function escaped(content: string): string {
  return content.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
