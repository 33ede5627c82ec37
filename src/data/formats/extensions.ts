/**
 * @file The file formats that the lab reads, by the extensions of their files' names. How to add a format: see
 * formats.ts.
 */

/** Extensions by format. A text file with one of them is read in that format, whatever its content looks like. */
export const EXTENSIONS = {
  csv: ['csv'],
  tsv: ['tsv', 'tab'],
  json: ['jsonl', 'ndjson', 'json'],
  parquet: ['parquet'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FormatName = keyof typeof EXTENSIONS;

/** Extensions of text files that say nothing about the format: the content decides. */
const OTHER_EXTENSIONS = ['txt'];

/** The list of extensions for the page's file picker, in the form of the attribute `accept`. */
export const ACCEPTED_FILES = [...Object.values(EXTENSIONS).flat(), ...OTHER_EXTENSIONS]
  .map((extension) => `.${extension}`)
  .join(',');

/** The formats that messages tell a person to choose. */
export const READABLE_FILE = 'CSV, TSV, JSON or Parquet file';

/** A file's extension in lower case, without the dot; empty if the name has none. */
export function extensionOf(fileName: string): string {
  return /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}
