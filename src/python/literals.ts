/** @file Values as Python writes them. */

/** A string literal in double quotes. Letters beyond ASCII stay; what a line or a reader could stumble over is escaped. */
export function pythonText(text: string): string {
  const escaped = JSON.stringify(text).replace(
    /[\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // JSON leaves a lone half of a surrogate pair escaped, which Python reads as well, but cannot print.
  return escaped;
}

export const pythonTextOrNone = (text: string | null): string => (text === null ? 'None' : pythonText(text));

export const pythonBool = (value: boolean): string => (value ? 'True' : 'False');

/** A number that Python reads as the same one; 1e-7 and 1e+21 are Python's too. */
export const pythonNumber = (value: number): string => String(value);

export const pythonNumberOrNone = (value: number | null): string =>
  value === null ? 'None' : pythonNumber(value);

export const pythonList = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** A text for a comment or a docstring: on one line, and nothing that would end a docstring. */
export const inComment = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replaceAll('\\', '/')
    .replaceAll('"""', '”');
