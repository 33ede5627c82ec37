/**
 * @file Tasks of the page's main thread while something goes on, from Chromium's own trace. A task blocks clicks and
 * frames until it ends.
 *
 * Its duration by the clock depends mostly on the machine where the software adapter and the trainer keep every core busy,
 * because the system lets other processes in between. The CPU time of a task is the page's own.
 */
import type { Page } from '@playwright/test';

export interface Task {
  readonly cpuMs: number;
  readonly wallMs: number;
}

export interface Traced<T> {
  readonly result: T;
  readonly tasks: readonly Task[];
  /** The time from the first task to the last. */
  readonly seconds: number;
}

/** The fields used of Chromium's trace events; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Returns what `work` returns, and the tasks during it. Use the page once before, because Playwright's first use of it
 * takes long.
 */
export async function tasksDuring<T>(page: Page, work: () => Promise<T>): Promise<Traced<T>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser of its own to trace.');
  await browser.startTracing(page, { categories: ['-*', 'disabled-by-default-devtools.timeline'] });
  const result = await work();
  const trace = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(thread),
  );
  const events = traceEvents
    .filter((event) => event.name === 'RunTask' && event.ph === 'X' && mainThreads.has(thread(event)))
    .sort((a, b) => a.ts - b.ts);
  return {
    result,
    tasks: events.map(({ dur = 0, tdur = 0 }) => ({ cpuMs: tdur / 1000, wallMs: dur / 1000 })),
    seconds: ((events.at(-1)?.ts ?? 0) - (events[0]?.ts ?? 0)) / 1e6,
  };
}
