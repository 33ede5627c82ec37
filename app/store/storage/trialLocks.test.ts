import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lockName, lockTrials, trialsOfOthers } from './trialLocks';

type Grant = (lock: object | null) => Promise<void> | undefined;

/** The part of Web Locks that is used: exclusive, in order, given up when the holder's promise resolves. */
function createLocks() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async request(
      name: string,
      { ifAvailable, signal }: { ifAvailable?: boolean; signal?: AbortSignal },
      grant: Grant,
    ): Promise<void> {
      if (ifAvailable && tails.has(name)) return grant(null);
      const before = tails.get(name) ?? Promise.resolve();
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
      const own = Promise.race([before, aborted]).then(() => grant({}));
      const tail: Promise<void> = own
        .catch(() => undefined)
        .then(() => {
          if (tails.get(name) === tail) tails.delete(name);
        });
      tails.set(name, tail);
      await own;
    },
  };
}

beforeEach(() => vi.stubGlobal('navigator', { locks: createLocks() }));
afterEach(() => vi.unstubAllGlobals());

it('keeps others out of each trial until it is released, and hands over to who waits', async () => {
  const first = await lockTrials(['a', 'b']);
  expect(first).not.toBeNull();
  expect(await lockTrials(['b', 'c'])).toBeNull();
  // What was taken before the refusal is free again.
  const other = await lockTrials(['c', 'd']);
  expect(other).not.toBeNull();
  let handed = false;
  const waiting = lockTrials(['a', 'd'], new AbortController().signal).then((release) => {
    handed = true;
    return release;
  });
  first?.();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(handed).toBe(false);
  other?.();
  expect(await waiting).not.toBeNull();
  expect(await lockTrials(['a'])).toBeNull();
});

it('gives one of two tabs that ask at once what both want', async () => {
  const both = await Promise.all([lockTrials(['a', 'b', 'c']), lockTrials(['c', 'b', 'd'])]);
  expect(both.filter((release) => release !== null)).toHaveLength(1);
});

it('goes on without a lock where the browser does not answer, and gives back one that comes late', async () => {
  vi.useFakeTimers();
  let grant: Grant = () => undefined;
  let asked = 0;
  const request = (_name: string, _options: object, hold: Grant) => {
    asked++;
    grant = hold;
    return new Promise(() => undefined);
  };
  vi.stubGlobal('navigator', { locks: { request } });
  const locking = lockTrials(['a', 'b']);
  await vi.advanceTimersByTimeAsync(4900);
  await vi.advanceTimersByTimeAsync(200);
  expect(await locking).not.toBeNull();
  const held = grant({});
  vi.useRealTimers();
  await expect(held).resolves.toBeUndefined();
  expect(asked).toBe(1);
});

it('tells which trials are in training in other tabs, and not which are here', async () => {
  const release = await lockTrials(['own']);
  const query = () => Promise.resolve({ held: [{ name: lockName('own') }, { name: lockName('theirs') }] });
  vi.stubGlobal('navigator', { locks: { query } });
  const isInUse = await trialsOfOthers();
  expect([isInUse('own'), isInUse('theirs'), isInUse('free')]).toEqual([false, true, false]);
  release?.();
  expect((await trialsOfOthers())('own')).toBe(true);
});

it('stops waiting when it is told to', async () => {
  await lockTrials(['a']);
  const controller = new AbortController();
  const waiting = lockTrials(['a'], controller.signal);
  controller.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

it('keeps nobody out where the browser has no locks, or refuses them', async () => {
  vi.stubGlobal('navigator', {});
  await lockTrials(['a']);
  expect(await lockTrials(['a'])).not.toBeNull();
  const request = () => Promise.reject(new DOMException('no', 'SecurityError'));
  vi.stubGlobal('navigator', { locks: { request } });
  expect(await lockTrials(['a'])).not.toBeNull();
});

it('names different trials differently', () => {
  const names = Array.from({ length: 500 }, (_, i) => lockName(`trial ${i}`));
  expect(new Set(names).size).toBe(500);
});
