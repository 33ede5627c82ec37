/** @file A lesson from its address to the reveal; leaving it keeps the experiment; Back works. */
import { expect, type Page, test } from '@playwright/test';
import { expectNoSideScroll, inLab, openLab, runToEnd, waitUntilIdle, picture } from './lab';

const MINUTE = 60_000;
/** The lesson on layers, cut down to the shortest run. */
const TINY_LESSON = 'lesson=layers&trials=1&steps=2&rows=16&validation=32&batch=4&length=16';

const hashOf = (page: Page) => page.evaluate(() => location.hash);
const namesOf = (page: Page) =>
  inLab(page, () => window.loraLab.experiment().scenarios.map(({ name }) => name));
const orderOf = (page: Page) => page.getByTestId('lesson').locator('.ranking-name').allInnerTexts();

test('a lesson is opened by its address, predicted by keyboard, run and revealed, and kept', async ({
  page,
}) => {
  await openLab(page, TINY_LESSON);
  const lesson = page.getByTestId('lesson');
  const run = page.getByTestId('run-button');
  await expect(lesson).toContainText('Lower, upper, even, all');
  await expect.poll(() => namesOf(page)).toEqual(['lower', 'upper', 'even', 'all']);
  await expect.poll(() => hashOf(page)).toBe(`#${TINY_LESSON}`);
  await expect(page.getByTestId('run-length')).toHaveText(/^4 trials, about \d+\ss$/);
  // The run bar says where the time comes from.
  await expect(page.getByTestId('plan-facts')).toContainText('(estimate for a 2-core CPU)');
  // Until there is a prediction, nothing gives the answer away, and Run is less prominent.
  await expect(run).toHaveClass(/secondary/);
  await expect(page.getByTestId('conclusion')).toHaveCount(0);

  await expect.poll(() => orderOf(page)).toEqual(['lower', 'upper', 'even', 'all']);
  await page.getByRole('button', { name: 'Move all up' }).focus();
  for (const expected of [
    ['lower', 'upper', 'all', 'even'],
    ['lower', 'all', 'upper', 'even'],
    ['all', 'lower', 'upper', 'even'],
  ]) {
    await page.keyboard.press('Enter');
    await expect.poll(() => orderOf(page)).toEqual(expected);
  }
  await expect(page.getByRole('button', { name: 'Move all down' })).toBeFocused();
  await page.getByTestId('predict').click();
  await expect(run).not.toHaveClass(/secondary/);
  const reveal = page.getByTestId('reveal');
  await expect(reveal).toContainText('Now run the experiment');
  // When it is changed before the run, it starts from the earlier prediction.
  await page.getByTestId('change-prediction').click();
  await expect(run).toHaveClass(/secondary/);
  await expect.poll(() => orderOf(page)).toEqual(['all', 'lower', 'upper', 'even']);
  await page.getByTestId('predict').click();

  await run.click();
  const results = await waitUntilIdle(page, 3 * MINUTE);
  expect(results?.trials.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
  const best = (results?.trials ?? [])
    .map(({ scenario, accuracy }) => ({ name: scenario.name, accuracy: accuracy ?? 0 }))
    .sort((a, b) => b.accuracy - a.accuracy)
    .map(({ name }) => name);
  await expect(reveal.getByRole('list').first()).toHaveText(['all', 'lower', 'upper', 'even'].join(''));
  await expect(reveal.getByRole('list').nth(1)).toHaveText(best.join(''));
  await expect(reveal).toContainText(/decided pairs? in the right order|No difference is clear yet/);
  await expect(page.getByTestId('conclusion')).toHaveAttribute('open', '');

  const published = page.locator('.panel[data-published]');
  await expect(published).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Show the published results' }).check();
  await expect(published.getByRole('heading')).toHaveText(['Published accuracy', 'Published parameters']);
  await expect(published.first().locator('.panel-figure')).toHaveText([
    /93\.86\s% ± 0\.38/,
    /94\.18\s% ± 0\.26/,
    /94\.45\s% ± 0\.30/,
    /94\.86\s% ± 0\.33/,
  ]);
  await expect(published.last().locator('.panel-figure').last()).toHaveText(/1\.54\s%/);
  await picture(page, 'lesson-1440', { fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await picture(page, 'lesson-390', { fullPage: true });

  await page.reload();
  await expect(reveal.getByRole('list').first()).toHaveText(['all', 'lower', 'upper', 'even'].join(''));
  await expect(reveal.getByRole('list').nth(1)).toHaveText(best.join(''));
});

test('the memory lesson keeps its answer back until its reader has predicted or skipped', async ({
  page,
}) => {
  await openLab(page, 'lesson=memory&steps=2&batch=4&rows=16&validation=32&length=16');
  const facts = page.getByTestId('plan-facts');
  await expect(facts).toContainText('peak memory shown after your prediction', { timeout: MINUTE });
  await expect(page.getByTestId('memory-withheld')).toContainText('shown after your prediction');
  await expect(page.getByText(/\d\sMB/)).toHaveCount(0);
  await page.getByTestId('predict').click();
  await expect(facts).toContainText(/peak memory ≈\s\d+(\.\d)?\sMB/);
  await expect(page.getByTestId('memory-withheld')).toHaveCount(0);
  await expect(page.getByText(/^≈\s\d+(\.\d)?\sMB$/)).toHaveCount(24);
  // The lesson leaves accuracy and differences out; its reader may want them all the same.
  await expect(page.locator('.densities')).toHaveCount(0);
  // A prediction taken back is open again.
  await page.getByTestId('change-prediction').click();
  await expect(page.getByTestId('memory-withheld')).toBeVisible();
  await expect(page.getByText(/\d\sMB/)).toHaveCount(0);
  await page.getByTestId('left-out').getByRole('button', { name: 'Accuracy and costs' }).click();
  await expect(page.locator('.density-row')).toHaveCount(24);
  await expect(page.getByTestId('memory-withheld')).toHaveCount(2);
});

test('the menu opens lessons, leaving one keeps its experiment, and Back returns to it', async ({ page }) => {
  await openLab(page, '');
  await expect(page.getByTestId('lesson')).toHaveCount(0);
  const menu = page.getByTestId('lesson-menu');
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('lesson-rank')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('lesson-rank')).toBeHidden();
  await expect(menu).toBeFocused();
  await menu.click();
  await page.getByTestId('lesson-rank').click();
  await expect.poll(() => hashOf(page)).toBe('#lesson=rank');
  const ranks = ['r=1', 'r=2', 'r=4', 'r=8', 'r=16', 'r=32'];
  await expect.poll(() => namesOf(page)).toEqual(ranks);

  await page.getByTestId('leave-lesson').click();
  await expect.poll(() => hashOf(page)).toMatch(/^#model=roberta-mini&data=review-sentences&scenario=r=1:/);
  await expect(page.getByTestId('lesson')).toHaveCount(0);
  await expect.poll(() => namesOf(page)).toEqual(ranks);
  await page.goBack();
  await expect(page.getByTestId('lesson')).toContainText('How large a rank');
  await page.getByTestId('next-lesson').click();
  await expect.poll(() => hashOf(page)).toBe('#lesson=rate');
  await page.goBack();
  await expect(page.getByTestId('lesson')).toContainText('How large a rank');
  await page.goBack();
  await expect(page.getByTestId('lesson')).toHaveCount(0);
  await expect.poll(() => namesOf(page)).toEqual(['lower', 'upper']);
});

test('a lesson that does not exist is named', async ({ page }) => {
  await openLab(page, 'lesson=leyers');
  const notice = page.getByTestId('notice').filter({ hasText: 'leyers' });
  await expect(notice).toContainText('the lessons are combinations, layers,');
  await expect(page.getByTestId('run-button')).toBeEnabled();
});

test('what a scenario has in place of the experiment’s settings is what it trains with', async ({ page }) => {
  await openLab(
    page,
    'model=roberta-mini&data=review-sentences&scenario=plain:1.qkvoud.r8' +
      '&scenario=recomputed:1.qkvoud.r8.checkpointing&scenario=bytes:1.qkvoud.r8.int8' +
      '&trials=1&steps=3&batch=4&rows=16&validation=32&length=16',
  );
  // Memory is estimated before the run and measured after it.
  await expect(page.getByText(/^≈\s\d+(\.\d)?\sMB$/)).toHaveCount(3, { timeout: MINUTE });
  const estimated = await page.getByText(/^≈\s\d+(\.\d)?\sMB$/).allInnerTexts();
  expect(new Set(estimated).size).toBe(3);
  const results = await runToEnd(page, 3 * MINUTE);
  const [plain, recomputed, bytes] = results.trials;
  if (!plain || !recomputed || !bytes) throw new Error('A trial is missing.');
  expect(recomputed.losses).toEqual(plain.losses);
  expect(recomputed.validationLoss).toBe(plain.validationLoss);
  expect(recomputed.memory.activations).toBeLessThan(0.6 * plain.memory.activations);
  expect(bytes.losses).not.toEqual(plain.losses);
  expect(bytes.memory.weights).toBeLessThan(0.8 * plain.memory.weights);
  expect(bytes.memory.activations).toBe(plain.memory.activations);
});
