/** @file What tells picked files apart without reading them. */

/** Name, size and time of each, in any order of picking: the same where the files are the same, as far as a page can tell. */
export function fingerprint(files: readonly File[]): string {
  return JSON.stringify(
    files.map(({ name, size, lastModified }) => [name, size, lastModified].join(' ')).sort(),
  );
}
