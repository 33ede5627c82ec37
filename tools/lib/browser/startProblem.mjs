/** @file Why a program cannot serve as the browser, found out within a time limit. Node built-ins only. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';

/** Chromium answers within a second, but takes longer on a busy machine with a slow disk. */
const ANSWER_MS = 30_000;
/**
 * Gives the program a process group of its own, so that what a wrapper script has started ends with it. Node's types know
 * this option of `spawn` only.
 */
const OWN_GROUP = { detached: true };
/** Most bytes of an answer, which is one line. */
const LONGEST_ANSWER = 2 ** 16;

/**
 * Why this path is not a program, or null if it is one.
 * @param {string} path
 * @returns {string | null}
 */
export function fileProblem(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 'does not exist';
  if (stat.isDirectory()) return 'is a folder, not a program';
  if (!stat.isFile()) return 'is not a program';
  try {
    accessSync(path, constants.X_OK);
    return null;
  } catch {
    return 'may not be executed';
  }
}

/**
 * Why the browser at this path does not start, as the end of a sentence that begins with its name; null if it does. Only on
 * Linux can its libraries be missing, and on Windows `--version` would open a window, so elsewhere only the file is checked.
 * @param {string} path absolute
 * @param {number} [patienceMs]
 * @returns {string | null}
 */
export function startProblem(path, patienceMs = ANSWER_MS) {
  const wrong = fileProblem(path);
  if (wrong !== null || process.platform !== 'linux') return wrong;
  const { error, status, signal, stdout, stderr, pid } = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
    maxBuffer: LONGEST_ANSWER,
    ...OWN_GROUP,
  });
  if (error) killGroup(pid);
  const code = error && 'code' in error ? error.code : undefined;
  if (code === 'ETIMEDOUT') return `does not answer to --version within ${patienceMs / 1000} s`;
  if (code === 'ENOBUFS') return 'answers to --version without an end';
  if (error) return `does not start (${error.message})`;
  if (status !== 0) {
    const how = signal === null ? `status ${status}` : `signal ${signal}`;
    return `does not start (${lastLine(stderr) || `it ended with ${how}`})`;
  }
  // Every Chromium prints its version in four parts. Warnings of a wrapper script may surround it.
  if (/\d+(\.\d+){3}/.test(stdout)) return null;
  return `is not a Chromium-based browser (with --version it says "${lastLine(stdout.split('\n')[0] ?? '')}")`;
}

/** @param {number | undefined} pid of the group's first process; 0 where none was started, which would mean this group */
function killGroup(pid) {
  if (pid === undefined || pid <= 0) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The whole process group has ended.
  }
}

const LONGEST_LINE = 300;

/** @param {string} text @returns {string} */
const lastLine = (text) => (text.trim().split('\n').at(-1) ?? '').slice(0, LONGEST_LINE);
