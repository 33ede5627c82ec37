import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryLimits, noteFits, noteFull, savedMemoryLimit, saveMemoryLimit } from './memoryLimits';

let stored: Map<string, string>;
beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});
afterEach(() => void vi.unstubAllGlobals());

it('knows nothing of a device at first, and then what the person says', () => {
  expect(memoryLimits('card', savedMemoryLimit())).toEqual([]);
  saveMemoryLimit(1.5);
  expect(memoryLimits('card', savedMemoryLimit())).toEqual([{ source: 'person', bytes: 1.5e9 }]);
  saveMemoryLimit(null);
  expect(stored.size).toBe(0);
});

it('remembers the smallest trial that found no room, for its device alone', () => {
  noteFull('card', 900);
  noteFull('card', 700);
  noteFull('card', 800);
  expect(memoryLimits('card', null)).toEqual([{ source: 'earlier', bytes: 700 }]);
  expect(memoryLimits('__proto__', null)).toEqual([]);
});

it('forgets it when as large a trial finds room, not when a smaller one does', () => {
  noteFull('card', 700);
  noteFits('card', 670);
  expect(memoryLimits('card', null)).toHaveLength(1);
  noteFits('card', 690); // the same trial: what is estimated and what is measured differ a little
  expect(memoryLimits('card', null)).toEqual([]);
});

it.each(['not JSON', 'null', '[1]', '{"card":"much"}', '{"card":-1}'])('leaves aside %s', (text) => {
  stored.set('lora-lab.memory-full', text);
  expect(memoryLimits('card', null)).toEqual([]);
});
