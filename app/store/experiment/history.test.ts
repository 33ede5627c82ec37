import { describe, expect, it } from 'vitest';
import { historyAction } from './history';

describe('historyAction', () => {
  it('pushes the first edit, so that Back undoes it', () => {
    expect(historyAction(null, { key: 'paint-1', at: 0 })).toBe('push');
  });
  it('replaces while one thing is being typed or painted', () => {
    expect(historyAction({ key: 'rank', at: 1000 }, { key: 'rank', at: 1400 })).toBe('replace');
  });
  it('pushes when another thing is edited at once', () => {
    expect(historyAction({ key: 'rank', at: 1000 }, { key: 'alpha', at: 1100 })).toBe('push');
  });
  it('pushes when the same thing is edited again after a pause', () => {
    expect(historyAction({ key: 'rank', at: 1000 }, { key: 'rank', at: 9000 })).toBe('push');
  });
});
