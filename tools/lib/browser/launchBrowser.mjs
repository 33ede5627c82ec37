/** @file Starts a browser that Playwright drives, and says in one sentence why it did not start. Needs node_modules. */
import { chromium } from 'playwright';
import { COMMON_FLAGS, LAUNCH_MS } from './chromium.mjs';
import { messageOf } from '../process.mjs';

/**
 * Starts it so that Ctrl-C and its like are left to the tool, which has still to read out of the page what is finished.
 * @param {string} executablePath
 * @param {readonly string[]} flags beside those that every browser gets
 * @param {number} [patienceMs]
 * @returns {Promise<import('playwright').Browser>}
 * @throws Error in one sentence if it does not start in time
 */
export async function launchBrowser(executablePath, flags, patienceMs = LAUNCH_MS) {
  try {
    return await chromium.launch({
      executablePath,
      args: [...COMMON_FLAGS, ...flags],
      timeout: patienceMs,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    throw new Error(launchMessage(executablePath, messageOf(error), patienceMs), { cause: error });
  }
}

/**
 * @param {string} path
 * @param {string} told by Playwright: a call, its error, and a log of many lines
 * @param {number} patienceMs
 */
function launchMessage(path, told, patienceMs) {
  const said = /\[err\] (.*)$/m.exec(told)?.[1]?.trim();
  const how = /Timeout \d+ms exceeded/.test(told)
    ? `did not start within ${patienceMs / 1000} s`
    : `ended before it had started${said ? ` (${said})` : ''}`;
  return `The browser ${path} ${how}; name another one with --browser or LAB_CHROMIUM.`;
}
