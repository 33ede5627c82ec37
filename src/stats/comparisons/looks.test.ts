import { describe, expect, it } from 'vitest';
import { fixtures } from '../fixtures.testing';
import { lookAfter, nextLook, planLooks } from './looks';

describe('a plan', () => {
  it('looks at 5 seeds, then every three, at most at 20, and at its end', () => {
    expect(planLooks(5, 'growing').looks).toEqual([5]);
    expect(planLooks(6, 'growing').looks).toEqual([5, 6]);
    expect(planLooks(8, 'growing').looks).toEqual([5, 8]);
    expect(planLooks(20, 'growing').looks).toEqual([5, 8, 11, 14, 17, 20]);
    expect(planLooks(1000, 'growing').looks).toEqual([5, 8, 11, 14, 17, 20, 1000]);
    expect(planLooks(20, 'end')).toEqual({ looks: [20], level: 0.05 });
    expect(planLooks(4, 'growing')).toEqual({ looks: [], level: 0.05 });
  });

  it.each(fixtures.pocock)('shares the error among $looks looks by the level $level', ({ looks, level }) => {
    const most = looks === 7 ? 100 : 5 + 3 * (looks - 1);
    const plan = planLooks(most, 'growing');
    expect(plan.looks).toHaveLength(looks);
    expect(plan.level).toBe(level);
  });
});

it('knows the look after so many seeds, and the next', () => {
  const plan = planLooks(11, 'growing');
  expect(lookAfter(plan, 4)).toBeNull();
  expect(lookAfter(plan, 5)).toEqual({ index: 1, seeds: 5 });
  expect(lookAfter(plan, 7)).toEqual({ index: 1, seeds: 5 });
  expect(lookAfter(plan, 30)).toEqual({ index: 3, seeds: 11 });
  expect([0, 5, 8, 11].map((seeds) => nextLook(plan, seeds))).toEqual([5, 8, 11, null]);
});
