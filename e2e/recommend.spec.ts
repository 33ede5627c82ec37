/** @file "Where should I fine-tune?" on the page: asked, raced, cancelled, gone on with, and what comes out. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { experimentOf, expectNoSideScroll, openLab, picture } from './lab';
import { OVERLAY, violations } from './support/axe';

const two = (steps: number): string =>
  'model=roberta-mini&data=review-sentences&scenario=bottom:1.v.r1&scenario=top:12.v.r1' +
  `&trials=1&steps=${steps}&batch=4&rows=16&validation=48&length=16`;

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Where should I fine-tune?' });
const namesOf = async (page: Page) => (await experimentOf(page)).scenarios.map(({ name }) => name);
/** Of the race's finished trials; one that was cancelled is none. */
const trialIds = (page: Page) =>
  page.evaluate(async () =>
    ((await window.loraLab.raceResults())?.trials ?? []).flatMap(({ id, status }) =>
      status === 'done' ? [id] : [],
    ),
  );

/** Fills the form for a race of the experiment's two scenarios, and starts it. */
async function startRace(page: Page, delta: string): Promise<void> {
  const dialog = dialogOf(page);
  await dialog.getByText('my scenarios alone').click();
  await dialog.getByTestId('recommend-delta').fill(delta);
  await expect(dialog.getByTestId('recommend-plan')).toContainText(
    '2 candidates × 3 seeds = 6 trials in round one',
  );
  await dialog.getByTestId('recommend-start').click();
}

/** Looks for violations in the dialog and side scroll, on a telephone too. Pages behind dialogs: accessibility.spec.ts. */
async function looksRight(page: Page, name: string): Promise<void> {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSideScroll(page);
    const body = dialogOf(page).locator('.dialog-body');
    expect(await body.evaluate((each) => each.scrollWidth - each.clientWidth)).toBeLessThanOrEqual(0);
    await picture(page, `${name}-${width}`);
    await body.evaluate((each) => each.scrollTo(0, 330));
    await picture(page, `${name}-${width}-below`);
    await body.evaluate((each) => each.scrollTo(0, 0));
    expect(await violations(page, { without: OVERLAY, parts: ['.dialog'] })).toEqual([]);
  }
}

test('a race ends with a sentence, its scenarios, a LoraConfig and a script', async ({ page, context }) => {
  test.setTimeout(300_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page, two(2));
  await page.getByTestId('recommend-button').click();
  const dialog = dialogOf(page);
  await dialog.getByTestId('recommend-delta').fill('none');
  await expect(dialog.getByRole('alert')).toContainText(
    'Difference that matters, in points must be a number',
  );
  await expect(dialog.getByTestId('recommend-start')).toBeDisabled();
  await dialog.getByTestId('recommend-delta').fill('50');
  await expect(dialog.getByTestId('recommend-plan')).toContainText(/1\d candidates × 3 seeds = 3\d trials/);
  await looksRight(page, 'form');

  // Whatever the two differ by is then less than matters, so that the first round settles it.
  await startRace(page, '50');
  await expect(dialog.getByTestId('recommend-cancel')).toBeFocused();
  const sentence = dialog.getByTestId('recommend-sentence');
  await expect(sentence).toContainText(/“top”\): surely within 50\.0.points of the other candidate/, {
    timeout: 180_000,
  });
  await expect(dialog.getByTestId('recommend-again')).toBeFocused();
  const rows = dialog.getByTestId('recommend-table').locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'recommended: surely good enough' })).toContainText('top');
  for (const row of await rows.all()) await expect(row.locator('[data-label="Seeds"]')).toHaveText('3');
  await expect(dialog.getByTestId('recommend-config')).toHaveValue(/LoraConfig\(/);
  await looksRight(page, 'results');
  const front = dialog.getByTestId('front');
  await expect(front.locator('.front-mark[data-recommended]')).toHaveAccessibleName(
    /^top: .*, 3 seeds; .*MB; on the front\.$/,
  );
  await expect(front).toContainText('By the race’s rule a wash with the best, surely within 50.0');
  const [table, code] = await Promise.all(
    ['.recommend-table', '.recommend-code'].map((part) => dialog.locator(part).boundingBox()),
  );
  const last = await rows.last().boundingBox();
  expect(last!.y + last!.height).toBeLessThanOrEqual(table!.y + table!.height);
  expect(table!.y + table!.height).toBeLessThanOrEqual(code!.y);

  await dialog.getByText('Python script of “top”').click();
  const download = page.waitForEvent('download');
  await dialog.getByTestId('recommend-script-save').click();
  const script = await readFile(await (await download).path(), 'utf8');
  expect(await dialog.getByTestId('recommend-script').inputValue()).toBe(script);
  await dialog.getByTestId('recommend-link').click();
  await expect(dialog.getByText('Copied.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/scenario=top:[^&]*&scenario=bottom:/);
  expect(script).toContain(link);

  // The experiment is the person's own until they open what came out.
  expect(await namesOf(page)).toEqual(['bottom', 'top']);
  await dialog.getByTestId('recommend-take').click();
  await expect(dialog).toBeHidden();
  expect(await namesOf(page)).toEqual(['top', 'bottom']);
  expect((await experimentOf(page)).trials).toBe(3);
  await expect(page).toHaveURL(link);
});

test('a cancelled race keeps what ran, and goes on from there after a reload', async ({ page }) => {
  test.setTimeout(300_000);
  await openLab(page, two(8));
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByTestId('recommend-open').click();
  await startRace(page, '50');
  const dialog = dialogOf(page);
  await expect(dialog.getByTestId('recommend-progress')).toContainText(/[1-5] of 6 trials finished/, {
    timeout: 180_000,
  });
  await dialog.getByTestId('recommend-cancel').click();
  await expect(dialog.getByTestId('recommend-sentence')).toContainText('nothing can be recommended yet');
  await expect(dialog).toContainText('Cancelled. What ran is kept');
  expect(await namesOf(page)).toEqual(['bottom', 'top']);
  const kept = await trialIds(page);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(6);

  // The address follows a moment after the experiment, and a reload opens what stands in it.
  await expect(page).toHaveURL(/[#&]trials=1(&|$)/);
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window);
  await page.getByTestId('recommend-button').click();
  await startRace(page, '50');
  // The page goes during the race: the address is that of the race, and the dialog knows what it began from.
  await expect(dialog.getByTestId('recommend-progress')).toContainText(/[1-5] of 6 trials finished/);
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window);
  await page.getByTestId('recommend-button').click();
  await dialog.getByTestId('recommend-resume').click();
  expect(await namesOf(page)).toEqual(['bottom', 'top']);
  expect((await experimentOf(page)).trials).toBe(1);
  await dialog.getByTestId('recommend-start').click();
  await expect(dialog.getByTestId('recommend-sentence')).toContainText('surely within 50.0', {
    timeout: 180_000,
  });
  const all = await trialIds(page);
  expect(all).toHaveLength(6);
  expect(all).toEqual(expect.arrayContaining(kept));
});
