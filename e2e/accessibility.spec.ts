/** @file WCAG 2.2 AA as far as axe can tell it, in the page's main states, light and dark, wide and narrow. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openLab } from './lab';
import { SHORT_NAMES } from './support/methods';
import { openWithTrials } from './support/storedTrials';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What lies over the page belongs to no landmark of it. */
const OVERLAY = ['region'];

/** An explanation lies over what is beside it for as long as its control has the focus, and Escape takes it away. */
const EXPLANATION = [...OVERLAY, 'target-size'];

/** @param without rules that cannot hold there */
async function violations(page: Page, without: string[] = []): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(RULES).disableRules(without);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}

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
  expect(await violations(page, OVERLAY)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Keyboard' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  expect(await violations(page, OVERLAY)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More' })).toBeFocused();
  await page.getByLabel('Batch size').focus();
  await expect(page.getByRole('tooltip')).toContainText('Sentences per optimizer step.');
  expect(await violations(page, EXPLANATION)).toEqual([]);
});
