import { expect, it } from 'vitest';
import { sortOutcomes, type Ended } from './outcomes';

it('keeps the done and counts every other trial', () => {
  const trials: Ended[] = [
    { status: 'done', accuracy: 0.9 },
    { status: 'diverged', accuracy: null },
    { status: 'failed', accuracy: null },
    { status: 'cancelled', accuracy: null },
    { status: 'diverged', accuracy: null },
    { status: 'done', accuracy: 0 },
    { status: 'done', accuracy: null },
  ];
  expect(sortOutcomes(trials)).toEqual({
    done: [trials[0], trials[5]],
    others: { diverged: 2, failed: 2, cancelled: 1 },
  });
});
