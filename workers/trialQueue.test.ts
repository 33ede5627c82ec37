import { expect, it } from 'vitest';
import type { Scenario, TrialSpec } from '../src/experiment/experiment';
import { TrialQueue } from './trialQueue';

const scenario = (name: string): Scenario => ({ name, color: '#000000', method: 'classifier' });
const [A, B] = [scenario('a'), scenario('b')];
/** Seeds outermost, as runs have them. */
const TRIALS: readonly TrialSpec[] = [1, 2, 3].flatMap((seed) => [
  { scenario: A, seed },
  { scenario: B, seed },
]);

it('goes through the trials in their order', () => {
  const queue = new TrialQueue(TRIALS, (trial) => trial >= 1 && trial !== 2);
  const seen: number[] = [];
  for (let next = queue.next; next !== null; next = queue.next) {
    seen.push(next);
    queue.ended(next);
  }
  expect(seen).toEqual([1, 3, 4, 5]);
  expect(queue.companions(() => 0)).toEqual([]);
});

it('finds the seeds of a scenario, and in chunks of two the scenarios take turns', () => {
  const queue = new TrialQueue(TRIALS, () => true);
  expect(queue.companions(() => 0)).toEqual([0, 2, 4]);
  const companies: number[][] = [];
  while (queue.next !== null) {
    const members = queue.companions(() => 0).slice(0, 2);
    companies.push(members);
    for (const trial of members) queue.ended(trial);
  }
  expect(companies).toEqual([[0, 2], [1, 3], [4], [5]]);
});

it('only trials at the same step share a company', () => {
  const queue = new TrialQueue(TRIALS, () => true);
  const stepOf = (trial: number): number => ([0, 4].includes(trial) ? 30 : 0);
  expect(queue.companions(stepOf)).toEqual([0, 4]);
  queue.ended(0);
  queue.ended(4);
  expect(queue.companions(stepOf)).toEqual([1, 3, 5]);
});
