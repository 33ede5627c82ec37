/**
 * @file Storage that is full, refused, removed or blocked: the run continues, the page says so once, and results can be
 * saved to a file.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type CDPSession, type Page, type Route } from '@playwright/test';
import { parseResults } from '../src/results/resultsFile';
import { inLab, openLab, runToEnd, startOver, stateOf, waitUntilIdle } from './lab';
import { openWithTrials } from './support/storedTrials';

const MINUTE = 60_000;
const trialsOf = (steps: number): string =>
  'model=roberta-mini&data=review-sentences&scenario=head:classifier' +
  `&trials=2&steps=${steps}&batch=4&rows=16&validation=32&length=16`;
const TWO_TRIALS = trialsOf(4);
/** Long enough for something to happen while the second one trains. */
const TWO_LONGER_TRIALS = trialsOf(20);

/** Collects what the console and the page report as errors from now on. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

const keepEveryStep = (): void => localStorage.setItem('lora-lab.checkpoint-seconds', '0');

async function devtools(page: Page): Promise<{ session: CDPSession; origin: string }> {
  return { session: await page.context().newCDPSession(page), origin: new URL(page.url()).origin };
}

/** Checks that one notice alone says it, with what to do, and that the results are complete in the page and as a file. */
async function expectToldAndSavable(page: Page, title: string, remedy: RegExp): Promise<void> {
  const notices = page.getByTestId('notice');
  await expect(notices.filter({ hasText: title })).toContainText(remedy);
  await expect(notices).toHaveCount(1);
  const results = await inLab(page, () => window.loraLab.results());
  expect(results?.trials.map(({ status }) => status)).toEqual(['done', 'done']);
  const downloading = page.waitForEvent('download');
  await page.getByTestId('save-results').click();
  const saved = parseResults(await readFile(await (await downloading).path(), 'utf8'));
  expect(saved.trials.map(({ id }) => id)).toEqual(results?.trials.map(({ id }) => id));
  expect(saved.data?.columns).toEqual({ text: 'sentence', pair: null, label: 'label' });
  expect(saved.data?.classes).toHaveLength(2);
}

test('a full store costs nothing of the visit; when there is room again, what is shown is stored', async ({
  page,
}) => {
  const errors = errorsOf(page);
  await page.addInitScript(keepEveryStep);
  await openLab(page, TWO_LONGER_TRIALS);
  const { session, origin } = await devtools(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await runToEnd(page, 2 * MINUTE);
  await expectToldAndSavable(page, 'Results are not kept', /is full: .* Save them, or free some space/);

  await startOver(page);
  await page.waitForFunction(
    () => 'loraLab' in window && window.loraLab.state().trialsDone === 1,
    undefined,
    {
      timeout: MINUTE,
      polling: 20,
    },
  );
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  const ids = (await waitUntilIdle(page, MINUTE))?.trials.map(({ id }) => id);
  // Storing what the first trial trained is not tried again.
  await expect(page.getByTestId('notice')).toHaveText([/You started over/, /Adapters are not kept/]);
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.results()?.trials.length === 2);
  const stored = await inLab(page, () => window.loraLab.results()!.trials.map(({ id }) => id));
  expect(stored).toEqual(ids);
  expect(errors).toEqual([]);
});

/** Ways to refuse storage, which run in the page before its own scripts. */
const REFUSALS: Readonly<Record<string, () => void>> = {
  'opening throws a SecurityError': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  },
  'opening fails with an InvalidStateError': () => {
    IDBFactory.prototype.open = () => {
      const request = Object.setPrototypeOf(
        new EventTarget(),
        IDBOpenDBRequest.prototype,
      ) as IDBOpenDBRequest;
      const error = new DOMException('A mutation was attempted.', 'InvalidStateError');
      Object.defineProperty(request, 'error', { value: error });
      setTimeout(() => request.dispatchEvent(new Event('error')));
      return request;
    };
  },
  'there is none': () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
};

for (const [name, refuse] of Object.entries(REFUSALS))
  test(`IndexedDB refused (${name}): told, and the run goes on`, async ({ page }) => {
    const errors = errorsOf(page);
    await page.addInitScript(keepEveryStep);
    await page.addInitScript(refuse);
    await openLab(page, TWO_TRIALS);
    await runToEnd(page, 2 * MINUTE);
    await expectToldAndSavable(page, 'Results are not kept', /private window .* Save them before you leave/);
    expect(errors).toEqual([]);
  });

test('a database and a lock that never answer: after five seconds the run goes on, and the page says so', async ({
  page,
}) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () =>
      Object.setPrototypeOf(new EventTarget(), IDBOpenDBRequest.prototype) as IDBOpenDBRequest;
    LockManager.prototype.request = () => new Promise(() => undefined);
    LockManager.prototype.query = () => new Promise(() => undefined);
    StorageManager.prototype.persisted = () => new Promise(() => undefined);
  });
  await openLab(page, TWO_TRIALS);
  await runToEnd(page, 2 * MINUTE);
  await expectToldAndSavable(
    page,
    'Results are not kept',
    /storage does not answer: .* Save them before you leave/,
  );
});

test('a worker that cannot be started is told, and the page stays usable', async ({ page }) => {
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new DOMException('Workers are not allowed here', 'SecurityError');
      }
    } as unknown as typeof Worker;
  });
  await openLab(page, TWO_TRIALS);
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('notice').first()).toContainText(
    'The training worker could not be started: Workers are not allowed here',
  );
  await expect.poll(async () => (await stateOf(page)).running).toBe(false);
  await expect(page.getByTestId('run-button')).toBeEnabled();
});

/** What a server, a blocker or an unfinished upload can do to the worker's file. */
const BROKEN_SCRIPTS: readonly (readonly [string, (route: Route) => Promise<void>])[] = [
  ['is not there', (route) => route.fulfill({ status: 404, body: 'Not found' })],
  ['is blocked', (route) => route.abort('blockedbyclient')],
  ['is cut short', (route) => route.fulfill({ contentType: 'text/javascript', body: 'const cut = {' })],
];

test('a worker whose script does not load is told; results stay, and a run goes on once it loads', async ({
  page,
}) => {
  const finished = await openWithTrials(page, TWO_TRIALS, { head: [0.7, 0.71] });
  const shown = () => inLab(page, () => window.loraLab.results()?.trials.map(({ id }) => id));
  const notices = page.getByTestId('notice');
  for (const [kind, answer] of BROKEN_SCRIPTS)
    await test.step(kind, async () => {
      await page.route(/trainer\.worker-[^/]*\.js$/, answer);
      await page.reload();
      const told = notices.filter({ hasText: 'Nothing can be trained here now' });
      await expect(told).toContainText(/The training worker could not be started: .+ reload the page/);
      await expect(notices).toHaveCount(1);
      await expect.poll(shown).toEqual(finished.map(({ id }) => id));
      await expect(page.getByTestId('save-results')).toBeEnabled();
      await startOver(page);
      await expect(notices.filter({ hasText: 'The run had to stop' })).toContainText('could not be started');
      expect((await stateOf(page)).running).toBe(false);
      await page.unroute(/trainer\.worker-[^/]*\.js$/);
    });
  const again = await runToEnd(page, 2 * MINUTE);
  expect(again.trials.map(({ status }) => status)).toEqual(['done', 'done']);
  await expect(notices).toHaveCount(1);
  await expect(notices).toContainText('You started over');
  // What the worker was asked in vain, it has been asked again.
  await expect.poll(() => inLab(page, () => window.loraLab.results()?.data?.classes?.length)).toBe(2);
});

test('storage removed under a run: told, and what is shown is stored again', async ({ page }) => {
  const errors = errorsOf(page);
  await page.addInitScript(keepEveryStep);
  await openLab(page, TWO_LONGER_TRIALS);
  await page.getByTestId('run-button').click();
  await page.waitForFunction(
    () =>
      'loraLab' in window &&
      window.loraLab.state().trialsDone === 1 &&
      window.loraLab.state().phase === 'training',
    undefined,
    { timeout: MINUTE, polling: 20 },
  );
  const { session, origin } = await devtools(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  const ids = (await waitUntilIdle(page, MINUTE))?.trials.map(({ id }) => id);
  await expectToldAndSavable(page, 'Stored results were removed', /save them to a file/);
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.results()?.trials.length === 2);
  const stored = await inLab(page, () => window.loraLab.results()!.trials.map(({ id }) => id));
  expect(stored).toEqual(ids);
  expect(errors).toEqual([]);
});

test('a browser that blocks cookies gives no storage at all: told, and the run goes on', async ({
  playwright,
  launchOptions,
  baseURL,
}) => {
  const profile = test.info().outputPath('profile');
  await mkdir(join(profile, 'Default'), { recursive: true });
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(blocked));
  const context = await playwright.chromium.launchPersistentContext(profile, {
    ...launchOptions,
    ...(baseURL === undefined ? {} : { baseURL }),
    serviceWorkers: 'block',
  });
  try {
    const page = await context.newPage();
    const errors = errorsOf(page);
    await openLab(page, TWO_TRIALS);
    const access = await page.evaluate(() => {
      try {
        return localStorage.length;
      } catch (error) {
        return (error as DOMException).name;
      }
    });
    expect(access).toBe('SecurityError');
    await runToEnd(page, 2 * MINUTE);
    await expectToldAndSavable(page, 'Results are not kept', /private window .* Save them before you leave/);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
});

test('refused localStorage costs choices alone: results are kept', async ({ page }) => {
  const errors = errorsOf(page);
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
  });
  await openLab(page, TWO_TRIALS);
  await runToEnd(page, 2 * MINUTE);
  await expect(page.getByTestId('notice')).toHaveCount(0);
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.results()?.trials.length === 2);
  expect((await stateOf(page)).error).toBeNull();
  expect(errors).toEqual([]);
});

test('with the first run the page asks, once, that its storage be kept', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { asked: 0 });
    StorageManager.prototype.persisted = () => Promise.resolve(false);
    StorageManager.prototype.persist = () => {
      (window as unknown as { asked: number }).asked++;
      return Promise.resolve(false);
    };
  });
  const asked = () => page.evaluate(() => (window as unknown as { asked: number }).asked);
  await openLab(page, trialsOf(2));
  expect(await asked()).toBe(0);
  await runToEnd(page, 2 * MINUTE);
  await runToEnd(page, 2 * MINUTE);
  expect(await asked()).toBe(1);
  await expect(page.getByTestId('notice')).toHaveText([/You started over/]);
});
