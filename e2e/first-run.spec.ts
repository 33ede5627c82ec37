/** @file The main job: press Run, watch two scenarios learn, read what they cost. */
import { expect, test } from '@playwright/test';
import { LEARNING, openLab, overflow, runToEnd } from './lab';
import { longTasksSince, recordLongTasks } from './longTasks';

const MINUTE = 60_000;
/** Chance is 0.5, with a standard error of 0.025 for a trial and at most that for the mean of the four. */
const LEARNED = 0.55;
/** Guessing costs ln 2 = 0.693 a sentence. */
const LEARNED_LOSS = 0.68;
/** Training itself never runs on the main thread; one slip of the scheduler on two busy cores is no blame. */
const MOST_LONG_TASKS_A_MINUTE = 2;

test('two scenarios with two seeds learn above chance, and the page stays responsive', async ({ page }) => {
  test.setTimeout(12 * MINUTE);
  await recordLongTasks(page);
  await openLab(page, LEARNING);
  const start = await page.evaluate(() => performance.now());
  const { trials, environment } = await runToEnd(page, 11 * MINUTE);
  const minutes = (await page.evaluate((since) => performance.now() - since, start)) / MINUTE;
  const longTasks = await longTasksSince(page, start);
  const longest = Math.max(0, ...longTasks.map((task) => task.duration));
  console.log(
    `run of ${minutes.toFixed(1)} min; accuracies ${trials.map((trial) => trial.accuracy).join(', ')}; ` +
      `${longTasks.length} long tasks, longest ${longest} ms`,
  );

  expect(environment).toMatchObject({ backend: 'webgpu', software: true });
  expect(trials.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
  for (const trial of trials) {
    expect(trial.losses).toHaveLength(200);
    expect(trial.samplesPerSecond).toBeGreaterThan(0);
    expect(trial.relativeParameters).toBeGreaterThan(0);
    expect(trial.relativeParameters).toBeLessThan(0.2);
    const parts = Object.values<number>({ ...trial.memory }).reduce((sum, bytes) => sum + bytes, 0);
    expect(parts).toBeGreaterThan(0.9 * trial.peakBytes);
    expect(parts).toBeLessThan(1.1 * trial.peakBytes);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(trials.map(({ accuracy }) => accuracy ?? 0))).toBeGreaterThan(LEARNED);
  expect(mean(trials.flatMap(({ losses }) => losses.slice(-40)))).toBeLessThan(LEARNED_LOSS);
  expect(new Set(trials.map(({ trainableParameters }) => trainableParameters)).size).toBe(1);
  // Layers below the lowest adapter save nothing for the backward pass.
  const peak = (name: string) => trials.find(({ scenario }) => scenario.name === name)?.peakBytes ?? 0;
  expect(peak('upper')).toBeLessThan(peak('lower'));

  await expect(page.getByTestId('density-plot')).toHaveCount(2);
  await expect(page.getByTestId('trial-strip')).toHaveCount(2);
  const table = page.getByTestId('results-table');
  await expect(table).toContainText('lower');
  await expect(table).toContainText('upper');
  await page.screenshot({ path: 'test-results/screens/results-1440.png', fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  // Charts follow the width a moment later.
  await expect.poll(() => overflow(page)).toBe(0);
  await page.screenshot({ path: 'test-results/screens/results-390.png', fullPage: true });

  expect(longTasks.length).toBeLessThanOrEqual(Math.ceil(minutes * MOST_LONG_TASKS_A_MINUTE));
});
