/** @file Brings the Python packages of cluster/requirements.lock into a folder of their own, which all clones share. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf, ROOT, runBeside } from '../process.mjs';
import { canUseApt, installPackages } from './apt.mjs';

const LOCK = join(ROOT, 'cluster/requirements.lock');
const OLDEST = [3, 10];
const COMMANDS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
/** What the packages take at most, and what pip needs beside them while it unpacks, in bytes. */
const NEEDED_BYTES = 14e9;
/** PyPI's PyTorch for Linux depends on NVIDIA's libraries, whether there is a GPU or not. */
const SIZE = process.platform === 'linux' ? "about 5 GB, most of it NVIDIA's CUDA libraries" : 'about 2 GB';
/** Packages of the lock that only compute on a GPU, and that PyTorch does without. The tests run on the processor. */
const ONLY_ON_GPU = /^(triton|cuda-bindings|cuda-pathfinder)==/;
/** Half of what there is to unpack. */
const IS_OF_NVIDIA = /^nvidia-/;
/** What the tests import. */
const IMPORTED =
  'import datasets, jsonschema, peft, pytest, ray.cluster_utils, ray.tune, torch, transformers';
/** Written last, so that an installation that was broken off is made anew. */
const COMPLETE = '.complete';
const ANOTHERS_MS = 2000;

/**
 * @typedef {object} Interpreter
 * @property {string} python its path
 * @property {NodeJS.ProcessEnv} env what it is to run with
 * @typedef {Interpreter | { problem: string }} Found the interpreter, or a reason in one sentence
 */

/**
 * The interpreter that has the packages. What is missing is installed.
 * @param {{ collected: boolean }} options whether pip's messages come as a whole when it has ended
 * @returns {Promise<Found>}
 */
export async function ensureClusterPython(options) {
  const found = findPython(COMMANDS) ?? installPython();
  if (found === null) return { problem: 'Python 3.10 or newer with venv and pip was not found' };
  const folder = join(cacheFolder(), `python-${keyOf(found.version)}`);
  const interpreter = interpreterOf(folder);
  if (fs.existsSync(join(folder, COMPLETE))) return interpreter;
  try {
    fs.mkdirSync(cacheFolder(), { recursive: true });
    return await alone(`${folder}.lock`, () => install(found.command, folder, interpreter, options));
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** @returns {boolean} whether {@link ensureClusterPython} needs no Python from apt, which only one process may use at a time */
export function isPythonThere() {
  return findPython(COMMANDS) !== null;
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

/** Installs Debian's Python if apt can be used as root. @returns {{ command: string, version: string } | null} */
function installPython() {
  if (!canUseApt()) return null;
  console.log('Installing Python with apt-get ...');
  return installPackages(['python3', 'python3-venv']) ? findPython(COMMANDS) : null;
}

/**
 * The interpreter of an environment. It keeps modules compiled, whatever is usual here: of PyTorch and Ray alone there are
 * thousands, and the tests start dozens of processes that import them. They lie in the environment, not beside the
 * modules, so that nothing comes into a clone.
 * @param {string} folder of the environment
 * @returns {Interpreter}
 */
export function interpreterOf(folder) {
  return {
    python: join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python'),
    env: { PYTHONDONTWRITEBYTECODE: '', PYTHONPYCACHEPREFIX: join(folder, 'compiled') },
  };
}

/**
 * The lock's packages that the tests need, in two parts that take about as long to install.
 * @param {string} lock as pip reads it: a line that begins with a package's name, followed by lines with its hashes
 * @returns {[string, string]} each as pip reads it
 */
export function splitLock(lock) {
  const entries = lock.split(/^(?=\S)/m).filter((entry) => /^[a-z]/i.test(entry) && !ONLY_ON_GPU.test(entry));
  /** @param {boolean} isNvidia */
  const part = (isNvidia) => entries.filter((entry) => IS_OF_NVIDIA.test(entry) === isNvidia).join('');
  return [part(false), part(true)];
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
 * @param {Interpreter} interpreter
 * @param {{ collected: boolean }} options
 * @returns {Promise<Found>}
 */
async function install(command, folder, interpreter, { collected }) {
  if (fs.existsSync(join(folder, COMPLETE))) return interpreter;
  fs.rmSync(folder, { recursive: true, force: true });
  const { bavail, bsize } = fs.statfsSync(cacheFolder());
  if (bavail * bsize < NEEDED_BYTES)
    return {
      problem: `${cacheFolder()} has ${Math.floor((bavail * bsize) / 1e9)} GB free, and installing PyTorch and Ray needs ${NEEDED_BYTES / 1e9}`,
    };
  console.log(`Installing PyTorch and Ray for the tests of cluster/, once (${SIZE}), into ${folder} ...`);
  if (!(await fill(command, folder, interpreter, collected))) {
    fs.rmSync(folder, { recursive: true, force: true });
    return {
      problem: 'the packages of cluster/requirements.lock could not be installed; the messages above say why',
    };
  }
  fs.writeFileSync(join(folder, COMPLETE), '');
  return interpreter;
}

/**
 * @param {string} command
 * @param {string} folder
 * @param {Interpreter} interpreter
 * @param {boolean} collected
 * @returns {Promise<boolean>} whether the environment is there now
 */
async function fill(command, folder, { python, env }, collected) {
  if ((await runBeside(command, ['-m', 'venv', folder], { collected })) !== 0) return false;
  // The lock has all packages, so nothing is to be resolved, and two pips can unpack at once. Compiling all modules takes
  // minutes; those that the tests import are compiled by importing them, once, before many processes do so at a time.
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-cache-dir',
    '--no-compile',
  ];
  const statuses = splitLock(fs.readFileSync(LOCK, 'utf8')).map((part, index) => {
    const file = join(folder, `requirements-${index}.txt`);
    fs.writeFileSync(file, part);
    return runBeside(python, [...pip, '--no-deps', '--require-hashes', '-r', file], { collected });
  });
  if ((await Promise.all(statuses)).some((status) => status !== 0)) return false;
  return (await runBeside(python, ['-c', IMPORTED], { env, collected })) === 0;
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
