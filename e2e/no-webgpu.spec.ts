/** @file A browser that gives no WebGPU adapter: the page says so, and runs on WebAssembly. */
import { expect, test } from '@playwright/test';
import { COMMON_FLAGS, findBrowser } from '../tools/lib/browser/chromium.mjs';
import { openLab, runToEnd, TINY, openRunSettings } from './lab';

test.use({ launchOptions: { executablePath: findBrowser() ?? undefined, args: COMMON_FLAGS } });

test('without WebGPU the page says so and a run works all the same', async ({ page }) => {
  await openLab(page, TINY);
  await openRunSettings(page);
  const note = page.getByTestId('device-note');
  await expect(note).toContainText('no WebGPU here');
  await note.getByRole('button').hover();
  await expect(page.getByRole('tooltip')).toContainText('A current Chrome or Edge');
  await expect(page.getByTestId('backend-badge')).toContainText(/wasm|WebAssembly/i);
  await page.keyboard.press('Escape');
  const { trials, environment } = await runToEnd(page, 4 * 60_000);
  expect(environment.backend).toBe('wasm');
  expect(trials.map(({ status }) => status)).toEqual(['done']);
});
