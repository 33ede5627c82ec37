/**
 * @file The GPU process crashes: the run continues. The second time the page says what happened and keeps the results
 * so far.
 */
import { expect, type Page, test as base } from '@playwright/test';
import {
  inLab,
  LONG,
  openLab,
  openRunSettings,
  runToEnd,
  SHORT_AND_LONG,
  stateOf,
  TINY,
  waitUntilIdle,
} from './lab';

const MINUTE = 60_000;

/** Uses a browser of its own, because after some crashes Chromium goes on without a GPU process. */
const test = base.extend({
  page: async ({ playwright, launchOptions, baseURL }, use) => {
    const browser = await playwright.chromium.launch(launchOptions);
    await use(await browser.newPage({ ...(baseURL === undefined ? {} : { baseURL }) }));
    await browser.close();
  },
});

async function crashGpuProcess(page: Page): Promise<void> {
  const browser = page.context().browser();
  const session = await browser?.newBrowserCDPSession();
  if (!session) throw new Error('The page has no browser to talk to.');
  await session.send('Browser.crashGpuProcess');
}

const waitForSteps = (page: Page, trial: number) =>
  page.waitForFunction(
    (wanted) => {
      const { phase, trial: now, done } = window.loraLab.state();
      return phase === 'training' && now === wanted && done > 0;
    },
    trial,
    { timeout: MINUTE, polling: 20 },
  );

test('one lost device is survived; a second in the same trial ends the run in plain words', async ({
  page,
}) => {
  await page.addInitScript(() => localStorage.setItem('lora-lab.checkpoint-seconds', '1'));
  await openLab(page, SHORT_AND_LONG);
  await page.getByTestId('run-button').click();
  await waitForSteps(page, 1);
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.state().done > 10, undefined, {
    timeout: MINUTE,
    polling: 50,
  });
  await crashGpuProcess(page);

  const told = page
    .getByTestId('notice')
    .filter({ hasText: 'The GPU device was lost in the trial of “long”' });
  await expect(told).toContainText(/seed 1: it goes on at step \d+ of 20000 on a new one/, {
    timeout: MINUTE / 4,
  });
  const step = Number(/at step (\d+)/.exec(await told.innerText())?.[1]);
  await page.waitForFunction(
    (from) =>
      'loraLab' in window &&
      window.loraLab.state().phase === 'training' &&
      window.loraLab.state().done > from,
    step,
    { timeout: MINUTE, polling: 50 },
  );
  const during = await stateOf(page);
  expect(during).toMatchObject({ error: null, trial: 1, trialsDone: 1, environment: { backend: 'webgpu' } });

  await crashGpuProcess(page);
  const results = await waitUntilIdle(page, MINUTE / 4);

  const notice = page.getByTestId('notice').filter({ hasText: 'The run had to stop' });
  await expect(notice).toContainText('Run again: finished trials are kept');
  expect(results?.trials.map(({ scenario, status }) => [scenario.name, status])).toEqual([
    ['head', 'done'],
    ['long', 'failed'],
  ]);
  expect(results?.trials[1]?.message).toContain('The GPU device was lost');

  // The checkpoint stays for another try.
  const interrupted = await page.getByTestId('interrupted').innerText();
  expect(
    Number(/“long”, seed 1, goes on at step (\d+) of 20000/.exec(interrupted)?.[1]),
  ).toBeGreaterThanOrEqual(step);

  // After so many crashes Chromium may have no GPU for the page any more: the trial then begins on another backend.
  await notice.getByRole('button', { name: 'Try again with the trials that are missing' }).click();
  await expect(notice).toHaveCount(0);
  await waitForSteps(page, 0);
  expect((await stateOf(page)).error).toBeNull();
  const kept = await inLab(page, () => window.loraLab.results());
  expect(kept?.trials[0]?.id).toBe(results?.trials[0]?.id);
  await page.getByTestId('cancel-button').click();
  await waitUntilIdle(page, MINUTE / 4);
});

test('a device lost in a company is survived, and its trials go on one by one', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('lora-lab.checkpoint-seconds', '0'));
  await openLab(page, `${LONG.replace('trials=1', 'trials=2')}&together=2`);
  await page.getByTestId('run-button').click();
  await waitForSteps(page, 0);
  await page.waitForFunction(() => window.loraLab.state().done > 10, undefined, {
    timeout: MINUTE,
    polling: 50,
  });
  await expect(page.locator('.progress-phase')).toContainText('2 of 2 trials together: long, seeds 1 and 2');
  await crashGpuProcess(page);

  const told = page
    .getByTestId('notice')
    .filter({ hasText: 'The GPU device was lost in the trials of “long”' });
  await expect(told).toContainText(/seeds 1 and 2: they go on at step \d+ of 20000 one by one on a new one/, {
    timeout: MINUTE / 4,
  });
  const step = Number(/at step (\d+)/.exec(await told.innerText())?.[1]);
  await page.waitForFunction(
    (from) => window.loraLab.state().phase === 'training' && window.loraLab.state().done > from,
    step,
    { timeout: MINUTE, polling: 50 },
  );
  await expect(page.locator('.progress-phase')).toContainText('trial 1 of 2: long, seed 1');
  await page.getByTestId('cancel-button').click();
  await waitUntilIdle(page, MINUTE / 4);
  // Both are there to be continued.
  await expect(page.getByTestId('interrupted')).toContainText('seed 2');
});

test('a device lost between two runs costs nothing', async ({ page }) => {
  await openLab(page, TINY);
  await openRunSettings(page);
  await expect(page.getByTestId('backend-badge')).toContainText('swiftshader');
  await page.keyboard.press('Escape');
  const [worker] = page.workers();
  const ended = new Promise((resolve) => worker?.on('close', resolve));
  await crashGpuProcess(page);
  await ended;
  const { trials, environment } = await runToEnd(page, MINUTE);
  expect(environment.backend).toBe('webgpu');
  expect(trials.map(({ status }) => status)).toEqual(['done']);
});
