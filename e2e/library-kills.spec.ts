/**
 * @file The page is closed and the browser killed in the middle of imports. Each import is there as a whole or not at all, and
 * no earlier one is lost.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { serializeResults } from '../src/results/resultsFile';
import { entry, LOWER, trial } from '../src/library/testing';
import { COMMON_FLAGS, findBrowser, SOFTWARE_FLAGS } from '../tools/lib/browser/chromium.mjs';
import { KillableBrowser } from '../tools/lib/browser/killableBrowser.mjs';

const FILES = 12;
/**
 * The number of entries that an import has given to the database when the kill is sent. After the last one, they are on
 * their way to the disk.
 */
const MOMENTS = [4, 9, FILES, FILES];
const LOSSES = Array.from({ length: 5000 }, (_, step) => 1 / (step + 1));

const files = (round: number) =>
  Array.from({ length: FILES }, (_, i) => ({
    name: `round ${round} file ${i}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(
      serializeResults(entry('', [trial(LOWER, i + 1, { id: `${round}-${i}`, losses: LOSSES })]).results),
    ),
  }));

/** Runs in the page, and prints a line for each entry that is given to the database. */
function tellOfPuts(): void {
  const original = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')?.value as (
    this: IDBObjectStore,
    ...given: [unknown, IDBValidKey?]
  ) => IDBRequest<IDBValidKey>;
  let puts = 0;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === 'entries') console.info(`put ${++puts}`);
    return original.apply(this, given);
  };
}

/**
 * The number of entries of each round's import in the database, read there because the page may still be reading them.
 */
async function roundsOf(page: Page): Promise<Record<string, number>> {
  const names = await page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    const database = await answer(indexedDB.open('lora-lab-library'));
    const entries = (await answer(database.transaction('entries').objectStore('entries').getAll())) as {
      readonly name: string;
    }[];
    database.close();
    return entries.map(({ name }) => name);
  });
  const counts: Record<string, number> = {};
  for (const name of names) {
    const round = name.split(' file')[0] ?? '';
    counts[round] = (counts[round] ?? 0) + 1;
  }
  return counts;
}

test('an import that is broken off is whole or is none, and takes nothing along', async ({ baseURL }) => {
  const browser = new KillableBrowser(findBrowser() ?? '', [...COMMON_FLAGS, ...SOFTWARE_FLAGS]);
  let context: BrowserContext | null = null;
  const open = async (): Promise<Page> => {
    context ??= await browser.start();
    await context.addInitScript(tellOfPuts);
    const page = await context.newPage();
    await page.goto(baseURL ?? '');
    await page.getByTestId('open-library').click();
    await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
    return page;
  };
  const whole = new Set<string>();
  try {
    let page = await open();
    for (const [round, moment] of MOMENTS.entries()) {
      const reached = page.waitForEvent('console', (message) => message.text() === `put ${moment}`);
      await page.getByTestId('import-results').setInputFiles(files(round));
      await reached;
      if (round % 2 === 0) {
        await browser.kill();
        context = null;
      } else await page.close();
      page = await open();
      const counts = await roundsOf(page);
      for (const [name, count] of Object.entries(counts)) expect(count, name).toBe(FILES);
      for (const kept of whole) expect(counts[kept]).toBe(FILES);
      for (const name of Object.keys(counts)) whole.add(name);
    }
    console.log(`${MOMENTS.length} imports broken off: ${whole.size} stored whole, the others not at all`);
    // An import that nothing interrupts is there as soon as the page says so.
    await page.getByTestId('import-results').setInputFiles(files(99));
    await expect(page.getByTestId('import-report')).toContainText(`${FILES} imported`);
    await browser.kill();
    context = null;
    const after = await open();
    expect((await roundsOf(after))['round 99']).toBe(FILES);
    await expect(after.getByTestId('entry-name')).toHaveCount(FILES * (whole.size + 1));
  } finally {
    await browser.remove();
  }
});
