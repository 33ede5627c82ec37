/** @file The test sentences: measured once, by a button that says so, and kept across reloads and later trials. */
import { expect, test } from '@playwright/test';
import { openLab, runToEnd, waitUntilIdle } from './lab';

const MINUTE = 60_000;
const TINY =
  'model=roberta-mini&data=review-sentences&scenario=head:classifier&scenario=top:12.v.r1' +
  '&trials=1&steps=2&rows=16&validation=32&batch=4&length=16&test=0.05';

test('the test sentences are measured once, and later trials are named', async ({ page }) => {
  await openLab(page, TINY);
  const section = page.getByTestId('final-test');
  const ask = page.getByTestId('final-test-ask');
  await expect(section).toContainText('0.05 of the validation sentences');
  await expect(ask).toBeDisabled();
  await runToEnd(page, 3 * MINUTE);

  await ask.click();
  await expect(section).toContainText('After this your choice is final');
  await section.getByRole('button', { name: 'Not yet' }).click();
  await ask.click();
  await page.getByTestId('final-test-now').click();
  const rows = page.getByTestId('final-test-table').locator('tbody tr');
  await expect(rows).toHaveCount(2, { timeout: MINUTE });
  await expect(rows.first()).toContainText(/seed 1\s*\d+\.\d\s%\s*\d+\.\d to \d+\.\d\s%/);
  await expect(section).toContainText('on 50 test sentences');
  await expect(ask).toHaveCount(0);
  const told = await rows.allInnerTexts();

  await page.reload();
  await expect.poll(() => rows.allInnerTexts()).toEqual(told);
  await expect(ask).toHaveCount(0);

  await page.goto(`./#${TINY.replace('trials=1', 'trials=2')}`);
  await page.getByTestId('continue-button').click();
  await waitUntilIdle(page, 3 * MINUTE);
  await expect(section).toContainText('Measured before these trials: head, seed 2; top, seed 2.');
  await expect.poll(() => rows.allInnerTexts()).toEqual(told);
});
