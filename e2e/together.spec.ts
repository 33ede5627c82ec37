/** @file Seeds that train together: both curves grow at once, and both trials end as they do one by one. */
import { expect, test } from '@playwright/test';
import { inLab, openLab, openRunSettings, runToEnd, stateOf, TINY, waitUntilIdle } from './lab';

const MINUTE = 60_000;
const TWO_SEEDS = TINY.replace('trials=1', 'trials=2').replace('steps=2', 'steps=12');

test('two seeds in one pass grow two curves and end with the accuracies of one by one', async ({ page }) => {
  await openLab(page, `${TWO_SEEDS}&together=off`);
  const alone = await runToEnd(page, 2 * MINUTE);
  expect(alone.trials.map(({ together }) => together)).toEqual([undefined, undefined]);

  // The choice is in the address, and no other trial for it: the results stay.
  await openRunSettings(page);
  await page.getByTestId('together').selectOption('number');
  await page.getByLabel('Seeds at a time').fill('2');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('&together=2');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await stateOf(page)).running).toBe(false);
  expect((await inLab(page, () => window.loraLab.results()))?.trials).toHaveLength(2);

  // Noted in the page, because a trial of few steps is soon over.
  await page.evaluate(() => {
    const seen = { live: 0, phases: '' };
    Object.assign(window, { seen });
    const look = (): void => {
      const live = document.querySelectorAll('[data-testid="learning-curves"] [data-live]').length;
      seen.live = Math.max(seen.live, live);
      const phase = document.querySelector('.progress-phase')?.textContent ?? '';
      if (!seen.phases.includes(phase)) seen.phases += `${phase}\n`;
      requestAnimationFrame(look);
    };
    look();
    void window.loraLab.run();
  });
  await expect.poll(async () => (await inLab(page, () => window.loraLab.state())).running).toBe(true);
  const company = await waitUntilIdle(page, 2 * MINUTE);
  expect((await stateOf(page)).error).toBeNull();
  expect(company?.trials.map(({ seed, accuracy }) => [seed, accuracy])).toEqual(
    alone.trials.map(({ seed, accuracy }) => [seed, accuracy]),
  );
  company?.trials.forEach(({ losses, together }, i) => {
    expect(together?.trials).toBe(2);
    losses.forEach((loss, step) => expect(loss).toBeCloseTo(alone.trials[i]?.losses[step] ?? NaN, 6));
  });
  const seen = await page.evaluate(
    () => (window as unknown as { seen: { live: number; phases: string } }).seen,
  );
  expect(seen.live).toBe(2);
  expect(seen.phases).toContain('2 of 2 trials together: head, seeds 1 and 2');
  await expect(page.getByText('trained 2 at a time')).toBeVisible();
});
