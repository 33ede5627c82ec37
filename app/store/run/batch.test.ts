import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatcher } from './batch';

describe('createBatcher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('hands on everything, in order, once per interval', () => {
    const batches: (readonly number[])[] = [];
    const batcher = createBatcher<number>(200, (items) => batches.push(items));
    for (let i = 0; i < 10; i++) {
      batcher.add(i);
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(200);
    expect(batches.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(batches.length).toBeLessThanOrEqual(3);
  });
  it('hands on at once when asked, and nothing twice', () => {
    const batches: (readonly number[])[] = [];
    const batcher = createBatcher<number>(200, (items) => batches.push(items));
    batcher.add(1);
    batcher.flush();
    vi.advanceTimersByTime(1000);
    expect(batches).toEqual([[1]]);
  });
});
