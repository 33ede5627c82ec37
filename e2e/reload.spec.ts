/** @file A reload in the middle of a run loses no finished trial. */
import { expect, test } from '@playwright/test';
import { inLab, openLab, SHORT_AND_LONG, stateOf, waitUntilIdle } from './lab';

const MINUTE = 60_000;

test('finished trials survive a reload, and Continue runs only the missing ones', async ({ page }) => {
  await openLab(page, SHORT_AND_LONG);
  await page.getByTestId('run-button').click();
  await page.waitForFunction(
    () => 'loraLab' in window && window.loraLab.state().trialsDone === 1,
    undefined,
    {
      timeout: 3 * MINUTE,
      polling: 50,
    },
  );
  // The run is in its second trial, which takes long, and the first is stored in the browser.
  await page.reload();
  await expect(page.getByTestId('results-table')).toContainText('head');
  const kept = await inLab(page, () => window.loraLab.results());
  expect(kept?.trials.map(({ status, scenario }) => ({ status, name: scenario.name }))).toEqual([
    { status: 'done', name: 'head' },
  ]);

  await page.getByTestId('continue-button').click();
  await page.waitForFunction(
    () => 'loraLab' in window && window.loraLab.state().phase === 'training',
    undefined,
    {
      timeout: MINUTE,
    },
  );
  expect((await stateOf(page)).trialsTotal).toBe(1);
  await page.getByTestId('cancel-button').click();
  const results = await waitUntilIdle(page, MINUTE);
  expect(results?.trials.map(({ status, scenario }) => ({ status, name: scenario.name }))).toEqual([
    { status: 'done', name: 'head' },
    { status: 'cancelled', name: 'long' },
  ]);
  expect(results?.trials[0]?.id).toBe(kept?.trials[0]?.id);
});
