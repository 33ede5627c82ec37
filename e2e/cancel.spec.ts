/** @file Cancel works, and the page is as good as new afterwards. workers/trainer.browser.test.ts has the other phases. */
import { expect, test } from '@playwright/test';
import { inLab, LONG, openLab, stateOf, TINY, waitUntilIdle } from './lab';

const MINUTE = 60_000;

test('cancel while loading, run again, cancel while training, run another experiment', async ({ page }) => {
  // The embedded model loads in an instant from this machine, so loading is slowed down here.
  await page.route('**/model.safetensors', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.continue();
  });
  await openLab(page, LONG);
  for (const phase of ['loading', 'training'])
    await test.step(phase, async () => {
      await page.getByTestId('run-button').click();
      await page.waitForFunction(
        (wanted) => {
          const { phase: now, done } = window.loraLab.state();
          return now === wanted && (wanted !== 'training' || done > 0);
        },
        phase,
        { polling: 20, timeout: 2 * MINUTE },
      );
      await page.getByTestId('cancel-button').click();
      await waitUntilIdle(page, MINUTE);
      await expect(page.getByTestId('run-button')).toBeEnabled();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });

  await page.evaluate((fragment) => (location.hash = fragment), TINY);
  await expect(page.getByTestId('scenario-name').first()).toHaveValue(/head/);
  await page.getByTestId('run-button').click();
  // Its kernels are compiled, so that it may be over before the test sees that it runs.
  await expect
    .poll(() => inLab(page, () => window.loraLab.results()?.trials.map(({ status }) => status)), {
      timeout: 3 * MINUTE,
    })
    .toEqual(['done']);
  expect((await stateOf(page)).error).toBeNull();
});
