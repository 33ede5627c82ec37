/** @file What a page's trainers begin with, before their own script. */

/**
 * By the time that a worker can be talked to its device may be there: what is to stand before that goes into its script.
 * @param {import('playwright').Page} page one that has not been opened yet
 * @param {() => string} source a script, asked for anew by each trainer
 */
export async function beginTrainersWith(page, source) {
  /** @type {Promise<string> | null} */
  let script = null;
  await page.route(/trainer\.worker/, async (route) => {
    script ??= route.fetch().then((response) => response.text());
    const body = `${source()}\n${await script}`;
    // A page that has gone meanwhile wants none.
    await route.fulfill({ contentType: 'text/javascript', body }).catch(() => undefined);
  });
}
