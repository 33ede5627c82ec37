/** @file The URL is the experiment: broken parts are named, Back works, a copy shows the same experiment. */
import { expect, type Page, test } from '@playwright/test';
import { LEARNING, openLab, TINY } from './lab';

const experimentOf = (page: Page) => page.evaluate(() => window.loraLab.experiment());
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

test('an address that holds nothing readable opens the default experiment', async ({ page }) => {
  await openLab(page, '%E0%A4%A&&&=%%%');
  await expect(page.getByTestId('notice').first()).toBeVisible();
  expect(await names(page)).toEqual(['lower', 'upper']);
});

test('the browser goes back to the experiment before', async ({ page }) => {
  await openLab(page, LEARNING);
  await page.evaluate((fragment) => (location.hash = fragment), TINY);
  await expect.poll(() => names(page)).toEqual(['head']);
  await page.goBack();
  await expect.poll(() => names(page)).toEqual(['lower', 'upper']);
});

test('ticking a module changes the address and the count, and Back unticks it', async ({ page }) => {
  await openLab(page, LEARNING);
  const count = page.getByTestId('trainable-count');
  const [hash, text] = [await page.evaluate(() => location.hash), await count.innerText()];
  await page.getByTestId('module-12-query').click();
  await expect(count).not.toHaveText(text);
  await expect.poll(() => page.evaluate(() => location.hash)).not.toBe(hash);
  await page.goBack();
  await expect(count).toHaveText(text);
});

test('the copied link shows the same experiment in another browser profile', async ({ page, browser }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page, `${LEARNING}&lr=0.001`);
  await page.getByTestId('module-3-up').click();
  await page.getByTestId('copy-link').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await browser.newContext();
  const visitor = await other.newPage();
  await visitor.goto(link);
  await visitor.waitForFunction(() => 'loraLab' in window);
  expect(await experimentOf(visitor)).toEqual(await experimentOf(page));
  await other.close();
});
