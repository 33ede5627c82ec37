/** @file What the specs share: small experiments, and the page driven as a person or a program would. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { LabState } from '../app/automation';
import type { Experiment } from '../src/experiment/experiment';
import type { ResultsFile } from '../src/results/results';

const BASE = 'model=roberta-mini&data=review-sentences';

/** The shortest possible run: two steps of the cheapest scenario, with one seed. */
export const TINY = `${BASE}&scenario=head:classifier&trials=1&steps=2&batch=4&rows=16&validation=32&length=16`;

/** One trial that is soon over, and one that trains for longer than any test waits, with few kernels to compile. */
export const SHORT_AND_LONG =
  `${BASE}&scenario=head:classifier.steps2&scenario=long:12.v.r1.steps20000` +
  '&trials=1&batch=4&rows=16&validation=32&length=16';

/** An experiment that trains for longer than any test waits. */
export const LONG = `${BASE}&scenario=long:12.v.r1&trials=1&steps=20000&batch=8&validation=32&length=16`;

/**
 * Runs in the page before its own scripts, and sets a hub other than Hugging Face's as one that the person has asked
 * for.
 */
export function withHub(url: string): void {
  localStorage.setItem('lora-lab.hub', url);
  sessionStorage.setItem('lora-lab.hub-allowed', 'yes');
}

export async function openLab(page: Page, fragment: string): Promise<void> {
  await page.goto(`./#${fragment}`);
  await page.waitForFunction(() => 'loraLab' in window);
}

/** Opens one of the lines to which settings are folded, unless it is open. */
export async function openSettings(
  page: Page,
  name: 'Model' | 'Data' | 'Training' | 'Seeds and verdicts' | 'This scenario only',
): Promise<void> {
  const fold = page.getByRole('region', { name, exact: true }).locator('details').first();
  // The page may close a fold that it had opened by itself between the look and the click.
  await expect(async () => {
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click();
    await expect(fold.locator('.fold-content')).toBeVisible({ timeout: 2000 });
  }).toPass();
}

/** Opens the panel of the run bar's last button: device, quiet mode, notification, memory. */
export async function openRunSettings(page: Page): Promise<void> {
  await page.getByTestId('run-settings').click();
  await expect(page.getByRole('dialog', { name: 'Device and options' })).toBeVisible();
}

/** Asks the page something, once it has begun: after a reload its first words stand there before its scripts. */
export async function inLab<Answer>(page: Page, ask: () => Answer | Promise<Answer>): Promise<Answer> {
  await page.waitForFunction(() => 'loraLab' in window);
  return page.evaluate(ask);
}

export const stateOf = (page: Page): Promise<LabState> => inLab(page, () => window.loraLab.state());
export const experimentOf = (page: Page): Promise<Experiment> =>
  inLab(page, () => window.loraLab.experiment());

/** Waits until no run is going on, and returns the results so far. */
export async function waitUntilIdle(page: Page, timeout: number): Promise<ResultsFile | null> {
  await page.waitForFunction(() => 'loraLab' in window && !window.loraLab.state().running, undefined, {
    timeout,
    polling: 250,
  });
  return page.evaluate(() => window.loraLab.results());
}

/** Runs finished trials again. */
export async function startOver(page: Page): Promise<void> {
  await page.getByTestId('start-over').click();
  await page.getByTestId('start-over-confirm').click();
}

/** Presses Run, or starts over where all trials have finished, and waits for the end of the run. */
export async function runToEnd(page: Page, timeout: number): Promise<ResultsFile> {
  const run = page.getByTestId('run-button');
  await expect(run.or(page.getByTestId('start-over'))).toBeVisible();
  if (await run.isVisible()) await run.click();
  else await startOver(page);
  await expect(page.getByTestId('cancel-button')).toBeVisible();
  const results = await waitUntilIdle(page, timeout);
  expect((await stateOf(page)).error).toBeNull();
  if (results === null) throw new Error('The run ended without results.');
  return results;
}

/**
 * Checks that the page is no wider than its window, once the charts have followed the window, which takes a moment.
 * A page may be narrower by the scroll bar for which the browser still keeps room after it has gone.
 */
export const expectNoSideScroll = (page: Page): Promise<void> =>
  expect
    .poll(() =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    )
    .toBeLessThanOrEqual(0);

/**
 * Draws test-results/screens/NAME.png for people to look at, where LAB_PICTURES=1 asks for pictures. No test reads them, and
 * they take time: a whole page is laid out, drawn and packed again for each.
 */
export async function picture(
  of: Page | Locator,
  name: string,
  whole: { readonly fullPage?: boolean } = {},
): Promise<void> {
  if (!process.env.LAB_PICTURES) return;
  const path = `test-results/screens/${name}.png`;
  await ('goto' in of ? of.screenshot({ path, ...whole }) : of.screenshot({ path }));
}
