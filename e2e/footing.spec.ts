/** @file "Equal footing" on the page: scenarios made equal, and each brought to the learning rate that suits it. */
import { expect, test, type Page } from '@playwright/test';
import { experimentOf, expectNoSideScroll, openLab, stateOf, picture } from './lab';
import { OVERLAY, violations } from './support/axe';

const TWO =
  'model=roberta-mini&data=review-sentences&scenario=pair:11-12.v.r4&scenario=top:12.v.r4&scenario=head:classifier' +
  '&trials=1&steps=2&batch=4&rows=16&validation=32&length=16';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Equal footing' });
const rowOf = (page: Page, table: string, name: string) =>
  dialogOf(page)
    .getByTestId(table)
    .locator('tbody tr')
    .filter({ has: page.locator('.footing-name', { hasText: new RegExp(`^${name}$`) }) });

/** Looks for violations in the dialog and side scroll, on a telephone too. Pages behind dialogs: accessibility.spec.ts. */
async function looksRight(page: Page, name: string): Promise<void> {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSideScroll(page);
    const body = dialogOf(page).locator('.dialog-body');
    expect(await body.evaluate((each) => each.scrollWidth - each.clientWidth)).toBeLessThanOrEqual(0);
    for (const part of ['start', 'end'] as const) {
      await body.evaluate((each, at) => each.scrollTo(0, at === 'start' ? 0 : each.scrollHeight), part);
      await picture(page, `${name}-${width}-${part}`);
    }
  }
  expect(await violations(page, { without: OVERLAY, parts: ['.dialog'] })).toEqual([]);
}

test('scenarios are made equal, and tuned on seeds that the comparison does not use', async ({ page }) => {
  test.setTimeout(300_000);
  await openLab(page, TWO);
  await page.getByTestId('footing-button').click();
  const dialog = dialogOf(page);

  // Nothing is changed before it is taken.
  await expect(rowOf(page, 'footing-table', 'top')).toContainText('rank 4 → 8');
  await expect(rowOf(page, 'footing-table', 'head')).toContainText('there is no rank that could change');
  await dialog.getByText('memory', { exact: true }).click();
  await expect(rowOf(page, 'footing-table', 'top')).toContainText(/Even rank 64 takes .* less memory/, {
    timeout: 60_000,
  });
  await dialog.getByText('time', { exact: true }).click();
  await expect(rowOf(page, 'footing-table', 'head')).toContainText(/steps 2 → \d+/);
  await expect(page).toHaveURL(/top:12\.v\.r4(&|$)/);
  await dialog.getByText('parameters', { exact: true }).click();
  await dialog.getByTestId('footing-take').click();
  await expect(dialog.getByTestId('footing-told')).toHaveText('One scenario is changed.');
  await expect(page).toHaveURL(/:12\.v\.r8(&|$)/);
  expect((await experimentOf(page)).scenarios[1]).toMatchObject({ name: 'top r=8', rank: 8, alpha: 8 });

  for (const [group, choice] of [
    ['Rates around its own', '3'],
    ['Each from the last', '×3'],
    ['Seeds of each rate', '1'],
  ] as const)
    await dialog.getByRole('group', { name: group }).getByText(choice, { exact: true }).click();
  await expect(dialog.getByTestId('rates-plan')).toContainText('3 scenarios × 3 rates × 1 seed = 9 trials');
  await expect(dialog).toContainText('On seed 1001, which the comparison (seed 1) does not use.');
  await looksRight(page, 'form');
  await dialog.getByTestId('rates-start').click();
  await expect(dialog.getByTestId('rates-take')).toBeVisible({ timeout: 240_000 });
  await expect(dialog.getByTestId('rates-table').locator('tbody tr')).toHaveCount(3);
  await looksRight(page, 'rates');
  const before = await experimentOf(page);
  expect([before.trials, before.firstSeed, before.scenarios.length]).toEqual([1, 1, 3]);

  // Whatever came out, each scenario ends with the rate that its row names.
  const told = await dialog
    .getByTestId('rates-table')
    .locator('td[data-label="Best rate"]')
    .allTextContents();
  const take = dialog.getByTestId('rates-take');
  if (await take.isEnabled()) await take.click();
  const { scenarios, training } = await experimentOf(page);
  expect(scenarios.map(({ learningRate = training.learningRate }) => learningRate)).toEqual(
    told.map((text) => Number.parseFloat(text)),
  );
  expect((await stateOf(page)).problems).toEqual([]);
});
