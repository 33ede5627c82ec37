/** @file Which file of the project reads which other one: imports, types included, and files that are named by a path. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { importsIn } from '../../lint/importsIn.mjs';

/** @typedef {ReadonlyMap<string, readonly string[]>} Dependencies by file; both relative to the root, with slashes */

const ENDINGS = ['', '.ts', '.tsx', '.mjs', '.js', '/index.ts', '/index.tsx'];
/** Finds the script of a worker, or a fixture. */
const URL_OF_FILE = /new URL\(\s*[`'"](\.{1,2}\/[^`'"$]+)[`'"],\s*import\.meta\.url/g;
/** Finds a program that is started, or a reporter, which are named by their paths from the root. */
const PATH_FROM_ROOT = /[`'"\s=](?:\.\/)?((?:tools|app|src|workers|e2e|bench)\/[\w./-]+\.(?:mjs|tsx?))\b/g;

/** @param {string} path */
export const isCode = (path) => /\.(tsx?|mjs|js)$/.test(path);

/** @param {string} path */
const isFile = (path) => existsSync(path) && statSync(path).isFile();

/**
 * @param {string} root
 * @param {string} file
 * @returns {string[]} the files that it reads
 */
function readBy(root, file) {
  const text = readFileSync(join(root, file), 'utf8');
  const relatives = [
    ...importsIn(file, text).filter((name) => name.startsWith('.')),
    ...[...text.matchAll(URL_OF_FILE)].map(([, path = '']) => path),
  ].map((path) => resolve(root, dirname(file), path.replace(/\?.*$/, '')));
  const named = [...text.matchAll(PATH_FROM_ROOT)].map(([, path = '']) => resolve(root, path));
  const found = [...relatives, ...named].flatMap(
    (base) => ENDINGS.map((ending) => base + ending).find(isFile) ?? [],
  );
  return [...new Set(found.map((path) => relative(root, path).split(sep).join('/')))];
}

/** @param {string} root @param {readonly string[]} files @returns {Dependencies} of those that are code */
export function dependenciesOf(root, files) {
  return new Map(files.filter(isCode).map((file) => [file, readBy(root, file)]));
}

/**
 * @param {Dependencies} dependencies
 * @param {Iterable<string>} starts
 * @returns {Set<string>} the starts, and all that they read, directly or by way of others
 */
export function closure(dependencies, starts) {
  const reached = new Set(starts);
  // Going through a set also visits what is added to it on the way.
  for (const file of reached) for (const next of dependencies.get(file) ?? []) reached.add(next);
  return reached;
}

/** @param {Dependencies} dependencies @returns {Dependencies} by file, those that read it */
export function reversed(dependencies) {
  /** @type {Map<string, string[]>} */
  const readers = new Map();
  for (const [file, read] of dependencies)
    for (const one of read) readers.set(one, [...(readers.get(one) ?? []), file]);
  return readers;
}
