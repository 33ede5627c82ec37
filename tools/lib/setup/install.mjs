/** @file Brings node_modules up to the lock file. Runs before anything is installed: Node built-ins only. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runOrThrow } from '../process.mjs';

const OLDEST_NODE = [20, 19];

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} LockFile
 */

/** @param {string} path @returns {Record<string, LockedPackage>} */
function lockedPackages(path) {
  const lock = /** @type {LockFile} */ (JSON.parse(readFileSync(path, 'utf8')));
  return lock.packages ?? {};
}

/**
 * How node_modules differs from the lock file, or null if it does not. npm ends an installation by writing what it installed
 * into node_modules/.package-lock.json; packages for other platforms are optional and may be missing.
 * @param {string} [root]
 * @returns {string | null}
 */
export function installProblem(root = ROOT) {
  const installedPath = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedPath)) return 'dependencies are not installed';
  const installed = lockedPackages(installedPath);
  for (const [path, wanted] of Object.entries(lockedPackages(join(root, 'package-lock.json')))) {
    if (path === '' || wanted.optional || wanted.link) continue;
    const found = installed[path]?.version;
    if (found !== wanted.version)
      return `${path} is ${found ?? 'missing'}, the lock file wants ${wanted.version}`;
  }
  return null;
}

/** Runs `npm ci` if what is installed differs from the lock file. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantMajor = 0, wantMinor = 0] = OLDEST_NODE;
  if (major < wantMajor || (major === wantMajor && minor < wantMinor))
    throw new Error(
      `LoRA Lab needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
    );
  const problem = installProblem();
  if (problem === null) return;
  console.log(`Installing dependencies (${problem}) ...`);
  runOrThrow('npm', ['ci', '--no-audit', '--no-fund']);
}
