/** @file The process that tools/lib/setup/beside.mjs starts: installs a browser or Python's packages, and sends what it has. */
import { ensureBrowser } from '../../setup.mjs';
import { UsageError } from '../cli/flags.mjs';
import { messageOf } from '../process.mjs';
import { ensureClusterPython } from './python.mjs';

/** @typedef {import('./beside.mjs').Answer} Answer */

/** @returns {Promise<Answer>} */
async function answer() {
  try {
    if (process.argv[2] === 'browser') return { browser: ensureBrowser() };
    // What went wrong is said by the stage, which asks again.
    await ensureClusterPython({ collected: true });
    return { done: true };
  } catch (error) {
    return { problem: messageOf(error), isUsage: error instanceof UsageError };
  }
}

const sent = await answer();
process.send?.(sent);
process.disconnect?.();
