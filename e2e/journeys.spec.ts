/** @file The three journeys: tick and run; share with another profile; a workshop from the link to the pooled results. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { experimentOf, inLab, openLab, runToEnd, stateOf } from './lab';

const MINUTE = 60_000;

/** An experiment that is small in everything that takes time; the visitor ticks the modules. */
const SMALL =
  'model=roberta-mini&data=review-sentences&scenario=mine:12.q.r2' +
  '&trials=2&steps=3&batch=4&rows=16&validation=32&length=16';

/** A page in another person's browser. */
async function visitor(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

const accuracies = (page: Page) =>
  inLab(page, () => window.loraLab.results()?.trials.map(({ seed, accuracy }) => ({ seed, accuracy })));

test('a visitor ticks modules by pointer and keyboard, runs, and sees the spread', async ({ page }) => {
  await openLab(page, SMALL);
  await page.getByTestId('module-12-value').click();
  await page.getByTestId('module-12-value').press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('module-11-value')).toHaveAttribute('aria-pressed', 'true');
  const scenario = await inLab(page, () => window.loraLab.experiment().scenarios[0]);
  expect(scenario?.method === 'lora' && scenario.modules.slice(10)).toEqual([['value'], ['query', 'value']]);

  const { trials } = await runToEnd(page, 2 * MINUTE);
  // r (in + out) for three modules of 64 x 64, and the head.
  const head = trials[0]!.trainableParameters - 3 * 2 * (64 + 64);
  expect(head).toBe(64 * 64 + 64 + 64 * 2 + 2);
  await expect(page.getByTestId('trial-strip').getByRole('option')).toHaveCount(2);
  await expect(page.getByTestId('results-table').locator('tbody tr')).toHaveCount(2);
});

test('a copied link shows the same experiment in another profile, and the same accuracies once run', async ({
  page,
  context,
  browser,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page, SMALL);
  await page.getByTestId('module-12-up').click();
  await page.getByTestId('copy-link').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const experiment = await experimentOf(page);
  await runToEnd(page, 2 * MINUTE);

  const friend = await visitor(browser);
  await friend.goto(link);
  await friend.waitForFunction(() => 'loraLab' in window);
  expect(await experimentOf(friend)).toEqual(experiment);
  await expect(friend.getByTestId('module-12-up')).toHaveAttribute('aria-pressed', 'true');
  expect((await stateOf(friend)).problems).toEqual([]);
  await runToEnd(friend, 2 * MINUTE);
  await expect.poll(() => accuracies(friend)).toEqual(await accuracies(page));
  await friend.context().close();
});

test('a teacher makes a link, two students hand in, and the library pools what they got', async ({
  page,
  browser,
}) => {
  await openLab(page, SMALL);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByTestId('workshop-link').click();
  await page.getByTestId('workshop-heading').fill('Monday');
  await page.getByRole('button', { name: 'Fix all settings' }).click();
  await page.getByLabel('Each device takes seeds of its own').check();
  const link = await page.getByTestId('workshop-url').inputValue();
  await page.keyboard.press('Escape');

  const files: string[] = [];
  const seeds = new Set<number>();
  for (const name of ['Ada', 'Ben']) {
    const student = await visitor(browser);
    await student.goto(link);
    await expect(student.getByTestId('workshop').getByRole('heading', { level: 2 })).toHaveText('Monday');
    await expect(student.getByTestId('module-12-query')).toBeDisabled();
    const { trials } = await runToEnd(student, 2 * MINUTE);
    for (const { seed } of trials) seeds.add(seed);
    await student.getByTestId('participant').fill(name);
    const download = student.waitForEvent('download');
    await student.getByTestId('hand-in-save').click();
    expect((await download).suggestedFilename()).toBe(`lora-lab-Monday-${name}.json`);
    // The student's own copy is lost with their browser.
    const file = test.info().outputPath(`${name}.json`);
    await (await download).saveAs(file);
    files.push(file);
    await student.context().close();
  }
  expect(seeds.size).toBe(4);

  await page.getByTestId('open-library').click();
  await page.getByTestId('import-results').setInputFiles(files);
  await expect(page.getByTestId('import-report').getByRole('heading')).toHaveText('2 imported');
  await expect(page.getByTestId('pooling')).toContainText(
    'mine n = 4 distinct seeds from 2 files (4 trials)',
  );
  const pooled = page.getByRole('figure', { name: 'Validation accuracy' });
  await expect(pooled.getByRole('img', { name: /^mine: mean accuracy .* n = 4/ })).toBeVisible();
});
