/** @file Finds the folder, within a named one, that holds a model or an adapter. Node built-ins only. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './flags.mjs';

/** Levels that are searched below the named folder: a hub's cache has `models--owner--name/snapshots/<commit>/`. */
const DEEPEST = 3;
const MOST_FOLDERS = 2000;

/**
 * The names of the files in a folder. Links count, because the files of a hub's cache are links.
 * @param {string} folder @returns {string[]} names, without what macOS adds to foreign disks
 */
export function filesIn(folder) {
  const names = entriesOf(folder).map(({ name }) => name);
  return names.filter((name) => !name.startsWith('._') && isFile(join(folder, name)));
}

/** @param {string} path */
function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // a broken link, or a file that may not be read
  }
}

/**
 * The shallowest folder that holds what is wanted: the named one, or one within it, such as a Trainer's only checkpoint.
 * @param {string} flag for messages
 * @param {string} named
 * @param {(files: string[]) => boolean} holds of the names of a folder's own files
 * @returns {string} the named folder itself if none holds it
 * @throws {UsageError} if several of the same depth hold it
 */
export function folderWith(flag, named, holds) {
  const root = resolve(named);
  readdirSync(root); // throws where it may not be read
  let level = [root];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const [found, ...others] = level.filter((folder) => holds(filesIn(folder)));
    if (found !== undefined && others.length === 0) return found;
    if (found !== undefined) {
      const shown = [found, ...others].slice(0, 4).map((folder) => folder.slice(root.length + 1));
      throw new UsageError(
        `--${flag}: the folder ${named} holds several: ${shown.join(', ')}${others.length > 3 ? ', ...' : ''}; name one of them`,
      );
    }
    level = level.flatMap(foldersIn).slice(0, MOST_FOLDERS);
  }
  return root;
}

/** Not through links, which may lead in a circle. @param {string} folder */
function foldersIn(folder) {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== '__MACOSX')
    .map(({ name }) => join(folder, name));
}

/** What may not be looked at within the named folder holds nothing. @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** What to call a folder: in a hub's cache by its repository, not by the commit. @param {string} folder */
export function folderName(folder) {
  const [parent, above] = [dirname(folder), dirname(dirname(folder))];
  const isCache = basename(parent) === 'snapshots' && basename(above).startsWith('models--');
  return isCache ? basename(above).slice('models--'.length) : basename(folder);
}
