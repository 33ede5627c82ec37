/** @file Stored values that cannot be read are set aside, and the page says so. A page that cannot be drawn or started does too. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { inLab, openLab, picture } from './lab';
import { violations } from './support/axe';
import { openWithTrials } from './support/storedTrials';

const FRAGMENT =
  'model=roberta-mini&data=review-sentences&scenario=head:12.v.r1&trials=4&steps=2&batch=4&rows=16&validation=32&length=16';

interface SavedValue {
  readonly database: string;
  readonly store: string;
  readonly key: unknown;
  readonly value?: { readonly id?: unknown };
}

/** The panel reads well on a desk and on a telephone, light and dark, as far as axe and a picture can tell. */
async function expectReadable(page: Page, name: string): Promise<void> {
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [390, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page), `${name}, ${width} px, ${colorScheme}`).toEqual([]);
    await picture(page, `${name}-${width}`);
  }
}

/** Presses the button and reads the downloaded file. */
async function saved(page: Page, button: string): Promise<readonly SavedValue[]> {
  const downloading = page.waitForEvent('download');
  await page.getByTestId(button).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  return (JSON.parse(text) as { values: readonly SavedValue[] }).values;
}

/** Presses the button. @returns the number of trials in the downloaded results file */
async function savedTrials(page: Page, button: string): Promise<number> {
  const downloading = page.waitForEvent('download');
  await page.getByTestId(button).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  return (JSON.parse(text) as { trials: readonly unknown[] }).trials.length;
}

test('malformed values in every database are set aside and told, and everything else is shown', async ({
  page,
}) => {
  const records = await openWithTrials(page, FRAGMENT, { head: [0.7, 0.8, 0.75, 0.72] });
  await page.evaluate(async () => {
    localStorage.setItem('lora-lab.speeds', '{"a": {"lora": "x"}}');
    localStorage.setItem('lora-lab.hub', 'javascript:alert(1)');
    localStorage.setItem('lora-lab.memory-full', '[[[');
    localStorage.setItem('lora-lab.prediction.layers', '{"kind": 7}');
    sessionStorage.setItem('lora-lab.library-overlay', '{"not": "a list"}');
    const open = (name: string, make: (db: IDBDatabase) => void) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name, 1);
        opening.onupgradeneeded = () => make(opening.result);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(name));
      });
    const put = (db: IDBDatabase, store: string, change: (store: IDBObjectStore) => void) =>
      new Promise<void>((resolve) => {
        const transaction = db.transaction(store, 'readwrite');
        change(transaction.objectStore(store));
        transaction.oncomplete = () => resolve();
      });
    const trials = await open('lora-lab-results-1', () => undefined);
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const asking = trials.transaction('trials').objectStore('trials').getAllKeys();
      asking.onsuccess = () => resolve(asking.result);
    });
    const bad = [{ id: 'no scenario' }, 'a text'];
    await put(trials, 'trials', (store) => bad.forEach((value, i) => store.put(value, keys[i])));
    const adapters = await open('lora-lab-trained-1', (db) => void db.createObjectStore('trained'));
    await put(adapters, 'trained', (store) => store.put({ tensors: 'none' }, keys[2]));
    const checkpoints = await open('lora-lab-checkpoints', (db) => {
      db.createObjectStore('checkpoints');
      db.createObjectStore('about');
    });
    for (const store of ['checkpoints', 'about'])
      await put(checkpoints, store, (values) => values.put({ step: 'one' }, keys[0]));
    const library = await open(
      'lora-lab-library',
      (db) => void db.createObjectStore('entries', { keyPath: 'id' }),
    );
    await put(library, 'entries', (store) =>
      store.put({ id: 'bad', version: 1, name: 7, results: { version: 1 } }),
    );
    for (const db of [trials, adapters, checkpoints, library]) db.close();
  });

  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.results()?.trials.length === 2);
  const shown = await inLab(page, () => window.loraLab.results()!.trials.map(({ id }) => id));
  const ids = records.map(({ id }) => id);
  expect(shown.every((id) => ids.includes(id))).toBe(true);
  const notice = page.getByTestId('notice').filter({ hasText: 'cannot be read' });
  await expect(notice).toContainText('2 finished trials and 1 trial that was broken off');
  await page.getByTestId('open-library').click();
  await expect(notice).toContainText('and 1 entry of the library');
  await page.getByTestId('back-to-lab').click();

  const values = await saved(page, 'save-stored');
  expect(values.map(({ database }) => database)).toEqual(Array(4).fill('lora-lab-set-aside'));
  expect(JSON.stringify(values)).toContain('no scenario');
  // The next load finds nothing that fails, and the page still says what was set aside.
  await page.reload();
  await expect(notice).toContainText('2 finished trials');
  await expectReadable(page, 'set-aside');
  await page.getByTestId('remove-set-aside').click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.results()?.trials.length === 2);
  await expect(notice).toHaveCount(0);
});

test('a page that cannot be drawn says so, and saves what is stored', async ({ page }) => {
  const records = await openWithTrials(page, FRAGMENT, { head: [0.7, 0.8] });
  // `toFixed`, which every drawn number needs, fails once the page is there.
  await page.evaluate(() => {
    const whole = Object.getOwnPropertyDescriptors(Number.prototype);
    Object.assign(window, { mend: () => Object.defineProperties(Number.prototype, whole) });
    Number.prototype.toFixed = () => {
      throw new Error('forced for the test');
    };
  });
  // Any control will do, because its change is drawn.
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-testid^="module-"]')?.click());
  const last = page.getByTestId('last-resort');
  await expect(last).toContainText('forced for the test');
  await page.evaluate(() => (window as unknown as { mend: () => void }).mend()); // axe writes numbers, too
  await expectReadable(page, 'last-resort');
  const values = await saved(page, 'rescue-save');
  const ids = values.filter(({ store }) => store === 'trials').map(({ value }) => value?.id);
  expect(ids.sort()).toEqual(records.map(({ id }) => id).sort());
});

test('a page that cannot start says so, and saves what is stored', async ({ page }) => {
  const records = await openWithTrials(page, FRAGMENT, { head: [0.7, 0.8] });
  await page.route(/assets\/.*\.js$/, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await page.reload();
  const rescue = page.getByTestId('rescue');
  await expect(rescue).toContainText(/The file .*\.js could not be loaded/);
  await expectReadable(page, 'rescue');
  const values = await saved(page, 'rescue-save');
  const ids = values.filter(({ store }) => store === 'trials').map(({ value }) => value?.id);
  expect(ids.sort()).toEqual(records.map(({ id }) => id).sort());
  await page.unroute(/assets\/.*\.js$/);
  await rescue.getByRole('button', { name: 'Reload the page' }).click();
  // The page is still loading.
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.results()?.trials.length === 2);
});

test('one stored value that breaks the page’s start does not keep it from being drawn', async ({ page }) => {
  // Storage that answers with what no version of the lab has written.
  await page.addInitScript(() => {
    Storage.prototype.getItem = () => '{"__proto__": [1], "kind": [], "a": {"lora": -1}}';
  });
  await openLab(page, FRAGMENT);
  await expect(page.getByTestId('run-button')).toBeEnabled();
  await expect(page.getByTestId('rescue')).toHaveCount(0);
});

test('parts of a build that is gone from the server say so, and the results can still be saved', async ({
  page,
}) => {
  await openWithTrials(page, FRAGMENT, { head: [0.7, 0.8] });
  await page.route(/assets\/(Library|KeepDialog|saveReport)-.*\.js$/, (route) =>
    route.fulfill({ status: 404, body: 'gone' }),
  );
  const gone = page.getByTestId('not-loaded');
  await page.getByTestId('open-library').click();
  await expect(gone).toHaveText(
    /^The library could not be loaded, because .* Reload the page; finished trials are kept\.$/,
  );
  await expect(page.getByRole('heading', { name: 'LoRA Lab' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the lab' }).click();
  const choose = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('Keep in library');
  await expect(gone).toHaveText(/^The dialog could not be loaded/);
  await expect(gone).toBeInViewport();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(gone).toHaveCount(0);
  await choose('Save report');
  await expect(page.getByRole('status').first()).toContainText('Save the results, then reload the page.');
  expect(await savedTrials(page, 'save-results')).toBe(2);
});

test('a page that a translator has rewritten says so, and saves its results', async ({ page }) => {
  await openWithTrials(page, FRAGMENT, { head: [0.7, 0.8] });
  // What asks translators to leave the page alone.
  await expect(page.locator('html')).toHaveAttribute('translate', 'no');
  await expect(page.locator('meta[name="google"]')).toHaveAttribute('content', 'notranslate');
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const font = document.createElement('font');
      font.textContent = text.data;
      text.replaceWith(font);
    }
  });
  // A change of the modules has no finished trials. So the run bar takes back its words about them, which React no longer
  // finds where it put them.
  await expect(page.locator('.plan-trials')).toContainText('2 finished');
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-testid^="module-"]')?.click());
  await expect(page.getByTestId('last-resort')).toContainText('as translators and some extensions do');
  // The address before the change leads to the trials again, although nothing draws them any more.
  await page.waitForFunction((begun) => !location.hash.includes(begun), 'scenario=head:12.v.r1&');
  await page.evaluate((fragment) => void (location.hash = fragment), FRAGMENT);
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.results()?.trials.length === 2);
  expect(await savedTrials(page, 'rescue-save-results')).toBe(2);
});
