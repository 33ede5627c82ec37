/** @file The page dies in mid-trial: Continue resumes at the last checkpoint, and ends as if nothing had happened. */
import { expect, test, type Page } from '@playwright/test';
import { inLab, openLab, startOver, waitUntilIdle } from './lab';

const MINUTE = 60_000;
/** An experiment with few kernels to compile, which trains for long enough to be interrupted. */
const TRIAL =
  'model=roberta-mini&data=review-sentences&scenario=head:classifier' +
  '&trials=1&steps=30&batch=4&rows=64&validation=32&length=8&evaluate=10';

/** Runs in the page before its own scripts, and makes it keep a checkpoint after every step. */
const keepEveryStep = (): void => localStorage.setItem('lora-lab.checkpoint-seconds', '0');

const waitForStep = (page: Page, step: number) =>
  page.waitForFunction(
    (wanted) =>
      'loraLab' in window &&
      window.loraLab.state().phase === 'training' &&
      window.loraLab.state().done >= wanted,
    step,
    { timeout: 2 * MINUTE, polling: 20 },
  );

const stepOf = async (page: Page): Promise<number> =>
  Number(/goes on at step (\d+) of 30/.exec(await page.getByTestId('interrupted').innerText())?.[1]);

test('closed in mid-trial, it goes on at the step, with the losses of an unbroken run', async ({
  context,
  browser,
}) => {
  await context.addInitScript(keepEveryStep);
  const first = await context.newPage();
  await openLab(first, TRIAL);
  await first.getByTestId('run-button').click();
  await waitForStep(first, 8);
  await first.close();

  const second = await context.newPage();
  await openLab(second, TRIAL);
  await expect(second.getByTestId('interrupted')).toContainText(/“head”, seed 1, goes on at step \d+ of 30/);
  const step = await stepOf(second);
  expect(step).toBeGreaterThan(1);
  await expect(second.getByTestId('start-over')).toHaveText('Start over');
  await second.getByTestId('continue-button').click();
  await second.waitForFunction(
    () => 'loraLab' in window && window.loraLab.state().phase === 'training',
    undefined,
    {
      timeout: MINUTE,
    },
  );
  expect(await inLab(second, () => window.loraLab.state().done)).toBeGreaterThanOrEqual(step);
  const resumed = (await waitUntilIdle(second, 2 * MINUTE))?.trials[0];
  await expect(second.getByTestId('interrupted')).toHaveCount(0);
  await second.reload();
  await expect(second.getByTestId('results-table')).toContainText('head');
  await expect(second.getByTestId('interrupted')).toHaveCount(0);

  const otherTab = await browser.newContext();
  const unbroken = await otherTab.newPage();
  await openLab(unbroken, TRIAL);
  await unbroken.getByTestId('run-button').click();
  const whole = (await waitUntilIdle(unbroken, 2 * MINUTE))?.trials[0];
  await otherTab.close();
  expect(whole?.losses).toHaveLength(30);
  expect(resumed?.losses).toEqual(whole?.losses);
  expect(resumed?.evaluations).toEqual(whole?.evaluations);
  expect(resumed?.accuracy).toBe(whole?.accuracy);
});

/** Ends the worker from inside, so that the page gets no message. */
const endWorker = async (page: Page): Promise<void> => {
  for (const worker of page.workers()) await worker.evaluate(() => self.close()).catch(() => undefined);
};

test('a worker that ends without a word is noticed: once the trial goes on, the second time the page says so', async ({
  page,
}) => {
  await page.addInitScript(keepEveryStep);
  await openLab(page, TRIAL.replace('steps=30', 'steps=5000'));
  await page.getByTestId('run-button').click();
  await waitForStep(page, 5);
  await endWorker(page);
  const told = page.getByTestId('notice').filter({ hasText: 'The training worker stopped in the trial' });
  await expect(told).toContainText(/“head”, seed 1: it goes on at step \d+ of 5000 in a new one/);
  const step = Number(/at step (\d+)/.exec(await told.innerText())?.[1]);
  await waitForStep(page, step + 1);

  await endWorker(page);
  const ended = page.getByTestId('notice').filter({ hasText: 'The run had to stop' });
  await expect(ended).toContainText('The training worker stopped without a word');
  await page.getByTestId('continue-button').click();
  await waitForStep(page, step + 2);
  await expect(ended).toHaveCount(0);
  await page.getByTestId('cancel-button').click();
  await waitUntilIdle(page, MINUTE);
});

test('a second tab waits for the first, and takes over where it was closed', async ({ context }) => {
  await context.addInitScript(keepEveryStep);
  const long = TRIAL.replace('steps=30', 'steps=5000');
  const first = await context.newPage();
  await openLab(first, long);
  await first.getByTestId('run-button').click();
  await waitForStep(first, 5);

  const second = await context.newPage();
  await openLab(second, long);
  await second.getByTestId('continue-button').click();
  const notice = second
    .getByTestId('notice')
    .filter({ hasText: 'Trials of this experiment are running in another tab' });
  await expect(notice).toBeVisible();
  expect(await inLab(second, () => window.loraLab.state().running)).toBe(false);
  await second.getByTestId('wait-for-other').click();
  await expect(notice).toContainText('this tab trains what is missing');
  await first.close();
  await waitForStep(second, 6);
  await expect(notice).toHaveCount(0);
  await second.getByTestId('cancel-button').click();
  await waitUntilIdle(second, MINUTE);
  // A cancelled trial can be resumed too, until it is started over.
  await expect(second.getByTestId('interrupted')).toContainText('of 5000');
  await second.evaluate(() => localStorage.setItem('lora-lab.checkpoint-seconds', '600'));
  await startOver(second);
  await waitForStep(second, 1);
  await second.getByTestId('cancel-button').click();
  await waitUntilIdle(second, MINUTE);
  await expect(second.getByTestId('continue-button')).toHaveCount(0);
});
