import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lockExperiment, lockName } from './experimentLock';

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

it('keeps others out until it is released, and hands over to who waits', async () => {
  const first = await lockExperiment(['a', 'b']);
  expect(first).not.toBeNull();
  expect(await lockExperiment(['b', 'a'])).toBeNull();
  expect(await lockExperiment(['a'])).not.toBeNull();
  let handed = false;
  const waiting = lockExperiment(['a', 'b'], new AbortController().signal).then((release) => {
    handed = true;
    return release;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(handed).toBe(false);
  first!();
  expect(await waiting).not.toBeNull();
});

it('stops waiting when it is told to', async () => {
  await lockExperiment(['a']);
  const controller = new AbortController();
  const waiting = lockExperiment(['a'], controller.signal);
  controller.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

it('keeps nobody out where the browser has no locks, or refuses them', async () => {
  vi.stubGlobal('navigator', {});
  await lockExperiment(['a']);
  expect(await lockExperiment(['a'])).not.toBeNull();
  const request = () => Promise.reject(new DOMException('no', 'SecurityError'));
  vi.stubGlobal('navigator', { locks: { request } });
  expect(await lockExperiment(['a'])).not.toBeNull();
});

it('names different experiments differently', () => {
  expect(lockName(['a', 'b'])).toBe(lockName(['b', 'a']));
  const names = Array.from({ length: 500 }, (_, i) => lockName([`trial ${i}`]));
  expect(new Set(names).size).toBe(500);
});
