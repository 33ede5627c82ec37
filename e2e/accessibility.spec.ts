/** @file WCAG 2.2 AA as far as axe can check it, in the page's main states, light and dark, wide and narrow. */
import { expect, test } from '@playwright/test';
import { openLab, openSettings } from './lab';
import { EXPLANATION, OVERLAY, violations } from './support/axe';
import { SHORT_NAMES } from './support/methods';
import { openWithTrials } from './support/storedTrials';

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`${colorScheme} page`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' });

    test('with results has no violation', async ({ page }) => {
      await openWithTrials(page, SHORT_NAMES.fragment, SHORT_NAMES.accuracies);
      await expect(page.getByTestId('difference-matrix').getByRole('button')).toHaveCount(12);
      await page.locator('.experiment details').evaluateAll((all: HTMLDetailsElement[]) => {
        for (const details of all) details.open = true;
      });
      expect(await violations(page)).toEqual([]);
    });

    test('of a lesson on a telephone has no violation', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await openLab(page, 'lesson=layers');
      await expect(page.getByTestId('run-button')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });

test('menu, dialog and explanation have no violation', async ({ page }) => {
  await openLab(page, '');
  await page.getByRole('button', { name: 'More' }).press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await violations(page, { without: OVERLAY })).toEqual([]);
  await page.getByRole('menuitem', { name: 'Keyboard' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  expect(await violations(page, { without: OVERLAY })).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More' })).toBeFocused();
  await openSettings(page, 'Training');
  await page.getByLabel('Batch size').focus();
  await expect(page.getByRole('tooltip')).toContainText('Sentences per optimizer step.');
  expect(await violations(page, { without: EXPLANATION })).toEqual([]);
});
