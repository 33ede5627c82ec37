/** @file A run is paused and continues, is cancelled in a pause, and shows its state outside of the page. */
import { expect, test, type Page } from '@playwright/test';
import { expectNoSideScroll, inLab, openLab, openRunSettings, stateOf, TINY, waitUntilIdle } from './lab';

const MINUTE = 60_000;
/** An experiment with few kernels to compile, which trains for longer than any test waits. */
const LONG =
  'model=roberta-mini&data=review-sentences&scenario=head:classifier' +
  '&trials=1&steps=5000&batch=4&validation=32&length=16';

/** Waits until a trial has done some steps, and presses Pause. */
async function pauseInTraining(page: Page): Promise<void> {
  await page.getByTestId('run-button').click();
  await page.waitForFunction(
    () =>
      'loraLab' in window && window.loraLab.state().phase === 'training' && window.loraLab.state().done > 2,
    undefined,
    { polling: 20, timeout: 2 * MINUTE },
  );
  await page.getByTestId('pause-button').click();
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.state().paused, undefined, {
    timeout: MINUTE,
  });
}

test('pause, wait, resume, and cancel while paused', async ({ page }) => {
  await openLab(page, LONG);
  const height = () => page.locator('.run-bar').evaluate((bar) => bar.getBoundingClientRect().height);
  await pauseInTraining(page);
  const heights = [await height()];

  const before = await stateOf(page);
  expect(before.running).toBe(true);
  await expect(page.locator('.progress-words')).toContainText(/paused; trial 1 of 1: head, seed 1, step/i);
  await expect(page).toHaveTitle(/^Paused, \d+ % – LoRA Lab$/);
  await page.waitForTimeout(1500);
  const after = await stateOf(page);
  expect(after.done).toBe(before.done);
  expect(after.secondsLeft).toBe(before.secondsLeft);

  await page.getByTestId('resume-button').click();
  await expect(page.getByTestId('pause-button')).toBeFocused();
  await page.waitForFunction(
    (done) => 'loraLab' in window && window.loraLab.state().done > done,
    before.done,
    { timeout: MINUTE },
  );
  await expect(page).toHaveTitle(/^\d+ % – LoRA Lab$/);
  heights.push(await height());

  // Programs can do the same, and quiet mode does not prevent a pause.
  await openRunSettings(page);
  await page.getByTestId('quiet-mode').check();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('run-settings')).toBeFocused();
  await inLab(page, () => window.loraLab.pause());
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.state().paused, undefined, {
    timeout: MINUTE,
  });
  heights.push(await height());
  expect(new Set(heights).size).toBe(1);

  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await page.getByTestId('cancel-button').click();
  const results = await waitUntilIdle(page, 5000);
  expect(results?.trials.map(({ status }) => status)).toEqual(['cancelled']);
  await expect(page).toHaveTitle('LoRA Lab');

  // Quiet mode is a setting of this device, and stays.
  await page.reload();
  await openRunSettings(page);
  await expect(page.getByTestId('quiet-mode')).toBeChecked();
});

test('a run that ends unseen is told of, once the person has asked for it', async ({ page }) => {
  await page.addInitScript(() => {
    const told: string[] = [];
    class FakeNotification {
      static permission = 'default';
      static requestPermission(): Promise<string> {
        FakeNotification.permission = 'granted';
        return Promise.resolve('granted');
      }
      constructor(title: string, { body }: { body: string }) {
        told.push(`${title}: ${body}`);
      }
      close(): void {
        told.push('closed');
      }
    }
    Object.assign(window, { Notification: FakeNotification, told });
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
  await openLab(page, TINY);
  const access = () => page.evaluate(() => Notification.permission);
  expect(await access()).toBe('default');
  await openRunSettings(page);
  await page.getByTestId('notify-when-done').check();
  await expect.poll(() => access()).toBe('granted');
  await page.keyboard.press('Escape');
  await page.getByTestId('run-button').click();
  await expect(page).toHaveTitle('Done – LoRA Lab', { timeout: 3 * MINUTE });
  const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
  expect(told).toEqual(['LoRA Lab is done: 1 scenario, 1 trial: all done.']);
});

test('where notifications are refused, the page says so', async ({ page }) => {
  await page.addInitScript(() => {
    const refusing = { permission: 'default', requestPermission: () => Promise.resolve('denied') };
    Object.assign(window, { Notification: refusing });
  });
  await openLab(page, TINY);
  await openRunSettings(page);
  await page.getByTestId('notify-when-done').click();
  await expect(page.getByText(/Notifications are blocked for this page/)).toBeVisible();
  await expect(page.getByTestId('notify-when-done')).toBeDisabled();
});
