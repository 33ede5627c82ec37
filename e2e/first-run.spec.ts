/** @file The main job: press Run, watch two scenarios learn, read what they cost. */
import { expect, test } from '@playwright/test';
import { openLab, expectNoSideScroll, runToEnd, picture } from './lab';
import { tasksDuring } from './mainThread';

const MINUTE = 60_000;
const STEPS = 36;
/**
 * Two scenarios and two seeds, cut down until they just learn: at five times the usual rate, 36 steps of 12 sentences can be
 * told from chance. The lower adapters make the backward pass twice as long as the upper ones.
 */
const LEARNS_SOON =
  'model=roberta-mini&data=review-sentences&scenario=lower:7-9.qkvoud.r8&scenario=upper:10-12.qkvoud.r8' +
  `&trials=2&steps=${STEPS}&lr=0.005&batch=12&validation=200`;
/** Chance is 0.5, with a standard error of 0.035 for a trial and at most that for the mean of the four. */
const LEARNED = 0.58;
/** Guessing costs ln 2 = 0.693 a sentence. */
const LEARNED_LOSS = 0.68;
/** The page's promise while trials run, from the press of Run to the end. */
const LONGEST_TASK_MS = 50;

test('two scenarios with two seeds learn above chance, and the page stays responsive', async ({ page }) => {
  test.setTimeout(12 * MINUTE);
  await openLab(page, LEARNS_SOON);
  await expect(page.getByTestId('run-button')).toBeEnabled();
  const { result, tasks, seconds } = await tasksDuring(page, async () => {
    const results = await runToEnd(page, 11 * MINUTE);
    // The table is drawn last.
    await expect(page.getByTestId('results-table').locator('tbody tr')).toHaveCount(4);
    return results;
  });
  const { trials, environment } = result;
  const longest = tasks.reduce((most, { cpuMs }) => Math.max(most, cpuMs), 0);
  const long = tasks.filter(({ wallMs }) => wallMs > LONGEST_TASK_MS);
  console.log(
    `accuracies ${trials.map(({ accuracy }) => accuracy).join(', ')}; ${tasks.length} tasks of the page, ` +
      `the longest ${longest.toFixed(1)} ms of CPU time; by the clock ${long.length} over ${LONGEST_TASK_MS} ms`,
  );

  expect(environment).toMatchObject({ backend: 'webgpu', software: true });
  expect(trials.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
  for (const trial of trials) {
    expect(trial.losses).toHaveLength(STEPS);
    expect(trial.samplesPerSecond).toBeGreaterThan(0);
    expect(trial.relativeParameters).toBeGreaterThan(0);
    expect(trial.relativeParameters).toBeLessThan(0.2);
    const parts = Object.values<number>({ ...trial.memory }).reduce((sum, bytes) => sum + bytes, 0);
    expect(parts).toBeGreaterThan(0.9 * trial.peakBytes);
    expect(parts).toBeLessThan(1.1 * trial.peakBytes);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(trials.map(({ accuracy }) => accuracy ?? 0))).toBeGreaterThan(LEARNED);
  expect(mean(trials.flatMap(({ losses }) => losses.slice(-STEPS / 2)))).toBeLessThan(LEARNED_LOSS);
  expect(new Set(trials.map(({ trainableParameters }) => trainableParameters)).size).toBe(1);
  // Layers below the lowest adapter save nothing for the backward pass.
  const peak = (name: string) => trials.find(({ scenario }) => scenario.name === name)?.peakBytes ?? 0;
  expect(peak('upper')).toBeLessThan(peak('lower'));

  await expect(page.getByTestId('density-plot')).toHaveCount(2);
  await expect(page.getByTestId('trial-strip')).toHaveCount(2);
  const table = page.getByTestId('results-table');
  await expect(table).toContainText('lower');
  await expect(table).toContainText('upper');
  await picture(page, 'results-1440', { fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await picture(page, 'results-390', { fullPage: true });

  // A trace that ended early would fulfil any promise.
  expect(seconds).toBeGreaterThan(trials.reduce((sum, trial) => sum + trial.seconds, 0));
  expect(longest).toBeLessThan(LONGEST_TASK_MS);
});
