import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeTurn } from './turns';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

it('gives one turn at a time, in the order of asking', () => {
  const had: string[] = [];
  for (const name of ['a', 'b', 'c']) takeTurn(() => had.push(name));
  expect(had).toEqual([]);
  vi.advanceTimersToNextTimer();
  expect(had).toEqual(['a']);
  vi.advanceTimersToNextTimer();
  expect(had).toEqual(['a', 'b']);
  vi.runAllTimers();
  expect(had).toEqual(['a', 'b', 'c']);
});

it('lets a turn be given up, and others pass', () => {
  const had: string[] = [];
  const leave = takeTurn(() => had.push('a'));
  takeTurn(() => had.push('b'));
  leave();
  vi.runAllTimers();
  expect(had).toEqual(['b']);
});

it('goes on after a turn that failed', () => {
  const had: string[] = [];
  takeTurn(() => {
    throw new Error('broken chart');
  });
  takeTurn(() => had.push('b'));
  expect(() => vi.advanceTimersToNextTimer()).toThrow('broken chart');
  vi.runAllTimers();
  expect(had).toEqual(['b']);
});
