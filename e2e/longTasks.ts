/** @file Moments when the page's main thread was busy for more than 50 ms at a stretch. */
import type { Page } from '@playwright/test';

export interface LongTask {
  /** Milliseconds since the page was opened. */
  readonly start: number;
  readonly duration: number;
}

declare global {
  interface Window {
    longTasks?: LongTask[];
  }
}

/** Must be called before the page is opened. */
export async function recordLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: LongTask[] = [];
    window.longTasks = tasks;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration });
    }).observe({ type: 'longtask' });
  });
}

/** Long tasks since `start`, as of `performance.now()` in the page. */
export const longTasksSince = (page: Page, start: number): Promise<LongTask[]> =>
  page.evaluate((since) => (window.longTasks ?? []).filter((task) => task.start >= since), start);
