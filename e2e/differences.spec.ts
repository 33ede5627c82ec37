/** @file The matrix of differences and the figures beside the densities, from stored trials: nothing is trained. */
import { expect, test, type Page } from '@playwright/test';
import { expectNoSideScroll, experimentOf, inLab, openSettings, picture } from './lab';
import { METHODS } from './support/methods';
import { openWithTrials } from './support/storedTrials';

test('the page tells which differences are real, by pointer and by keyboard, at desk and telephone width', async ({
  page,
}) => {
  await openWithTrials(page, `${METHODS.fragment}&upto=5`, METHODS.accuracies);

  const matrix = page.getByTestId('difference-matrix');
  const cells = matrix.getByRole('button');
  await expect(cells).toHaveCount(12);
  // scipy.stats.ttest_rel over the five seeds of the plan's only look.
  await expect(cells.first()).toHaveAccessibleName(
    'full minus LoRA r=8: +1.5 points, 95 % interval −0.2 to +3.2 verdict: open',
  );
  const detail = page.getByTestId('difference-detail');
  await expect(detail).toContainText('5 seeds in both; p = 0.076, corrected for 6 comparisons 0.121');

  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(detail.getByRole('heading')).toHaveText('full is better than classifier on these sentences');
  await expect(cells.nth(2)).toBeFocused();
  await matrix.getByRole('button', { name: 'classifier minus LoRA r=1' }).hover();
  await expect(detail.getByRole('heading')).toHaveText(
    'LoRA r=1 is better than classifier on these sentences',
  );

  const densities = page.getByRole('figure', { name: 'Validation accuracy' });
  await expect(densities).toContainText(
    'one of 1,000 validation sentences is worth 0.10 points; a single accuracy has a binomial standard error of 0.89 to 1.55 points',
  );
  await expect(densities).toContainText('Trials in no mean, curve or comparison: full: 1 diverged');
  await expect(densities).toContainText('the median of what Silverman’s rule gives each scenario');
  await expect(densities.getByText(/^95 %: \d\d\.\d to \d\d\.\d\s%$/)).toHaveCount(4);
  await picture(page, 'differences-1440', { fullPage: true });

  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await picture(page.getByTestId('differences'), 'differences-390');
});

test('verdicts follow the difference that matters, and stay with a plan that has been seen', async ({
  page,
}) => {
  await openWithTrials(page, `${METHODS.fragment}&upto=5`, METHODS.accuracies);
  const differences = page.getByTestId('differences');
  const heading = page.getByTestId('difference-detail').getByRole('heading');
  const form = page.getByRole('region', { name: 'Seeds and verdicts' });
  await openSettings(page, 'Seeds and verdicts');

  await expect(page.getByTestId('looks')).toHaveText(
    'The only look, at 5 seeds. The seeds after it change no verdict.',
  );
  await expect(heading).toHaveText(
    /^full and LoRA r=8: open; any difference is below 2\.9\spoints, more seeds would help$/,
  );
  await differences.getByLabel('Differences that matter, in points').fill('4');
  await expect(heading).toHaveText(/^full and LoRA r=8: a wash, within 4\spoints on these sentences$/);
  await expect(form.getByLabel('Differences that matter, in points')).toHaveValue('4');
  await expect.poll(() => page.url()).toContain('delta=4');

  await expect(form).toContainText('The plan ends at 5 of the 6 seeds');
  await expect(page.getByTestId('looked-note')).toContainText('each change adds up to 5 %');
  await form.getByLabel('may grow to').fill('');
  await expect(page.getByTestId('looks')).toHaveText('Look 2 of 2, at 6 seeds, level 0.0294 each; the last.');
  // Nobody comes to a verdict by asking for more seeds until there is one.
  await form.getByLabel('Seeds', { exact: true }).fill('12');
  await expect(form.getByLabel('may grow to')).toHaveValue('6');
  await expect(page.getByTestId('looks')).toContainText('Look 2 of 2, at 6 seeds');
  expect(await experimentOf(page)).toMatchObject({ trials: 12, judging: { upTo: 6, delta: 4 } });
});

/** Waits for the run that has been asked for, and ends it. */
async function cancel(page: Page): Promise<void> {
  const isRunning = () => inLab(page, () => window.loraLab.state().running);
  await expect.poll(isRunning).toBe(true);
  await page.getByTestId('cancel-button').click();
  await expect.poll(isRunning, { timeout: 60_000 }).toBe(false);
}

test('more seeds go to the next look', async ({ page }) => {
  await openWithTrials(page, `${METHODS.fragment}&upto=20`, METHODS.accuracies);
  await expect(page.getByTestId('looks')).toHaveText(
    'Look 1 of 6, at 5 seeds, level 0.0142 each; the next at 8.',
  );
  await expect(page.getByTestId('new-seeds')).toHaveCount(0);
  await page.getByTestId('more-seeds').click();
  await cancel(page);
  expect(await experimentOf(page)).toMatchObject({ firstSeed: 1, trials: 8, judging: { upTo: 20 } });
  // Seeds that were asked for come first.
  await expect(page.getByTestId('more-seeds')).toHaveCount(0);
});

test('new seeds confirm a plan that has ended, and none that an earlier visit has used', async ({ page }) => {
  await openWithTrials(page, `${METHODS.fragment}&seed=7&upto=5`, METHODS.accuracies);
  await openWithTrials(page, `${METHODS.fragment}&upto=5`, METHODS.accuracies);
  await expect(page.getByTestId('more-seeds')).toHaveText('+3 seeds');
  await page.getByTestId('new-seeds').click();
  await cancel(page);
  // Seeds 7 to 12 have run before.
  expect(await experimentOf(page)).toMatchObject({ firstSeed: 17, trials: 5, judging: { upTo: 5 } });
});
