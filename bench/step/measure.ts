/** @file Times the steps of a trainee: back to back, as the lab trains, and one by one. */
import { nextTask } from '../../src/base/nextTask';
import type { Trainee } from './trainee';

/** Milliseconds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Effort {
  /** Number of steps that are not timed, including the first. The dispatches of the last one are counted. */
  readonly warmUp: number;
  /** Number of steps of a block. As many are timed one by one. */
  readonly steps: number;
  /** Number of blocks that are timed back to back. */
  readonly blocks: number;
}

export interface StepTimes {
  /** Preparing and the first step, which compiles what no case before has compiled. */
  readonly firstMilliseconds: number;
  /** A step's share of a block of steps, whose losses are read at its end. */
  readonly throughput: Spread;
  /** A step whose loss is read before the next begins. */
  readonly latency: Spread;
  /** The main thread's time to encode one step, while nothing waits on the device. */
  readonly record: Spread;
  /** Compute dispatches of one step, including tfjs's own. */
  readonly dispatches: number;
  /** Losses of all steps in order, whatever they were timed for. */
  readonly losses: readonly number[];
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
  return { median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

/** Runs `work` and counts every compute dispatch of the page. */
async function countDispatches(work: () => Promise<void>): Promise<number> {
  const prototype = GPUComputePassEncoder.prototype;
  const originals = (['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'] as const).map((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (!descriptor) throw new Error(`This browser's compute passes have no ${name}.`);
    return [name, descriptor] as const;
  });
  let count = 0;
  for (const [name, descriptor] of originals) {
    const original = descriptor.value as (...args: unknown[]) => void;
    Object.defineProperty(prototype, name, {
      ...descriptor,
      value(this: GPUComputePassEncoder, ...args: unknown[]) {
        count++;
        original.apply(this, args);
      },
    });
  }
  try {
    await work();
  } finally {
    for (const [name, descriptor] of originals) Object.defineProperty(prototype, name, descriptor);
  }
  return count;
}

export async function measureSteps(trainee: Trainee, { warmUp, steps, blocks }: Effort): Promise<StepTimes> {
  const losses: number[] = [];
  const record: number[] = [];
  /** Milliseconds of one step, until its loss is read. */
  const one = async (): Promise<number> => {
    const start = performance.now();
    const result = trainee.step();
    record.push(performance.now() - start);
    losses.push(...(await trainee.losses([result])));
    const elapsed = performance.now() - start;
    await nextTask();
    return elapsed;
  };
  const block = async (): Promise<number> => {
    const start = performance.now();
    const results = [];
    for (let i = 0; i < steps; i++) {
      results.push(trainee.step());
      await nextTask(); // as in the trial loop, where a cancel can come in
    }
    losses.push(...(await trainee.losses(results)));
    return (performance.now() - start) / steps;
  };

  let [firstMilliseconds, dispatches] = [0, 0];
  const start = performance.now();
  await trainee.prepare();
  for (let i = 0; i < warmUp; i++)
    dispatches = await countDispatches(async () => {
      await one();
      if (i === 0) firstMilliseconds = performance.now() - start;
    });
  record.length = 0;
  const latency: number[] = [];
  for (let i = 0; i < steps; i++) latency.push(await one());
  const throughput: number[] = [];
  for (let i = 0; i < blocks; i++) throughput.push(await block());
  return {
    firstMilliseconds,
    throughput: spreadOf(throughput),
    latency: spreadOf(latency),
    record: spreadOf(record),
    dispatches,
    losses,
  };
}
