/** @file A workshop by its link: made, opened by two participants, run within its budget, handed in; hostile links. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { deflateSync } from 'fflate';
import {
  expectNoSideScroll,
  experimentOf,
  inLab,
  openLab,
  openSettings,
  runToEnd,
  TINY,
  picture,
} from './lab';
import { violations } from './support/axe';

const MINUTE = 60_000;

const accuraciesOf = (page: Page) =>
  inLab(page, () => window.loraLab.results()?.trials.map(({ seed, accuracy }) => ({ seed, accuracy })));
const hashOf = (page: Page) => page.evaluate(() => location.hash);

/** Opens the link in a profile of its own, which may use the clipboard. */
async function visit(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForFunction(() => 'loraLab' in window);
  return page;
}

test('a workshop is made, opened, run within its budget and handed in', async ({ page, browser }) => {
  await openLab(page, TINY);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByTestId('workshop-link').click();
  await page.getByTestId('workshop-heading').fill('Monday <b>');
  await page.getByTestId('workshop-text').fill('Read <i>this</i>.\n\n# Then\n- run\n- compare');
  await page.getByRole('button', { name: 'Fix all settings' }).click();
  await page.getByTestId('part-curves').getByText('Hidden').click();
  await page.getByTestId('workshop-budget').fill('0');
  await expect(page.getByTestId('workshop-link-problem')).toContainText('There is no link yet.');
  await expect(page.getByTestId('workshop-url')).toHaveCount(0);
  await page.getByTestId('workshop-budget').fill('2');
  await page.getByLabel('Each device takes seeds of its own').check();
  const link = await page.getByTestId('workshop-url').inputValue();
  expect(link).toContain('title=Monday%20%3Cb%3E&');
  expect(link).toMatch(/&lock=all&hide=curves&budget=2&seeds=own$/);
  await picture(page, 'workshop-dialog-1440');
  expect(await violations(page, { parts: ['.dialog'] })).toEqual([]);

  const ada = await visit(browser, link);
  const workshop = ada.getByTestId('workshop');
  await expect(workshop.getByRole('heading', { level: 2 })).toHaveText('Monday <b>');
  await expect(workshop).toContainText('Read <i>this</i>.');
  await expect(workshop.locator('.lesson-text li')).toHaveText(['run', 'compare']);
  expect(new URL(ada.url()).hash).toBe(new URL(link).hash);
  await openSettings(ada, 'Seeds and verdicts');
  await expect(ada.getByRole('textbox', { name: 'Seeds' })).toBeDisabled();
  await expect(ada.getByTestId('module-12-query')).toBeDisabled();
  await expect(ada.getByRole('button', { name: '+ Scenario' })).toBeDisabled();
  await expect(ada.locator('[data-fixed=training] .fixed-note')).toHaveText('Fixed by the workshop’s link.');
  await expect(ada.locator('.curves')).toHaveCount(1);
  await expect(ada.locator('.curves')).toBeHidden();
  await expect(ada.locator('.densities')).toBeVisible();
  const { firstSeed } = await experimentOf(ada);
  expect(firstSeed % 1000).toBe(0);
  expect(firstSeed).toBeGreaterThan(0);

  const budget = ada.getByTestId('budget');
  await expect(budget).toContainText('0 of 2 trials used');
  await runToEnd(ada, MINUTE);
  await expect(budget).toContainText('1 of 2 trials used');
  await runToEnd(ada, MINUTE);
  await expect(budget).toContainText(
    'The workshop’s 2 trials are used up on this device. Hand in what you have.',
  );
  await expect(ada.getByTestId('start-over')).toBeDisabled();
  const refused = await inLab(ada, () => window.loraLab.run().catch((error: Error) => error.message));
  expect(refused).toContain('used up on this device');

  await ada.reload();
  await expect(budget).toContainText('2 of 2 trials used');
  expect((await experimentOf(ada)).firstSeed).toBe(firstSeed);
  await expect.poll(() => accuraciesOf(ada)).toHaveLength(1);
  const accuracies = await accuraciesOf(ada);
  expect(accuracies?.[0]?.seed).toBe(firstSeed);

  await ada.getByTestId('participant').fill('Ada L.');
  const download = ada.waitForEvent('download');
  await ada.getByTestId('hand-in-save').click();
  expect((await download).suggestedFilename()).toBe('lora-lab-Monday-b-Ada-L.json');
  await ada.getByTestId('hand-in-link').click();
  await expect(ada.getByTestId('hand-in')).toContainText(/copied, [\d]+ characters/);
  const handedIn = await ada.evaluate(() => navigator.clipboard.readText());
  expect(handedIn.length).toBeLessThan(1200);
  await ada.getByTestId('hand-in-code').click();
  await expect(ada.getByTestId('results-code').locator('path')).toHaveAttribute('d', /^M4 4h7v1h-7z/);
  await picture(ada, 'workshop-1440', { fullPage: true });
  expect(await violations(ada, { parts: ['.workshop', '.run-bar', '.hand-in'] })).toEqual([]);
  await ada.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(ada);
  await picture(ada, 'workshop-390', { fullPage: true });
  await ada.context().close();

  // Another participant: other seeds, a budget of their own.
  const ben = await visit(browser, link);
  expect((await experimentOf(ben)).firstSeed).not.toBe(firstSeed);
  await expect(ben.getByTestId('budget')).toContainText('0 of 2 trials used');

  // Who opens what was handed in sees the same accuracies, and none of them becomes their own.
  await ben.goto(handedIn);
  const shared = ben.getByTestId('shared-results');
  await expect(shared).toContainText('Results of Ada L., not run on this device.');
  await expect.poll(() => accuraciesOf(ben)).toEqual(accuracies);
  for (const button of ['run-button', 'run-more', 'continue-button', 'start-over'])
    await expect(ben.getByTestId(button)).toHaveCount(0);
  await picture(ben, 'workshop-shared-1440');
  await ben.getByTestId('run-yourself').click();
  await expect.poll(() => hashOf(ben)).not.toContain('results=');
  await expect(ben.getByTestId('run-button')).toHaveText('Run');
  await expect.poll(() => accuraciesOf(ben)).toEqual([]);
  await ben.goBack();
  await expect(shared).toBeVisible();
  await expect.poll(() => accuraciesOf(ben)).toEqual(accuracies);
  await ben.context().close();
});

test('hostile results and texts are named, and nothing of them becomes markup', async ({ page }) => {
  const bomb = deflateSync(new Uint8Array(8_000_000)).reduce(
    (text, byte) => text + String.fromCharCode(byte),
    '',
  );
  const packed = btoa(bomb).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const notice = page.getByTestId('notice').filter({ hasText: 'Parts of the address' });
  for (const [results, words] of [
    ['<img src=x>', 'results: not as the lab writes them'],
    ['AAAA', 'none are shown'],
    [packed, 'unfolds to more than 400000 bytes; none are shown'],
  ] as const) {
    await openLab(page, '');
    await openLab(page, `${TINY}&results=${results}`);
    await expect(notice).toContainText(words);
    await expect(page.getByTestId('run-button')).toBeEnabled();
  }
  await openLab(page, `${TINY}&title=<img%20src=x>&introfile=https://example.org/a.md&lock=colour`);
  await expect(notice).toContainText('lock=colour: not a part that lock knows');
  const workshop = page.getByTestId('workshop');
  await expect(workshop.getByRole('heading')).toHaveText('<img src=x>');
  await expect(workshop.getByRole('alert')).toContainText('lies on another origin (https://example.org)');
  await expect(workshop.locator('img')).toHaveCount(0);
  // A file that is there, of the page's own origin, and one that is not.
  await openLab(page, `${TINY}&introfile=datasets/review-sentences/README.md`);
  await expect(workshop.locator('.lesson-text h3').first()).toContainText(/review/i);
  await openLab(page, `${TINY}&introfile=missing.md`);
  await expect(workshop.getByRole('alert')).toContainText('missing.md is not there (404)');
});

test('the room ranks the scenarios first; a projector shows them large', async ({ page }) => {
  await openLab(
    page,
    `${TINY}&scenario=all:1-12.qv.r8&predict=ranking&question=Which%20wins?&hide=scenarios,sources,modules,training`,
  );
  await expect(page.locator('.experiment')).toBeHidden();
  await expect(page.getByTestId('run-button')).toHaveClass(/secondary/);
  await expect(page.getByTestId('prediction-form')).toContainText('Which wins?');
  await page.getByTestId('predict').click();
  await expect(page.getByTestId('run-button')).not.toHaveClass(/secondary/);
  await page.reload();
  await expect(page.getByTestId('workshop')).toContainText('Your prediction');

  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await size();
  await page.getByTestId('projector-toggle').click();
  await expect.poll(() => hashOf(page)).toContain('&view=projector');
  await expect.poll(() => size()).toBeGreaterThan(1.2 * before);
  await expect(page.getByTestId('run-button')).toBeVisible();
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expectNoSideScroll(page);
    await picture(page, `projector-${width}`);
  }
  await page.keyboard.press('Escape');
  await expect.poll(() => hashOf(page)).not.toContain('view=');
  await expect(page.getByTestId('projector-toggle')).toHaveAttribute('aria-pressed', 'false');
});
