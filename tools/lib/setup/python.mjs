/** @file Brings the Python packages of cluster/requirements.lock into a folder of their own, which all clones share. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf, ROOT, runBeside } from '../process.mjs';

const LOCK = join(ROOT, 'cluster/requirements.lock');
const OLDEST = [3, 10];
const COMMANDS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
/** What the packages take at most, and what pip needs beside them while it unpacks, in bytes. */
const NEEDED_BYTES = 14e9;
/** PyPI's PyTorch for Linux depends on NVIDIA's libraries, whether there is a GPU or not. */
const SIZE = process.platform === 'linux' ? "about 6 GB, most of it NVIDIA's CUDA libraries" : 'about 2 GB';
/** Written last, so that an installation that was broken off is made anew. */
const COMPLETE = '.complete';
const ANOTHERS_MS = 2000;

/** @typedef {{ python: string } | { problem: string }} Found the interpreter's path, or a reason in one sentence */

/**
 * The interpreter that has the packages. What is missing is installed.
 * @param {{ collected: boolean }} options whether pip's messages come as a whole when it has ended
 * @returns {Promise<Found>}
 */
export async function ensureClusterPython(options) {
  const found = findPython(COMMANDS);
  if (found === null) return { problem: 'Python 3.10 or newer with venv and pip was not found' };
  const folder = join(cacheFolder(), `python-${keyOf(found.version)}`);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (fs.existsSync(join(folder, COMPLETE))) return { python };
  try {
    fs.mkdirSync(cacheFolder(), { recursive: true });
    return await alone(`${folder}.lock`, () => install(found.command, folder, python, options));
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/**
 * The first of the commands that is a Python new enough, and can make an environment.
 * @param {readonly string[]} commands
 * @returns {{ command: string, version: string } | null} `version` as in "3.11"
 */
export function findPython(commands) {
  const asks = 'import sys, venv, ensurepip; print(*sys.version_info[:2], sep=".")';
  for (const command of commands) {
    const { status, stdout } = spawnSync(command, ['-c', asks], { encoding: 'utf8', timeout: 60_000 });
    const version = (stdout ?? '').trim();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (status === 0 && major === OLDEST[0] && minor >= (OLDEST[1] ?? 0)) return { command, version };
  }
  return null;
}

/** Where programs of this system keep what they can make again. */
function cacheFolder() {
  const usual =
    process.platform === 'win32'
      ? process.env.LOCALAPPDATA
      : process.platform === 'darwin'
        ? join(homedir(), 'Library/Caches')
        : process.env.XDG_CACHE_HOME;
  return join(usual || join(homedir(), '.cache'), 'lora-lab');
}

/** What the packages depend on. @param {string} version of Python */
function keyOf(version) {
  const hash = createHash('sha256').update(fs.readFileSync(LOCK));
  return hash.update(`${version} ${process.platform} ${process.arch}`).digest('hex').slice(0, 12);
}

/**
 * @param {string} command
 * @param {string} folder
 * @param {string} python
 * @param {{ collected: boolean }} options
 * @returns {Promise<Found>}
 */
async function install(command, folder, python, { collected }) {
  if (fs.existsSync(join(folder, COMPLETE))) return { python };
  fs.rmSync(folder, { recursive: true, force: true });
  const { bavail, bsize } = fs.statfsSync(cacheFolder());
  if (bavail * bsize < NEEDED_BYTES)
    return {
      problem: `${cacheFolder()} has ${Math.floor((bavail * bsize) / 1e9)} GB free, and installing PyTorch and Ray needs ${NEEDED_BYTES / 1e9}`,
    };
  console.log(`Installing PyTorch and Ray for the tests of cluster/, once (${SIZE}), into ${folder} ...`);
  // The lock file has all packages, so nothing is to be resolved. Without compiling, which takes minutes, modules are
  // compiled as they are imported.
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-cache-dir',
    '--no-compile',
  ];
  for (const [program, args] of [
    /** @type {const} */ ([command, ['-m', 'venv', folder]]),
    /** @type {const} */ ([python, [...pip, '--no-deps', '--require-hashes', '-r', LOCK]]),
  ])
    if ((await runBeside(program, [...args], { collected })) !== 0) {
      fs.rmSync(folder, { recursive: true, force: true });
      return {
        problem:
          'the packages of cluster/requirements.lock could not be installed; the messages above say why',
      };
    }
  fs.writeFileSync(join(folder, COMPLETE), '');
  return { python };
}

/**
 * Does the work while no other process of this machine does it.
 * @template T
 * @param {string} lock a file that holds the id of the process at work
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function alone(lock, work) {
  while (!take(lock)) await new Promise((resolve) => setTimeout(resolve, ANOTHERS_MS));
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/** @param {string} lock @returns {boolean} whether it is this process's now */
function take(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    // A lock whose process is gone was left by a crash.
    if (!isAlive(Number(fs.readFileSync(lock, 'utf8')))) fs.rmSync(lock, { force: true });
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
