/** @file The matrix of differences and the figures beside the densities, from stored trials: nothing is trained. */
import { expect, test } from '@playwright/test';
import { expectNoSideScroll } from './lab';
import { METHODS } from './support/methods';
import { openWithTrials } from './support/storedTrials';

test('the page tells which differences are real, by pointer and by keyboard, at desk and telephone width', async ({
  page,
}) => {
  await openWithTrials(page, METHODS.fragment, METHODS.accuracies);

  const matrix = page.getByTestId('difference-matrix');
  const cells = matrix.getByRole('button');
  await expect(cells).toHaveCount(12);
  // scipy.stats.ttest_rel over the five seeds that both have.
  await expect(cells.first()).toHaveAccessibleName(
    'full minus LoRA r=8: +1.5 points, 95 % interval −0.2 to +3.2 verdict: too few seeds',
  );
  const detail = page.getByTestId('difference-detail');
  await expect(detail).toContainText('5 seeds in both; 1 with a seed of one side only left out; p = 0.076');

  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(detail.getByRole('heading')).toHaveText('full is better than classifier');
  await expect(cells.nth(2)).toBeFocused();
  await matrix.getByRole('button', { name: 'classifier minus LoRA r=1' }).hover();
  await expect(detail.getByRole('heading')).toHaveText('LoRA r=1 is better than classifier');

  const densities = page.getByRole('figure', { name: 'Validation accuracy' });
  await expect(densities).toContainText(
    'one of 1,000 validation sentences is worth 0.10 points; a single accuracy has a binomial standard error of 0.89 to 1.55 points',
  );
  await expect(densities).toContainText('Trials in no mean, curve or comparison: full: 1 diverged');
  await expect(densities).toContainText('the median of what Silverman’s rule gives each scenario');
  await expect(densities.getByText(/^95 %: \d\d\.\d to \d\d\.\d\s%$/)).toHaveCount(4);
  await page.screenshot({ path: 'test-results/screens/differences-1440.png', fullPage: true });

  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await page.getByTestId('differences').screenshot({ path: 'test-results/screens/differences-390.png' });
});
