import { expect, it } from 'vitest';
import { planLooks } from '../../stats/comparisons/looks';
import { formatLooks } from './formatLooks';

const ended = (...seeds: number[]) => seeds.map((each) => ({ ended: each }));

it.each([
  [planLooks(20, 'growing'), ended(3, 3), 'First look at 5 seeds; 3 so far.'],
  [planLooks(20, 'growing'), ended(9, 8), 'Look 2 of 6, at 8 seeds, level 0.0142 each; the next at 11.'],
  [planLooks(20, 'growing'), ended(20, 20), 'Look 6 of 6, at 20 seeds, level 0.0142 each; the last.'],
  [planLooks(5, 'growing'), ended(2, 2), 'The only look at 5 seeds; 2 so far.'],
  [planLooks(5, 'growing'), ended(5, 5), 'The only look, at 5 seeds.'],
  [planLooks(5, 'growing'), ended(8, 8), 'The only look, at 5 seeds. The seeds after it change no verdict.'],
  [planLooks(12, 'end'), ended(8, 8), 'The only look at 12 seeds; 8 so far.'],
  [planLooks(2, 'growing'), ended(2, 2), 'No verdicts: they take 5 seeds, and fewer are planned.'],
  // A scenario that was added later does not take back what the others have shown.
  [planLooks(20, 'growing'), ended(8, 0, 8), 'Look 2 of 6, at 8 seeds, level 0.0142 each; the next at 11.'],
  [null, ended(30, 30), 'One look, at all seeds that there are.'],
])('a plan of %j with %j seeds ended: %s', (plan, all, text) => {
  expect(formatLooks({ all, plan })).toBe(text);
});
