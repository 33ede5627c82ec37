/** @file Learning curves of a trial that is measured after every step, in the page and in its results. */
import { expect, test, type Locator } from '@playwright/test';
import { expectNoSideScroll, inLab, openLab, openSettings, runToEnd, TINY, waitUntilIdle } from './lab';

const MINUTE = 60_000;

/** The number of separate pieces in the path of a line or of its points. */
const pieces = async (path: Locator): Promise<number> =>
  ((await path.getAttribute('d')) ?? '').split('M').length - 1;
const corners = async (path: Locator): Promise<number> =>
  ((await path.getAttribute('d')) ?? '').split(/[ML]/).length - 1;

test('a trial measured after every step has a point at each, in loss and in accuracy', async ({ page }) => {
  await openLab(page, `${TINY.replace('steps=2', 'steps=4')}&evaluate=1`);
  // The field shows what the address asks for, and takes it back.
  await openSettings(page, 'Training');
  const field = page.getByLabel('Measure every … steps');
  await expect(field).toHaveValue('1');
  await field.fill('');
  await expect.poll(() => page.evaluate(() => location.hash)).not.toContain('evaluate');
  await field.fill('1');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('&evaluate=1');

  const { trials } = await runToEnd(page, MINUTE);
  const [trial] = trials;
  expect(trial?.evaluations.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  const last = trial?.evaluations.at(-1);
  expect(last?.accuracy).toBe(trial?.accuracy);
  for (const { trainLoss, trainAccuracy } of trial?.evaluations ?? []) {
    expect(trainLoss).toBeGreaterThan(0);
    expect([0, 0.25, 0.5, 0.75, 1]).toContain(trainAccuracy); // of four sentences
  }

  const figure = page.getByRole('figure', { name: 'Learning curves' });
  const trace = figure.locator(`[data-scenario="head"] [data-trial="${trial?.id}"]`);
  await expect(trace).toHaveCount(1);
  await expect.poll(() => pieces(trace.locator('.trace-points'))).toBe(4);
  await expect.poll(() => corners(trace.locator('.trace-training'))).toBe(4);
  const lossPath = await trace.locator('.trace-validation').getAttribute('d');

  await figure.getByText('Accuracy', { exact: true }).click();
  await expect.poll(() => trace.locator('.trace-validation').getAttribute('d')).not.toBe(lossPath);
  await expect(figure.getByText('100 %')).toBeVisible();
  for (const line of ['.trace-training', '.trace-validation'])
    await expect.poll(() => corners(trace.locator(line))).toBe(4);
  await expect.poll(() => pieces(trace.locator('.trace-points'))).toBe(4);

  const percent = (share: number | null | undefined): string => `${((share ?? NaN) * 100).toFixed(1)} %`;
  await expect(figure.getByTestId('gaps').locator('[data-scenario="head"] td')).toHaveText([
    percent(last?.trainAccuracy),
    percent(last?.accuracy),
    /^[+−]?\d+\.\d$/,
  ]);
  await expect(figure.getByText('Each trial was measured once')).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
});

test('the learning curves keep their place from the start of a run on, also when the experiment changes', async ({
  page,
}) => {
  await openLab(page, TINY);
  const results = page.getByRole('region', { name: 'Results' });
  const curves = page.getByTestId('learning-curves');
  /** The headings of the results from top to bottom, as seen on the page. */
  const orderOf = () =>
    results.evaluate((section) =>
      [...section.querySelectorAll('figure, section')]
        .filter((part) => getComputedStyle(part).visibility === 'visible' && part.getClientRects().length > 0)
        .map((part) => ({
          top: part.getBoundingClientRect().top,
          name: part.querySelector('h2, h3')?.textContent,
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ name }) => name),
    );
  /** The last part to come, in a turn of its own. */
  const waitForAll = () => expect(page.getByRole('heading', { name: 'Try it' })).toBeVisible();
  const placeOf = () => curves.evaluate((figure) => (figure instanceof HTMLElement ? figure.offsetTop : NaN));
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('cancel-button')).toBeVisible();
  await expect(curves).toBeVisible();
  const atStart = await placeOf();
  await waitUntilIdle(page, MINUTE);
  await expect(page.getByTestId('results-table')).toBeVisible();
  await waitForAll();
  const order = await orderOf();
  expect(order.slice(0, 5)).toEqual([
    ...['Validation accuracy', 'Trainable parameters', 'Peak memory', 'Speed'],
    'Learning curves',
  ]);
  expect(await placeOf()).toBe(atStart);
  // A trial that was measured once has no curve, and the page says how to get one.
  await expect(curves).toContainText('Each trial was measured once, at its end');
  await expect(curves.getByTestId('gaps')).toHaveCount(0);

  // One more seed makes another experiment, whose first trial is known.
  await page.evaluate(() => {
    location.hash = location.hash.replace('trials=1', 'trials=2');
  });
  await expect.poll(() => inLab(page, () => window.loraLab.experiment().trials)).toBe(2);
  await expect(results).not.toHaveAttribute('data-ran');
  expect(await orderOf()).toEqual(order);
  expect(await placeOf()).toBe(atStart);
  await page.reload();
  await expect(page.getByTestId('results-table')).toBeVisible();
  await waitForAll();
  expect(await orderOf()).toEqual(order);
  expect(await placeOf()).toBe(atStart);
});
