/** @file The page before a run at desk and telephone width; the pictures are for people to look at. */
import { expect, test } from '@playwright/test';
import { openLab, expectNoSideScroll, picture } from './lab';

test('the page fits a window 1440 and one 390 pixels wide', async ({ page }) => {
  await openLab(page, '');
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.getByTestId('run-button')).toBeVisible();
    await expect(page.getByTestId('module-12-down')).toBeVisible();
    await expect(page.getByTestId('trainable-count')).toContainText(/\d/);
    // The page shows what the scenarios will cost before anything has run.
    await expect(page.getByTestId('line-up').getByText(/^≈\s\d+(\.\d)?\sMB$/)).toHaveCount(2, {
      timeout: 60_000,
    });
    await expectNoSideScroll(page);
    await picture(page, `start-${width}`, { fullPage: true });
  }
});
