/** @file Puts code before the script of a page's trainers. */

/**
 * By the time a worker can be reached its device may exist, so code that must run before that goes into its script.
 * @param {import('playwright').Page} page one that has not been opened yet
 * @param {() => string} source a script, requested again by each trainer
 */
export async function beginTrainersWith(page, source) {
  /** @type {Promise<string> | null} */
  let script = null;
  await page.route(/trainer\.worker/, async (route) => {
    script ??= route.fetch().then((response) => response.text());
    const body = `${source()}\n${await script}`;
    // The page may be gone by now, and then needs no answer.
    await route.fulfill({ contentType: 'text/javascript', body }).catch(() => undefined);
  });
}
