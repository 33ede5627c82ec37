/** @file Five journeys: tick and run; share with another profile; a workshop from the link to the pooled results; one's own file; a telephone. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectNoSideScroll, experimentOf, inLab, openLab, openSettings, runToEnd, stateOf } from './lab';

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

test('a visitor ticks modules by pointer and keyboard, runs and sees the spread; another profile gets the same by the link', async ({
  page,
  context,
  browser,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page, SMALL);
  await page.getByTestId('module-12-value').click();
  await page.getByTestId('module-12-value').press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('module-11-value')).toHaveAttribute('aria-pressed', 'true');
  const scenario = await inLab(page, () => window.loraLab.experiment().scenarios[0]);
  expect(scenario?.method === 'lora' && scenario.modules.slice(10)).toEqual([['value'], ['query', 'value']]);
  await page.getByTestId('copy-link').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const experiment = await experimentOf(page);

  const { trials } = await runToEnd(page, 2 * MINUTE);
  // r (in + out) for three modules of 64 x 64, and the head.
  const head = trials[0]!.trainableParameters - 3 * 2 * (64 + 64);
  expect(head).toBe(64 * 64 + 64 + 64 * 2 + 2);
  await expect(page.getByTestId('trial-strip').getByRole('option')).toHaveCount(2);
  await expect(page.getByTestId('results-table').locator('tbody tr')).toHaveCount(2);

  const friend = await visitor(browser);
  await friend.goto(link);
  await friend.waitForFunction(() => 'loraLab' in window);
  expect(await experimentOf(friend)).toEqual(experiment);
  await expect(friend.getByTestId('module-11-value')).toHaveAttribute('aria-pressed', 'true');
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

test('a practitioner brings a file, trains on it, tries a sentence, and takes adapter and script along', async ({
  page,
}) => {
  await openLab(page, SMALL);
  const reviews = Array.from(
    { length: 48 },
    (_, i) => `The ${i}th stay was ${i % 2 ? 'good' : 'bad'}.,${i % 2}`,
  );
  await openSettings(page, 'Data');
  await page
    .getByTestId('data-picker')
    .getByLabel('Training file')
    .last()
    .setInputFiles({
      name: 'stays.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['text,label', ...reviews].join('\n')),
    });
  await expect(page.getByTestId('data-picker')).toContainText(
    '48 rows; part held out for validation; 2 labels',
  );
  const { trials } = await runToEnd(page, 2 * MINUTE);
  expect(trials.map(({ status }) => status)).toEqual(['done', 'done']);

  await page.getByTestId('try-text').fill('What a good stay.');
  await expect(page.getByTestId('predictions').locator('dd:not([aria-hidden])').first()).toHaveText(/%/, {
    timeout: MINUTE,
  });
  const saving = page.waitForEvent('download');
  await page.locator('.save-trial').first().getByText('Adapter').click();
  expect((await saving).suggestedFilename()).toBe('mine-seed1.zip');

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByTestId('run-elsewhere').click();
  const script = page.getByRole('dialog', { name: 'Run elsewhere' }).getByTestId('python-script');
  await expect(script).toHaveValue(/LoraConfig\(/);
  await expect(script).toHaveValue(/stays\.csv/);
  await expect(script).toHaveValue(new RegExp(`The lab counts ${trials[0]!.trainableParameters} trainable`));
});

test('on a telephone a visitor sees the picture, taps a cell, runs, and is one tap from the results', async ({
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto('./');
  await page.waitForFunction(() => 'loraLab' in window);
  await expect(page.getByTestId('recorded')).toContainText(/Recorded on an NVIDIA H200/);
  await expectNoSideScroll(page);

  await openLab(page, SMALL);
  const drawn = page.getByTestId('anatomy-module').getByRole('heading');
  await expect(drawn).toHaveText('Layer 12, query');
  await page.getByTestId('module-12-up').tap();
  await expect(page.getByTestId('module-12-up')).toHaveAttribute('aria-pressed', 'true');
  await expect(drawn).toHaveText('Layer 12, up');
  await page.getByRole('button', { name: 'One training step' }).tap();
  await expect(page.getByTestId('step-total')).toContainText('MB', { timeout: MINUTE });

  const { trials } = await runToEnd(page, 2 * MINUTE);
  expect(trials).toHaveLength(2);
  await page.locator('.results-jump').tap();
  await expect(page.locator('#results')).toBeInViewport();
  await expect(page.getByTestId('trial-strip').getByRole('option')).toHaveCount(2);
  await expectNoSideScroll(page);
  await context.close();
});
