/**
 * @file Installs what stages need in a process of its own, so that what npm, apt and pip wait for overlaps with other work.
 * Node built-ins only.
 */
import { fork } from 'node:child_process';
import { UsageError } from '../cli/flags.mjs';
import { ROOT } from '../process.mjs';
import { isPythonThere } from './python.mjs';

/** @typedef {{ browser: string } | { problem: string, isUsage: boolean } | { done: true }} Answer what the process sends */

/**
 * @param {'browser' | 'python'} what
 * @returns {Promise<Answer>}
 */
function prepare(what) {
  return new Promise((resolve) => {
    const child = fork(`${ROOT}/tools/lib/setup/prepare.mjs`, [what]);
    /** @type {Answer} */
    let answer = { problem: `The process that installs the ${what} ended without a word.`, isUsage: false };
    child.on('message', (message) => (answer = /** @type {Answer} */ (message)));
    child.on('error', (error) => resolve({ problem: error.message, isUsage: false }));
    child.on('close', () => resolve(answer));
  });
}

/**
 * Installs a browser that starts.
 * @returns {Promise<string>} its absolute path
 * @throws Error in one sentence if none could be installed
 */
export async function installBrowserBeside() {
  const answer = await prepare('browser');
  if ('browser' in answer) return answer.browser;
  const words = 'problem' in answer ? answer.problem : 'No browser was installed.';
  throw 'isUsage' in answer && answer.isUsage ? new UsageError(words) : new Error(words);
}

/**
 * Begins to install the Python packages of cluster/ where there is a Python. The stage that needs them waits for it, and
 * says what went wrong.
 */
export function beginPythonBeside() {
  if (isPythonThere()) void prepare('python');
}
