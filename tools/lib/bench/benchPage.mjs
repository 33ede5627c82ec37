/** @file Runs a benchmark page in a headless browser. */
import { launchBest, watchedPage } from '../browser/labPage.mjs';

const POLL_MS = 500;

/**
 * Runs the page to its end, and shows its messages.
 * @param {{ executablePath: string, url: string, query: URLSearchParams, software: boolean, browserFlags: readonly string[], name: string }} options
 *   url: where the pages are served; name: the page's folder
 * @returns {Promise<unknown>} what the page publishes
 */
export async function runPage({ executablePath, url, query, software, browserFlags, name }) {
  const browser = await launchBest({
    executablePath,
    quietUrl: url,
    software,
    // Without this flag, timestamps are rounded to 0.1 ms.
    more: [...browserFlags, ...(query.has('profile') ? ['--enable-webgpu-developer-features'] : [])],
  });
  try {
    const { page, lost } = await watchedPage(browser);
    page.on('console', (line) => {
      if (line.type() === 'log') console.error(line.text());
    });
    await page.goto(`${url}${name}/index.html?${query}`);
    const done = page.waitForFunction(() => document.title === 'done', undefined, {
      timeout: 0,
      polling: POLL_MS,
    });
    done.catch(() => undefined); // `lost` says more
    await Promise.race([done, lost]);
    return await page.evaluate(() => window.result);
  } finally {
    await browser.close();
  }
}
