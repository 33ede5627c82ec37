/** @file The anatomy beside the grid: a module that is pointed at, its rank as a handle, and the player of one step. */
import { expect, test } from '@playwright/test';
import { LONG, openLab, stateOf } from './lab';

const START =
  'model=roberta-mini&data=review-sentences&scenario=all:all.vu.r8&trials=1&steps=10&rows=64&validation=32&batch=8';

const megabytes = (text: string): number => parseFloat(text.replace(/[^\d.]/g, ''));

/** How far the words end above the drawing's end, in pixels. */
function roomBelowWords(drawing: Element): number {
  const range = document.createRange();
  range.selectNodeContents(drawing.querySelector('.step-words') ?? drawing);
  return drawing.getBoundingClientRect().bottom - range.getBoundingClientRect().bottom;
}

test('a cell opens its module, the rank is dragged, a step is gone through, and memory falls as adapters move up', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openLab(page, START);
  const module = page.getByTestId('anatomy-module');
  await expect(module.getByRole('heading')).toHaveText('Layer 1, value');
  await page.getByTestId('module-9-up').hover();
  await expect(module.getByRole('heading')).toHaveText('Layer 9, up');
  await expect(module).toContainText('8 × (64 + 256) = 2,560');
  await page.getByTestId('module-9-query').hover();
  await expect(module.getByRole('img')).toHaveAccessibleDescription(
    /This module has no adapter.+Tick its cell/,
  );
  await module.getByRole('radio', { name: /^value of layer 9/ }).check();
  await expect(module).toContainText('8 × (64 + 64) = 1,024');

  const rank = page.getByTestId('rank-handle');
  const box = await rank.boundingBox();
  if (!box) throw new Error('The handle of the rank is not to be seen.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 1, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(module).toContainText('1 × (64 + 64) = 128');
  for (let press = 1; press <= 4; press++) await page.keyboard.press('ArrowRight');
  await expect(module).toContainText('5 × (64 + 64) = 640');
  for (let press = 1; press <= 3; press++) await page.keyboard.press('ArrowLeft');
  await expect(module).toContainText('2 × (64 + 64) = 256');
  await expect(rank).toHaveAttribute('aria-valuetext', /^rank 2: .+256/);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('all.vu.r2');

  const total = page.getByTestId('step-total');
  await expect(total).toHaveText(/\d\sMB$/, { timeout: 60_000 });
  // Both follow the rank a moment later, each in its own time.
  await expect
    .poll(async () => (await page.getByTestId('plan-facts').innerText()).includes(await total.innerText()), {
      timeout: 60_000,
    })
    .toBe(true);
  const peak = await total.innerText();
  const playhead = page.getByTestId('step-playhead');
  await playhead.focus();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('step-sentence')).toHaveText(/^8 sentences of \d+ tokens become vectors/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('step-moment')).toContainText('Forward, layer 1');
  await expect(page.getByTestId('step-sentence')).toContainText(
    'are kept, because it is the lowest with an adapter',
  );
  await page.keyboard.press('End');
  await expect(page.getByTestId('step-moment')).toContainText('Update');
  // The words with the most lines are those of some layer's moment.
  for (const width of [1280, 1366, 820, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await playhead.focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'PageUp', 'PageUp']) {
      await page.keyboard.press(key);
      await expect
        .poll(() => page.getByTestId('anatomy-step').evaluate(roomBelowWords))
        .toBeGreaterThanOrEqual(0);
    }
  }

  const lowest = page.getByTestId('lowest-handle');
  await lowest.focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowUp');
  await expect(lowest).toHaveAttribute('aria-valuetext', 'adapters from layer 9 up');
  await expect.poll(async () => megabytes(await total.innerText())).toBeLessThan(megabytes(peak));
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('9-12.vu.r2');
  expect((await stateOf(page)).error).toBeNull();

  await page.getByTestId('anatomy-fold').click();
  await expect(module).toBeHidden();
  await page.reload();
  await expect(page.getByTestId('anatomy-fold')).toHaveText('Show the module and one training step');
});

test('during a run the player says that it still shows the scenario before', async ({ page }) => {
  await openLab(page, `${LONG}&scenario=other:11.q.r2`);
  await expect(page.getByTestId('step-total')).toHaveText(/MB/, { timeout: 60_000 });
  const note = page.getByTestId('anatomy-step').locator('.step-note');
  const shown =
    (await page.locator('.scenario-tab[aria-pressed=true]').innerText()).trim().split('\n')[0] ?? '';
  await page.getByTestId('run-button').click();
  await expect(page.locator('.run-bar[data-running]')).toBeVisible();
  await page.locator('.scenario-tab[aria-pressed=false]').first().click();
  await expect(note).toHaveText(new RegExp(`^Still “${shown}”: another scenario is drawn after the run\\.$`));
  await page.locator('.scenario-tab', { hasText: shown }).click();
  await expect(page.getByTestId('anatomy-step')).not.toContainText('Still “');
});
