import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pacing } from './pacing';

let controller: AbortController;
let pacing: Pacing;
let told: boolean[];
beforeEach(() => {
  vi.useFakeTimers();
  controller = new AbortController();
  told = [];
  pacing = new Pacing(controller.signal, (standing) => told.push(standing));
});
afterEach(() => {
  vi.useRealTimers();
});

/** Runs a step that keeps the device busy, and the rest after it. @returns milliseconds of the rest */
async function step(milliseconds: number): Promise<number> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  if (!pacing.isDue()) return 0;
  const before = performance.now();
  const rest = pacing.untilOver();
  await vi.runAllTimersAsync();
  await rest;
  return performance.now() - before;
}

/** Runs the steps at full speed, and the one after which the duration of a step is known. */
async function beMeasured(): Promise<void> {
  for (let i = 0; i < 13; i++) expect(await step(30)).toBe(0);
}

describe('Pacing', () => {
  it('lets a run go on that is neither paused nor quiet', async () => {
    expect(await step(100)).toBe(0);
    expect(pacing.restedMilliseconds).toBe(0);
  });

  it('stands still from pause to resume, and knows for how long', async () => {
    pacing.pause();
    expect(pacing.isDue()).toBe(true);
    const rest = pacing.untilOver();
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([true]);
    pacing.resume();
    await rest;
    expect(told).toEqual([true, false]);
    expect(pacing.restedMilliseconds).toBe(5000);
    expect(pacing.isDue()).toBe(false);
  });

  it('ends a pause at once when the run is cancelled', async () => {
    pacing.pause();
    const rest = pacing.untilOver();
    controller.abort();
    await rest;
    expect(pacing.restedMilliseconds).toBe(0);
    // A cancelled run does not begin another pause either.
    await pacing.untilTrial();
  });

  it('begins every trial at full speed, then sleeps about as long as each step took', async () => {
    pacing.setQuiet(true);
    for (let trial = 0; trial < 2; trial++) {
      await pacing.untilTrial();
      const before = pacing.restedMilliseconds;
      expect(await step(30_000)).toBe(0);
      for (let i = 1; i < 12; i++) expect(await step(100)).toBe(0);
      // From here on it measures how long a step takes.
      expect(await step(100)).toBe(0);
      expect(await step(200)).toBe(200);
      expect(await step(300)).toBe(300);
      expect(pacing.restedMilliseconds - before).toBe(500);
    }
    expect(told).toEqual([]);
    pacing.setQuiet(false);
    expect(await step(200)).toBe(0);
  });

  it('never sleeps for longer than two seconds', async () => {
    pacing.setQuiet(true);
    await beMeasured();
    expect(await step(9000)).toBe(2000);
  });

  it('lets short steps follow each other for a frame, so that a fast device is half busy too', async () => {
    pacing.setQuiet(true);
    await beMeasured();
    let slept = 0;
    for (let i = 0; i < 1000; i++) slept += await step(2);
    expect(slept / 2000).toBeGreaterThan(0.9);
    expect(slept / 2000).toBeLessThan(1.1);
  });

  it('wakes when it is no longer to be quiet, and when it is to pause', async () => {
    pacing.setQuiet(true);
    await beMeasured();
    await vi.advanceTimersByTimeAsync(1000);
    expect(pacing.isDue()).toBe(true);
    const rest = pacing.untilOver();
    await vi.advanceTimersByTimeAsync(100);
    pacing.pause();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([true]);
    pacing.resume();
    await rest;
    expect(pacing.restedMilliseconds).toBe(100);
  });
});
