/** @file What the other tools need before they can work: dependencies, a browser, a build. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from './lib/browser.mjs';
import { run, runTool } from './lib/process.mjs';

export { findBrowser } from './lib/browser.mjs';
export { ensureBuilt } from './lib/build.mjs';
export { ensureInstalled } from './lib/install.mjs';

/** Whether Debian's package manager can be used without asking for a password. */
function canUseApt() {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

/** Debian's package as root, Playwright's build elsewhere and where that fails. */
function installBrowser() {
  if (canUseApt()) {
    console.log('Installing Chromium with apt-get ...');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    // A stale package list is tried all the same; the install says what is wrong, if anything is.
    run('apt-get', ['update', '-qq'], env);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
    if (findBrowser() !== null) return;
    console.error('apt-get could not install Chromium; its messages above say why.');
  }
  console.log("Installing Playwright's Chromium ...");
  // Not its headless shell: that is a second download, and the tests start the browser itself.
  runTool('playwright/cli.js', ['install', '--no-shell', 'chromium']);
}

/**
 * Why a browser that is there does not start, or null if it does. Only Linux can lack its libraries, and
 * on Windows `--version` would open a window.
 * @param {string} path
 * @returns {string | null}
 */
function startProblem(path) {
  if (process.platform !== 'linux') return null;
  const { error, status, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? null : stderr.trim() || `it ended with status ${status}`;
}

/**
 * Finds a browser that starts, or installs one.
 * @returns {string} its path
 */
export function ensureBrowser() {
  if (findBrowser() === null) installBrowser();
  const path = findBrowser();
  if (path === null)
    throw new Error(
      'No Chromium was found and none could be installed. ' +
        'Install Chromium or Chrome, or set LAB_CHROMIUM to the path of one.',
    );
  if (startProblem(path) !== null && canUseApt()) {
    console.log('Installing the libraries that Chromium needs ...');
    runTool('playwright/cli.js', ['install-deps', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' });
  }
  const problem = startProblem(path);
  if (problem !== null)
    throw new Error(
      `The browser ${path} does not start: ${problem}\n` +
        'If it lacks a library, `npx playwright install-deps chromium` as root installs them on Debian and Ubuntu; ' +
        'or set LAB_CHROMIUM to the path of a browser that starts.',
    );
  return path;
}
