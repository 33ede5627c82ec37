import { expect, it } from 'vitest';
import {
  BATCH_KINDS,
  formatScore,
  isOfTrained,
  MOST_BATCHES,
  MOST_STEPS,
  overBatches,
  parseScore,
} from './scoreRequest';

it('reads what it writes', () => {
  for (const kind of BATCH_KINDS)
    for (const batches of [1, 8, 64, MOST_BATCHES]) {
      const request = overBatches(kind, batches);
      expect(parseScore(formatScore(request))).toEqual(request);
    }
  expect(formatScore(overBatches('plop', 8))).toBe('plop:8');
  expect(parseScore('adalora:64')).toEqual({ kind: 'adalora', steps: 64 });
  expect(formatScore({ kind: 'adalora', steps: MOST_STEPS })).toBe('adalora:512');
  expect(parseScore('adalora:512')).not.toBeNull();
  expect(parseScore('adalora:513')).toBeNull();
  expect(parseScore('knockout')).toEqual({ kind: 'knockout' });
  expect(formatScore({ kind: 'knockout' })).toBe('knockout');
});

it('knows which scores are of what was trained', () => {
  const trained = ['gradient:8', 'plop:8', 'adalora:8', 'loradrop:8', 'knockout'].map((text) =>
    isOfTrained(parseScore(text) ?? { kind: 'gradient' }),
  );
  expect(trained).toEqual([false, false, false, true, true]);
});

it('reads nothing else', () => {
  for (const kind of ['gradient', 'plop', 'loradrop'])
    for (const rest of ['', ':', ':0', ':08', ':257', ':1000', ':8 ', ':-1', ':1.5', ':8:3'])
      expect(parseScore(`${kind}${rest}`)).toBeNull();
  for (const text of ['', 'Gradient:8', 'norm:8', 'knockout:8', 'Knockout', 'knockout ', ':8', 'toString:8'])
    expect(parseScore(text)).toBeNull();
});
