/** @file Groups of files for the bundler: all that some files import, directly or not, but for what is imported later. */

/**
 * @param {string} name the group's
 * @param {readonly string[]} entries absolute paths
 * @returns {(id: string, context: { getModuleInfo(id: string): { importedIds: readonly string[] } | null }) => string | null}
 *   the group's name for the files that belong to it
 * @throws Error if an entry is not part of the build
 */
export function importedBy(name, entries) {
  /** @type {Set<string> | null} */
  let members = null;
  return (id, context) => {
    members ??= closure(entries, (file) => {
      const info = context.getModuleInfo(file);
      if (info === null && entries.includes(file)) throw new Error(`The build has no ${file}.`);
      return info?.importedIds ?? [];
    });
    return members.has(id) ? name : null;
  };
}

/**
 * @param {readonly string[]} entries
 * @param {(file: string) => readonly string[]} importsOf
 * @returns {Set<string>}
 */
function closure(entries, importsOf) {
  const members = new Set(entries);
  for (const file of members) for (const imported of importsOf(file)) members.add(imported);
  return members;
}
