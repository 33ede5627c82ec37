/** @file The page's texts and tables for a terminal. */

/** Spaces that hold together on a page are plain ones here. @param {string} line */
export const plain = (line) => line.replaceAll('\u00a0', ' ');

/** Pads the columns of a table, whose first line is its head. @param {readonly (readonly string[])[]} lines @returns {string[]} */
export function aligned(lines) {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
  return lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
