/** @file The lab's page in a headless browser, on a real GPU if there is one. Needs node_modules. */
import { setTimeout as wait } from 'node:timers/promises';
import { HARDWARE_FLAG_SETS, SOFTWARE_FLAGS } from './chromium.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { messageOf } from '../process.mjs';

/** @typedef {import('playwright').Browser} Browser */

/** Time limit, because a driver that hangs never says whether it has an adapter. */
const ADAPTER_MS = 60_000;

/**
 * Whether pages of this browser get a WebGPU adapter that is not software.
 * @param {Browser} browser
 * @param {string} quietUrl an address served from this machine: WebGPU wants a secure context
 */
async function hasGpu(browser, quietUrl) {
  const page = await browser.newPage();
  try {
    await page.goto(quietUrl);
    const asked = page.evaluate(async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      return adapter !== null && adapter !== undefined && !adapter.info.isFallbackAdapter;
    });
    asked.catch(() => undefined); // the page may be closed before it answers
    return await Promise.race([asked, wait(ADAPTER_MS, false, { ref: false })]);
  } finally {
    await page.close();
  }
}

/**
 * A browser with a GPU, or with the software adapter if there is none or `software` asks for it.
 * @param {{ executablePath: string, quietUrl: string, software: boolean, more?: readonly string[] }} options
 *   quietUrl: a page that does nothing; more: flags beside the usual ones
 * @returns {Promise<Browser>}
 */
export async function launchBest({ executablePath, quietUrl, software, more = [] }) {
  for (const flags of software ? [] : HARDWARE_FLAG_SETS) {
    const browser = await launchBrowser(executablePath, [...flags, ...more]);
    // A browser may end here if the driver does not bear these flags; the next ones may be right.
    if (await hasGpu(browser, quietUrl).catch(() => false)) return browser;
    await browser.close();
  }
  return launchBrowser(executablePath, [...SOFTWARE_FLAGS, ...more]);
}

/**
 * A new page whose errors are printed; `lost` is rejected when the page or the browser is gone.
 * @param {Browser} browser
 */
export async function watchedPage(browser) {
  // The page lives for one visit, and nothing is kept for another.
  const page = await browser.newPage({ serviceWorkers: 'block' });
  page.on('pageerror', (error) => console.error(`The page reported an error: ${error.message}`));
  /** @type {Promise<never>} */
  const lost = new Promise((_resolve, reject) => {
    page.on('crash', () => reject(new Error('The page crashed; the machine may be short of memory.')));
    browser.on('disconnected', () => reject(new Error('The browser ended.')));
  });
  // The promise is only raced against: on its own, a rejection must not end the process.
  lost.catch(() => undefined);
  return { page, lost };
}

/**
 * The page's own message, without the name of the call that Playwright puts before it and the stack behind it.
 * @param {unknown} error
 * @returns {string}
 */
export function pageMessage(error) {
  return messageOf(error)
    .replace(/^page\.evaluate: (\w*Error: )?/, '')
    .replace(/\n\s+at [^]*$/, '');
}

/**
 * Opens the page with an experiment and waits until it can be driven.
 * @param {{ executablePath: string, url: string, fragment: string, software: boolean, more?: readonly string[], hub: string | null }} options
 *   more: flags beside the usual ones; hub: the address of a mirror, or null for the usual hub
 */
export async function openLab({ executablePath, url, fragment, software, more = [], hub }) {
  const quietUrl = new URL('favicon.svg', url).href;
  const browser = await launchBest({ executablePath, quietUrl, software, more });
  try {
    return { browser, ...(await openPage(browser, { url, fragment, hub })) };
  } catch (error) {
    // A browser that is left open would keep this process from ending.
    await browser.close();
    throw error;
  }
}

/**
 * @param {Browser} browser
 * @param {{ url: string, fragment: string, hub: string | null }} options
 */
async function openPage(browser, { url, fragment, hub }) {
  const { page, lost } = await watchedPage(browser);
  // It is set where the page itself remembers it, so that nothing asks the usual hub first.
  if (hub !== null) await page.addInitScript((address) => localStorage.setItem('lora-lab.hub', address), hub);
  await page.goto(fragment === '' ? url : `${url}#${fragment}`);
  await page.waitForFunction(() => 'loraLab' in window, undefined, { timeout: 60_000 });
  return { page, lost };
}
