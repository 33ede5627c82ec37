/** @file The page says how many rows the sequence length cuts, before anything runs. */
import { expect, test } from '@playwright/test';
import { openLab, TINY, openSettings } from './lab';

test('a shorter sequence length is said to cut rows, a longer one to cut none', async ({ page }) => {
  await openLab(page, TINY);
  await openSettings(page, 'Training');
  const length = page.getByLabel('Sequence length');
  await length.fill('14');
  // The note comes once the worker has tokenized the data set, and the second time from its store.
  await expect(
    page.getByText(/^\d+\.\d\s% of the rows are cut to 14 tokens; the longest has \d+\.$/),
  ).toBeVisible();
  await length.fill('64');
  await expect(page.getByText(/^No row is cut: the longest has \d+ tokens\.$/)).toBeVisible();
  await page.reload();
  await openSettings(page, 'Training');
  await expect(page.getByText(/^No row is cut: the longest has \d+ tokens\.$/)).toBeVisible();
});
