import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrialSnapshot } from '../src/train/snapshot';
import { CheckpointTimer, isOfDevice } from './checkpointing';
import type { TrialCheckpoint } from './protocol';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SNAPSHOT = {} as TrialSnapshot;

it('is due every so many seconds, and less often where a snapshot costs much', () => {
  const kept: TrialSnapshot[] = [];
  const timer = new CheckpointTimer(
    15,
    (snapshot) => kept.push(snapshot),
    () => expect.unreachable(),
  );
  expect(timer.isDue()).toBe(false);
  vi.advanceTimersByTime(15_000);
  expect(timer.isDue()).toBe(true);
  timer.keep(SNAPSHOT, 20);
  expect(kept).toEqual([SNAPSHOT]);
  vi.advanceTimersByTime(14_999);
  expect(timer.isDue()).toBe(false);
  vi.advanceTimersByTime(1);
  expect(timer.isDue()).toBe(true);
  // Half a second for a snapshot needs at least 25 seconds of training: 2 %.
  timer.keep(SNAPSHOT, 500);
  vi.advanceTimersByTime(24_999);
  expect(timer.isDue()).toBe(false);
  vi.advanceTimersByTime(1);
  expect(timer.isDue()).toBe(true);
});

it('belongs to a device of one backend', () => {
  const environment = { backend: 'webgpu', device: 'nvidia ada' } as const;
  const checkpoint = { environment } as TrialCheckpoint;
  expect(isOfDevice(checkpoint, environment)).toBe(true);
  expect(isOfDevice(checkpoint, { ...environment, device: 'google swiftshader' })).toBe(false);
  expect(isOfDevice(checkpoint, { backend: 'wasm', device: 'nvidia ada' })).toBe(false);
});
