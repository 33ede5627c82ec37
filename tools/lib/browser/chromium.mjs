/** @file Finds a Chromium on this machine, and has the flags to start it with. Node built-ins only. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { fileProblem } from './startProblem.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const APPS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** @returns {string[]} Where Windows installs Chrome and Edge. */
function windowsApps() {
  const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
  const tails = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
  return roots.flatMap((root) => (root === undefined ? [] : tails.map((tail) => join(root, tail))));
}

/** @returns {string | null} The browser that `playwright install` downloaded, if it did. */
function playwrightsOwn() {
  try {
    const require = createRequire(import.meta.url);
    const playwright = /** @type {typeof import('playwright')} */ (require('playwright'));
    const path = playwright.chromium.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    // Dependencies are not installed yet, or this platform has no such build.
    return null;
  }
}

/**
 * The browser that LAB_CHROMIUM names, or null where it is not set or empty.
 * @returns {string | null} an absolute path
 */
export function namedBrowser() {
  const asked = process.env.LAB_CHROMIUM;
  return asked ? resolve(asked) : null;
}

/** @returns {string[]} Chromium-based browsers of this machine: the usual places, then PATH, then Playwright's own. */
export function installedBrowsers() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const places = process.platform === 'win32' ? windowsApps() : [...APPS, ...onPath];
  const own = playwrightsOwn();
  return [...new Set([...places.filter((place) => fileProblem(place) === null), ...(own ? [own] : [])])];
}

/**
 * The browser that tests start: LAB_CHROMIUM, else the first of {@link installedBrowsers}. It does not check that it starts.
 * @returns {string | null}
 * @throws Error if LAB_CHROMIUM names no program
 */
export function findBrowser() {
  const named = namedBrowser();
  if (named === null) return installedBrowsers()[0] ?? null;
  const problem = fileProblem(named);
  if (problem !== null) throw new Error(brokenName('LAB_CHROMIUM', named, problem));
  return named;
}

/**
 * One sentence about a browser that a person named and that cannot be used.
 * @param {string} by how it was named: a flag or a variable
 * @param {string} path
 * @param {string} problem what follows its name in a sentence
 */
export function brokenName(by, path, problem) {
  const otherwise = by === 'LAB_CHROMIUM' ? 'unset it' : 'leave it out';
  return `${by}: ${path} ${problem}; name a Chromium-based browser that starts, or ${otherwise}.`;
}

/** How long a browser may take to start before it counts as broken. */
export const LAUNCH_MS = 90_000;

/**
 * What Playwright turns off. Of two such flags Chromium reads the last one alone, so ours must repeat Playwright's:
 * chromium.test.mjs compares them.
 */
const PLAYWRIGHTS_DISABLED_FEATURES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/**
 * The list under the address bar, which nobody sees here, is two pages of its own in each window. They cost more than a
 * second of processor time, a third of what opening the lab costs.
 */
const UNSEEN_FEATURES = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** Features that browsers of tests and tools do without. */
export const DISABLED_FEATURES = [...PLAYWRIGHTS_DISABLED_FEATURES, ...UNSEEN_FEATURES];

/** Root may not use Chromium's sandbox, and a test browser has no business on the network. */
export const COMMON_FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
];

/** WebGPU on SwiftShader is slow, but the same everywhere, and there on machines without a GPU. */
export const SOFTWARE_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** Chromium offers neither half floats nor matrix units of half floats on NVIDIA's cards by default. Other cards take no notice. */
export const MATRIX_UNIT_FLAGS = ['--enable-dawn-features=vulkan_enable_f16_on_nvidia,allow_unsafe_apis'];

const PLAIN_FLAGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];

/** Flag sets to try in turn for a real GPU. Headless Linux has no surface for Vulkan to present to. */
export const HARDWARE_FLAG_SETS =
  process.platform === 'linux'
    ? [[...PLAIN_FLAGS, '--use-vulkan=native', '--use-angle=vulkan', '--disable-vulkan-surface'], PLAIN_FLAGS]
    : [['--enable-unsafe-webgpu', '--ignore-gpu-blocklist']];
