/** @file What the other tools need before they can work: dependencies, a browser, a build. */
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

/**
 * Finds a browser, or installs one: Debian's package as root, Playwright's build elsewhere.
 * @returns {string} its path
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  if (canUseApt()) {
    console.log('Installing Chromium with apt-get ...');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    // A stale package list is tried all the same; the install says what is wrong, if anything is.
    run('apt-get', ['update', '-qq'], env);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
  }
  if (findBrowser() === null) {
    console.log("Installing Playwright's Chromium ...");
    runTool('playwright/cli.js', ['install', 'chromium']);
  }
  const installed = findBrowser();
  if (installed === null)
    throw new Error(
      'No Chromium was found and none could be installed. ' +
        'Install Chromium or Chrome, or set LAB_CHROMIUM to the path of one.',
    );
  return installed;
}
