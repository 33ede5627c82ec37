/** @file Finds a Chromium on this machine, and the flags to start it with. Node built-ins only. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

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
 * Path of a Chromium-based browser: LAB_CHROMIUM, then the usual places, then PATH, then Playwright's own.
 * @returns {string | null}
 */
export function findBrowser() {
  const asked = process.env.LAB_CHROMIUM;
  if (asked) {
    if (!existsSync(asked)) throw new Error(`LAB_CHROMIUM names ${asked}, which does not exist.`);
    return asked;
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const places = process.platform === 'win32' ? windowsApps() : [...APPS, ...onPath];
  return places.find((place) => existsSync(place)) ?? playwrightsOwn();
}

/** Root may not use Chromium's sandbox; and a test browser has no business on the network. */
export const COMMON_FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU on SwiftShader: slow, the same everywhere, present on machines without a GPU. */
export const SOFTWARE_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

const PLAIN_FLAGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];

/** Flag sets to try in turn for a real GPU. Headless Linux has no surface for Vulkan to present to. */
export const HARDWARE_FLAG_SETS =
  process.platform === 'linux'
    ? [[...PLAIN_FLAGS, '--use-vulkan=native', '--use-angle=vulkan', '--disable-vulkan-surface'], PLAIN_FLAGS]
    : [['--enable-unsafe-webgpu', '--ignore-gpu-blocklist']];
