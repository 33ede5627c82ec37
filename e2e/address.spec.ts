/** @file The URL is the experiment: broken parts are named, Back works, a copy shows the same experiment. */
import { expect, type Page, test } from '@playwright/test';
import { experimentOf, openLab, openSettings, TINY } from './lab';

const TWO =
  'model=roberta-mini&data=review-sentences&scenario=lower:1-6.qkvoud.r8&scenario=upper:7-12.qkvoud.r8&trials=2&steps=60';

const names = async (page: Page) => (await experimentOf(page)).scenarios.map(({ name }) => name);

test('each wrong part of the address is named, and the rest is loaded', async ({ page }) => {
  await openLab(
    page,
    'model=roberta-mini&scenario=upper:7-12.qkvoud.r4&trials=0&lr=fast&colour=red&batch=16',
  );
  const notice = page.getByTestId('notice').filter({ hasText: 'lr' });
  for (const wrong of ['trials', 'lr', 'fast', 'colour']) await expect(notice).toContainText(wrong);
  const { scenarios, training } = await experimentOf(page);
  expect(scenarios).toMatchObject([{ name: 'upper', method: 'lora', rank: 4 }]);
  expect(training.batchSize).toBe(16);
  await expect(page.getByTestId('run-button')).toBeEnabled();
});

test('an address that was damaged on its way is repaired, and one line says so', async ({ page }) => {
  await openLab(page, '%23model=roberta-mini&amp;scenario=upper:7\u201312.qkvoud.r4&amp;\u200btrials=5).');
  const notice = page.getByTestId('notice').filter({ hasText: 'The address was repaired' });
  await expect(notice).toContainText('The link came damaged');
  await expect(page.getByTestId('notice')).toHaveCount(1);
  const { scenarios, trials } = await experimentOf(page);
  expect(scenarios).toMatchObject([{ name: 'upper', rank: 4 }]);
  expect(trials).toBe(5);
  expect(new URL(page.url()).hash).toMatch(
    /^#model=roberta-mini&data=[\w-]+&scenario=upper:7-12.qkvoud.r4&trials=5$/,
  );
  await notice.getByRole('button', { name: /Dismiss/ }).click();
  await expect(notice).toHaveCount(0);
});

test('an address that holds nothing readable opens the default experiment', async ({ page }) => {
  await openLab(page, '%E0%A4%A&&&=%%%');
  await expect(page.getByTestId('notice').first()).toBeVisible();
  await expect.poll(() => names(page)).toEqual(['lower', 'upper']);
});

test('ticking a module changes the address and the count; Back unticks it, and goes to the experiment before', async ({
  page,
}) => {
  await openLab(page, TINY);
  await expect.poll(() => names(page)).toEqual(['head']);
  await page.evaluate((fragment) => (location.hash = fragment), TWO);
  await expect.poll(() => names(page)).toEqual(['lower', 'upper']);
  await expect(page.getByTestId('module-1-query')).toHaveAttribute('aria-pressed', 'true');
  const count = page.getByTestId('trainable-count');
  const [hash, text] = [await page.evaluate(() => location.hash), await count.innerText()];
  await page.getByTestId('module-12-query').click();
  await expect(count).not.toHaveText(text);
  await expect.poll(() => page.evaluate(() => location.hash)).not.toBe(hash);
  await page.goBack();
  await expect(count).toHaveText(text);
  await page.goBack();
  await expect.poll(() => names(page)).toEqual(['head']);
});

test('what saves memory goes into the address, comes back from it, and Back undoes it', async ({ page }) => {
  await openLab(page, TINY);
  const checkpointing = page.getByRole('checkbox', { name: 'Gradient checkpointing' });
  const precision = page.getByRole('group', { name: 'Base precision' });
  const hash = () => page.evaluate(() => location.hash);
  await openSettings(page, 'Training');
  await checkpointing.focus();
  await page.keyboard.press('Space');
  await expect.poll(hash).toContain('&checkpointing=on');
  await precision.getByText('Float16', { exact: true }).click();
  await expect.poll(hash).toMatch(/&checkpointing=on&base=f16$/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(hash).toMatch(/&checkpointing=on&base=int8$/);

  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window);
  expect((await experimentOf(page)).training).toMatchObject({ checkpointing: true, basePrecision: 'int8' });
  await openSettings(page, 'Training');
  await expect(checkpointing).toBeChecked();
  await expect(precision.getByRole('radio', { name: 'Int8' })).toBeChecked();

  for (const value of ['Float16', 'Float32']) {
    await page.goBack();
    await expect(precision.getByRole('radio', { name: value })).toBeChecked();
    await expect(checkpointing).toBeChecked();
  }
  await page.goBack();
  await expect(checkpointing).not.toBeChecked();
});

test('the copied link shows the same experiment in another browser profile', async ({ page, browser }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page, `${TWO}&lr=0.001`);
  await page.getByTestId('module-3-up').click();
  await page.getByTestId('copy-link').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await browser.newContext();
  const visitor = await other.newPage();
  await visitor.goto(link);
  await visitor.waitForFunction(() => 'loraLab' in window);
  await expect.poll(() => experimentOf(visitor)).toEqual(await experimentOf(page));
  await other.close();
});
