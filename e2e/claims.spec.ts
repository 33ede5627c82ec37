/** @file A published claim: its statement before the prediction, its figures and the verdicts of one's own trials after. */
import { expect, test } from '@playwright/test';
import { attention } from '../src/lessons/claims/attention';
import { expectNoSideScroll, openLab, picture } from './lab';
import { storeTrials } from './support/storedTrials';

/** Five seeds each: the feed-forward part is as good as all, and attention is behind. */
const ACCURACIES = {
  'all r=8': [0.906, 0.91, 0.905, 0.903, 0.906],
  'feed-forward r=8': [0.906, 0.91, 0.905, 0.903, 0.907],
  'attention r=8': [0.856, 0.861, 0.855, 0.853, 0.857],
  'attention r=10': [0.857, 0.861, 0.855, 0.853, 0.856],
};

test('a published claim is found in the menu, predicted, and judged by one’s own trials', async ({
  page,
}) => {
  await openLab(page, '');
  await page.getByTestId('lesson-menu').click();
  await expect(page.getByTestId('lesson-attention')).toBeHidden();
  await page.getByTestId('claims-menu').click();
  await picture(page, 'claims-menu-1440');
  await page.getByTestId('lesson-attention').click();
  await expect(page.getByTestId('lesson-menu')).toHaveText('Claim 1 of 6: All modules or attention alone');
  await storeTrials(page, attention.experiment, ACCURACIES);

  const claims = page.getByTestId('claim');
  await expect(claims).toHaveCount(2);
  await expect(claims.first().getByRole('link')).toHaveText('LoRA Without Regret');
  // Nothing gives the answer away before there is a prediction.
  await expect(page.getByTestId('claim-verdicts')).toHaveCount(0);
  await expect(claims.last()).not.toContainText('90.55');
  await picture(page, 'claim-before-1440', { fullPage: true });

  await page.getByText('yes, or nearly so').click();
  await page.getByTestId('predict').click();
  await expect(page.getByTestId('reveal')).toContainText('no, all are better');
  await expect(claims.last()).toContainText('90.55 %');
  const verdicts = page.getByTestId('claim-verdicts');
  // One's own trials come first, the recorded ones beside them.
  await expect(verdicts.first().locator('td:nth-child(2)')).toHaveText(['seen', 'seen', 'seen', 'seen']);
  await expect(verdicts.last().locator('td:nth-child(2)')).toHaveText(['not so']);
  await expect(verdicts.first().locator('td:nth-child(3)')).toHaveText(
    Array.from({ length: 4 }, () => /^(seen|not so|open)$/),
  );
  await picture(page, 'claim-after-1440', { fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await picture(page, 'claim-after-390', { fullPage: true });
});
