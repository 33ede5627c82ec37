/** @file What the other tools need before they can work: dependencies, a browser, a build. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { canUseApt, installPackages } from './lib/setup/apt.mjs';
import { brokenName, installedBrowsers, namedBrowser } from './lib/browser/chromium.mjs';
import { UsageError } from './lib/cli/flags.mjs';
import { ROOT, runTool } from './lib/process.mjs';
import { startProblem } from './lib/browser/startProblem.mjs';

export { ensureBuilt } from './lib/setup/build.mjs';
export { ensureInstalled } from './lib/setup/install.mjs';

/** Time limit for asking the package manager what it would do, which needs no network. */
const LISTING_MS = 120_000;

/**
 * The browser that {@link ensureBrowser} would take without installing anything.
 * @param {string | null} [asked] the path that `--browser` names
 * @returns {string | null} its absolute path; null if one has to be installed
 * @throws UsageError in one sentence if a person named one that does not start
 */
export function browserThere(asked = null) {
  const named = asked === null ? namedBrowser() : resolve(asked);
  if (named === null) return installedBrowsers().find((path) => startProblem(path) === null) ?? null;
  const problem = startProblem(named);
  if (problem === null) return named;
  throw new UsageError(brokenName(asked === null ? 'LAB_CHROMIUM' : '--browser', named, problem));
}

/**
 * Finds a browser that starts. One that a person named is taken or refused; if none is named and none is found, one is
 * installed.
 * @param {string | null} [asked] the path that `--browser` names
 * @returns {string} its absolute path
 * @throws UsageError in one sentence if the named one does not start; Error if none could be found or installed
 */
export function ensureBrowser(asked = null) {
  for (const install of [() => undefined, installBrowser, installLibraries]) {
    install();
    const working = browserThere(asked);
    if (working !== null) return working;
  }
  const [broken] = installedBrowsers();
  throw new Error(
    broken === undefined
      ? 'No Chromium was found and none could be installed. ' +
          'Install Chromium or Chrome, or set LAB_CHROMIUM to the path of one.'
      : `The browser ${broken} ${startProblem(broken)}. ` +
          'If it lacks a library, `npx playwright install-deps chromium` as root installs them on Debian and Ubuntu; ' +
          'or set LAB_CHROMIUM to the path of a browser that starts.',
  );
}

/** Installs Debian's package if apt can be used as root; otherwise, or if that fails, Playwright's build. */
function installBrowser() {
  if (canUseApt()) {
    console.log('Installing Chromium with apt-get ...');
    if (installPackages(['chromium']) && installedBrowsers().some((path) => startProblem(path) === null))
      return;
    console.error('apt-get could not install Chromium; its messages above say why.');
  }
  console.log("Installing Playwright's Chromium ...");
  // The headless shell would be a second download, and the tests start the browser itself.
  runTool('playwright/cli.js', ['install', '--no-shell', 'chromium']);
}

/**
 * Installs the libraries that a browser lacks if it did not come as a package. Playwright's own `install-deps` is not used
 * for it, because that would upgrade packages that are there.
 */
function installLibraries() {
  if (!canUseApt() || installedBrowsers().length === 0) return;
  console.log('Installing the libraries that Chromium needs ...');
  const cli = `${ROOT}/node_modules/playwright/cli.js`;
  const { stdout } = spawnSync(process.execPath, [cli, 'install-deps', '--dry-run', 'chromium'], {
    encoding: 'utf8',
    timeout: LISTING_MS,
  });
  const libraries = [...(stdout ?? '').matchAll(/^\s+(lib\S+)$/gm)].map(([, name]) => name ?? '');
  if (libraries.length > 0) installPackages(libraries);
}
