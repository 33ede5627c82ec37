/** @file Makes names for a file's columns that can be shown, chosen and put into an address, whatever the header says. */
import { LabError } from '../../base/errors';
import { MAX_DATA_NAME_LENGTH } from '../../experiment/address/rules';

/** No table of sentences has more columns, and this many can be listed. */
export const MAX_COLUMNS = 1000;

/**
 * Gives each column a unique name: control characters become spaces, long names are cut, an empty name becomes "column
 * 3", and a second "text" becomes "text (2)".
 * @throws LabError if there are more columns than MAX_COLUMNS
 */
export function columnNames(header: readonly string[], fileName: string): string[] {
  checkColumnCount(header.length, fileName);
  const taken = new Set<string>();
  return header.map((raw, index) => {
    const name = clean(raw) || `column ${index + 1}`;
    for (let n = 1; ; n++) {
      const suffix = n === 1 ? '' : ` (${n})`;
      const candidate = cut(name, MAX_DATA_NAME_LENGTH - suffix.length) + suffix;
      if (taken.has(candidate)) continue;
      taken.add(candidate);
      return candidate;
    }
  });
}

/** @throws LabError if there are more columns than MAX_COLUMNS */
export function checkColumnCount(count: number, fileName: string): void {
  if (count > MAX_COLUMNS)
    throw new LabError(
      `${fileName} has ${count} columns, more than ${MAX_COLUMNS}.`,
      'Keep the columns of text and label only, and check that lines end where they should.',
    );
}

function clean(raw: string): string {
  return cut(raw.slice(0, 4 * MAX_DATA_NAME_LENGTH), 4 * MAX_DATA_NAME_LENGTH)
    .replace(/[\p{Cc}\p{Surrogate}]/gu, ' ')
    .trim();
}

/** Cuts a text, without half an emoji at the end. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
