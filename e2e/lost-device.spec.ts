/** @file The GPU process crashes: the page says what happened, keeps what is finished, and runs on a new device. */
import { expect, type Page, test as base } from '@playwright/test';
import { openLab, runToEnd, SHORT_AND_LONG, stateOf, TINY, waitUntilIdle } from './lab';

const MINUTE = 60_000;

/** In a browser of its own: after some crashes Chromium does without a GPU process. */
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

test('a device lost in a trial ends the run in plain words, and Continue trains on a new one', async ({
  page,
}) => {
  await openLab(page, SHORT_AND_LONG);
  await page.getByTestId('run-button').click();
  await waitForSteps(page, 1);
  await crashGpuProcess(page);
  const results = await waitUntilIdle(page, MINUTE / 4);

  const notice = page.getByTestId('notice').filter({ hasText: 'The GPU device was lost' });
  await expect(notice).toContainText('Run again: finished trials are kept');
  expect(results?.trials.map(({ scenario, status }) => [scenario.name, status])).toEqual([
    ['head', 'done'],
    ['all', 'failed'],
  ]);
  expect(results?.trials[1]?.message).toContain('The GPU device was lost');

  await notice.getByRole('button', { name: 'Try again with the trials that are missing' }).click();
  await expect(notice).toHaveCount(0);
  await waitForSteps(page, 0);
  const { environment, error } = await stateOf(page);
  expect(environment).toMatchObject({ backend: 'webgpu', software: true });
  expect(error).toBeNull();
  const kept = await page.evaluate(() => window.loraLab.results());
  expect(kept?.trials[0]?.id).toBe(results?.trials[0]?.id);
  await page.getByTestId('cancel-button').click();
  await waitUntilIdle(page, MINUTE / 4);
});

test('a device lost between two runs costs nothing', async ({ page }) => {
  await openLab(page, TINY);
  await expect(page.getByTestId('backend-badge')).toContainText('swiftshader');
  const [worker] = page.workers();
  const ended = new Promise((resolve) => worker?.on('close', resolve));
  await crashGpuProcess(page);
  await ended;
  const { trials, environment } = await runToEnd(page, MINUTE);
  expect(environment.backend).toBe('webgpu');
  expect(trials.map(({ status }) => status)).toEqual(['done']);
});
