import { expect, it } from 'vitest';
import { DEFAULT_SCORE, formatScore, MOST_BATCHES, parseScore } from './scoreRequest';

it('reads what it writes', () => {
  for (const batches of [1, 8, 64, MOST_BATCHES]) {
    const request = { kind: 'gradient', batches } as const;
    expect(parseScore(formatScore(request))).toEqual(request);
  }
  expect(formatScore(DEFAULT_SCORE)).toBe('gradient:8');
});

it('reads nothing else', () => {
  for (const text of [
    '',
    'gradient',
    'gradient:',
    'gradient:0',
    'gradient:08',
    'gradient:257',
    'gradient:1000',
  ])
    expect(parseScore(text)).toBeNull();
  for (const text of ['gradient:8 ', 'gradient:-1', 'gradient:1.5', 'Gradient:8', 'norm:8', 'gradient:8:3'])
    expect(parseScore(text)).toBeNull();
});
