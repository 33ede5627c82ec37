/** @file A reload in the middle of a run loses no finished trial. */
import { expect, test } from '@playwright/test';
import { openLab, TWO_TRIALS, waitUntilIdle } from './lab';

const MINUTE = 60_000;

test('finished trials survive a reload, and Continue runs only the missing ones', async ({ page }) => {
  await openLab(page, TWO_TRIALS);
  await page.getByTestId('run-button').click();
  await page.waitForFunction(() => window.loraLab.state().trialsDone === 1, undefined, {
    timeout: 3 * MINUTE,
    polling: 50,
  });
  // The run is in its second trial, and the first is in the browser's store.
  await expect.poll(() => page.evaluate(() => window.loraLab.results()?.trials.length)).toBe(1);
  await page.reload();
  await expect(page.getByTestId('results-table')).toContainText('head');
  const kept = await page.evaluate(() => window.loraLab.results());
  expect(kept?.trials.map(({ status, seed }) => ({ status, seed }))).toEqual([{ status: 'done', seed: 1 }]);

  await page.getByTestId('continue-button').click();
  const results = await waitUntilIdle(page, 3 * MINUTE);
  expect(results?.trials.map(({ status, seed }) => ({ status, seed }))).toEqual([
    { status: 'done', seed: 1 },
    { status: 'done', seed: 2 },
  ]);
  expect(results?.trials[0]?.id).toBe(kept?.trials[0]?.id);
});
