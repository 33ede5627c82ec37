/** @file Which source file imports which, types included. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { importsIn } from './importsIn.mjs';

const ENDINGS = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];

/**
 * @param {string} root
 * @param {string} from the importing file, relative to the root
 * @param {string} source the text in the import
 * @returns {string | null} relative to the root; null for packages and for anything that is not a module
 */
export function resolveImport(root, from, source) {
  if (!source.startsWith('.')) return null;
  const base = resolve(root, dirname(from), source.replace(/\?.*$/, ''));
  const found = ENDINGS.map((ending) => base + ending).find((path) => /\.tsx?$/.test(path) && isFile(path));
  return found === undefined ? null : relative(root, found).split(sep).join('/');
}

/** @param {string} path */
const isFile = (path) => existsSync(path) && statSync(path).isFile();

/** @param {string} root @param {string} file @returns {string[]} */
function importsOf(root, file) {
  const sources = importsIn(file, readFileSync(join(root, file), 'utf8'));
  return sources.flatMap((source) => resolveImport(root, file, source) ?? []);
}

/** @param {string} root @param {readonly string[]} folders @returns {Map<string, string[]>} imports by file */
export function importGraph(root, folders) {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => `${folder}/${name.split(sep).join('/')}`),
  );
  return new Map(files.map((file) => [file, importsOf(root, file)]));
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @param {string} file
 * @returns {string[] | null} the shortest way of imports from the file back to itself, the file at both ends
 */
export function cycleThrough(graph, file) {
  /** @type {Map<string, string>} */
  const cameFrom = new Map();
  let edge = [file];
  while (edge.length > 0) {
    /** @type {string[]} */
    const next = [];
    for (const here of edge)
      for (const to of graph.get(here) ?? []) {
        if (to === file) return [...wayTo(here, cameFrom, file), file];
        if (cameFrom.has(to)) continue;
        cameFrom.set(to, here);
        next.push(to);
      }
    edge = next;
  }
  return null;
}

/** @param {string} end @param {ReadonlyMap<string, string>} cameFrom @param {string} start */
function wayTo(end, cameFrom, start) {
  const way = [end];
  while (way[0] !== start) way.unshift(cameFrom.get(way[0] ?? '') ?? start);
  return way;
}
