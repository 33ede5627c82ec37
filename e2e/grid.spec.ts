/** @file A sweep of ranks and learning rates: previewed, added, in the address, undone, and its results as a table. */
import { expect, test, type Page } from '@playwright/test';
import { expectNoSideScroll, experimentOf, openLab, picture } from './lab';
import { storeTrials } from './support/storedTrials';

const START =
  'model=roberta-mini&data=review-sentences&scenario=all:all.qkvoud.r8&scenario=head:classifier' +
  '&trials=5&steps=100&rows=16&validation=32&batch=4&length=16';
const NAMES = ['all r=1 lr=0.001', 'all r=1 lr=0.004', 'all r=4 lr=0.001', 'all r=4 lr=0.004'];

const names = async (page: Page) => (await experimentOf(page)).scenarios.map(({ name }) => name);

/** Presses Tab until the element with this test id has the focus. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    if (focused === testId) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${testId}.`);
}

test('a sweep is made by keyboard, goes into the address, is undone by Back, and its results are a table', async ({
  page,
  browser,
}) => {
  await openLab(page, START);
  const facts = page.getByTestId('plan-facts');
  await expect(facts).toContainText(/^about .+peak memory ≈\s\d+(\.\d)?\sMB .+estimate for a 2-core CPU/, {
    timeout: 60_000,
  });

  await page.getByTestId('sweep-button').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Sweep' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'head' }).focus();
  await page.keyboard.press('Space');
  const type = async (testId: string, text: string): Promise<void> => {
    await tabTo(page, testId);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
  };
  await type('sweep-rank', '1, 0');
  await expect(dialog.getByRole('alert')).toHaveText('Rank must be a whole number from 1 to 1024, not "0".');
  await expect(page.getByTestId('sweep-replace')).toBeDisabled();
  await type('sweep-rank', '1, 4');
  await expect(page.getByTestId('sweep-alpha')).toHaveValue('r');
  await type('sweep-learningRate', '1e-3 4e-3');
  await expect(page.getByTestId('sweep-plan')).toHaveText(
    '1 base scenario × 2 ranks × 2 learning rates = 4 scenarios × 5 seeds = 20 trials',
  );
  await expect(page.getByTestId('sweep-time')).toContainText(/^about \d+\s(s|min)/);
  await expect(page.getByTestId('sweep-memory')).toHaveText(
    /^≈\s\d+(\.\d)? to \d+(\.\d)?\sMB, the largest: all r=4 lr=0.001$/,
    { timeout: 60_000 },
  );
  await expect(dialog.getByRole('list', { name: 'Scenarios of the sweep' }).getByRole('listitem')).toHaveText(
    NAMES,
  );
  await expect(dialog.getByRole('status')).toHaveText('Added, they make 6 scenarios.');
  await picture(page, 'sweep-dialog-1440');
  await tabTo(page, 'sweep-replace');
  await page.keyboard.press('Enter');

  await expect(dialog).toBeHidden();
  const made = await experimentOf(page);
  expect(made.scenarios).toMatchObject([
    { name: NAMES[0], rank: 1, alpha: 1, learningRate: 1e-3 },
    { name: NAMES[1], rank: 1, alpha: 1, learningRate: 4e-3 },
    { name: NAMES[2], rank: 4, alpha: 4, learningRate: 1e-3 },
    { name: NAMES[3], rank: 4, alpha: 4, learningRate: 4e-3 },
  ]);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('all%20r=4%20lr=0.004');
  const other = await browser.newContext();
  const visitor = await other.newPage();
  await visitor.goto(page.url());
  await visitor.waitForFunction(() => 'loraLab' in window);
  await expect.poll(() => experimentOf(visitor)).toEqual(made);
  await other.close();

  // The seeds spread alike in every scenario, and r=4 with the higher rate is far ahead.
  const means = [0.7, 0.72, 0.73, 0.9];
  const accuracies = NAMES.map((name, at): [string, number[]] => [
    name,
    [1, 2, 3, 4, 5].map((seed) => (means[at] ?? 0) + ((seed * (at + 1)) % 5) / 500),
  ]);
  await storeTrials(page, made, Object.fromEntries(accuracies));
  const panel = page.getByTestId('sweep-panel');
  const table = panel.getByTestId('sweep-table');
  await expect(panel.getByRole('heading')).toHaveText('Mean accuracy by r × learning rate');
  await expect(table.getByRole('columnheader')).toHaveText(['0.001', '0.004']);
  await expect(table.getByRole('rowheader')).toHaveText(['1', '4']);
  await expect(table.locator('[data-scenario]')).toHaveText([
    '70.4 %± 0.3, n = 5',
    '72.4 %± 0.3, n = 5',
    '73.4 %± 0.3, n = 5',
    '90.4 %, the highest mean± 0.3, n = 5',
  ]);
  await expect(panel).toContainText(
    'Highest mean: all r=4 lr=0.004, 90.4 %. It is better than all 3 others.',
  );
  await picture(panel, 'sweep-panel-1440');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);

  await page.goBack();
  await expect.poll(() => names(page)).toEqual(['all', 'head']);
});
