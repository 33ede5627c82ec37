/** @file Builds the page into dist/ when its sources are newer than the last build. Node built-ins only. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runTool } from '../process.mjs';

const SOURCES = ['app', 'src', 'workers', 'public', 'tools/build'];
const SOURCE_FILES = ['index.html', 'vite.config.ts', 'package.json', 'package-lock.json'];

/**
 * Time of the newest change under a path, in milliseconds. Folders count, because deleting a file changes its folder.
 * @param {string} path
 * @returns {number}
 */
function newestChange(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const entries = readdirSync(path).filter((name) => !name.includes('.test.'));
  return Math.max(stat.mtimeMs, ...entries.map((name) => newestChange(join(path, name))));
}

/** Whether dist/ holds a build of the present sources. */
export function isBuilt() {
  const built = join(ROOT, 'dist/index.html');
  if (!existsSync(built)) return false;
  const sources = [...SOURCES, ...SOURCE_FILES].map((path) => newestChange(join(ROOT, path)));
  return Math.max(...sources) < statSync(built).mtimeMs;
}

/** Builds the page if dist/ is missing or older than the sources. */
export function ensureBuilt() {
  if (isBuilt()) return;
  console.error('Building the page ...');
  const status = runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  if (status !== 0) throw new Error('The page could not be built; the messages above say why.');
}
