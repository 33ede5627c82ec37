/** @file Parses a stranger's JSON, unless it is nested so deep that walking through it would overflow the stack. */

/** The most levels of lists and objects. What the lab reads has fewer than twenty. */
export const DEEPEST = 500;

/**
 * Parses JSON as JSON.parse does, if it is nested no deeper than {@link DEEPEST}.
 * @throws SyntaxError if the text is no JSON, or nested deeper
 */
export function parseBoundedJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`it is nested more than ${DEEPEST} levels deep`);
  return JSON.parse(text) as unknown;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      // Skips the string: brackets in it do not count.
      at = endOfString(text, at);
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > DEEPEST) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

/** The index of the quote that closes the string opened at `start`, or the text's length. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
