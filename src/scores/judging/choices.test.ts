import { describe, expect, it } from 'vitest';
import { moduleCount, moduleSet } from '../../architecture/modules';
import { modulesAtEnd, randomModules } from '../moduleScores';
import { areSameModules, asTall, judgingChoices, MOST_DRAWS } from './choices';
import { scored } from './scored.testing';

const scores = scored(12);

describe('judgingChoices', () => {
  it('is the best, the worst and the draws, always the same ones', () => {
    const choices = judgingChoices(scores, 12, 3);
    expect(choices.map(({ role, draw }) => [role, draw])).toEqual([
      ['best', null],
      ['worst', null],
      ['random', 1],
      ['random', 2],
      ['random', 3],
    ]);
    expect(choices[0]?.modules).toEqual(modulesAtEnd(scores, 12, 'best'));
    expect(choices[1]?.modules).toEqual(modulesAtEnd(scores, 12, 'worst'));
    expect(choices[2]?.modules).toEqual(randomModules(scores, 12, 1));
    expect(judgingChoices(scores, 12, MOST_DRAWS).slice(0, 5)).toEqual(choices);
    expect(choices.every(({ modules }) => moduleCount(modules) === 12)).toBe(true);
  });

  it('draws the same modules whatever their scores are', () => {
    const turned = scores.map((one) => ({ ...one, value: -one.value }));
    const drawn = (of: typeof scores) => judgingChoices(of, 12, 3).slice(2);
    expect(drawn(turned)).toEqual(drawn(scores));
  });

  it('has no choice twice, and as many draws as there are others', () => {
    // One of six: all but the best and the worst are left to chance.
    const few = judgingChoices(scored(1), 1, MOST_DRAWS);
    expect(few).toHaveLength(6);
    expect(new Set(few.map(({ modules }) => modules.flat().join())).size).toBe(6);
    expect(few.map(({ draw }) => draw)).toEqual([null, null, 1, 2, 3, 4]);
    // Of equal values the first are both ends.
    const equal = scores.map((one) => ({ ...one, value: 1 }));
    expect(judgingChoices(equal, 12, 1).map(({ role }) => role)).toEqual(['best', 'random']);
  });
});

it('areSameModules goes by the modules, not by the number of layers that are listed', () => {
  const two = moduleSet(2, (layer) => layer === 1);
  expect(areSameModules(two, asTall(two, 5))).toBe(true);
  expect(areSameModules(asTall(two, 5), two)).toBe(true);
  expect(
    areSameModules(
      two,
      moduleSet(2, (layer) => layer === 2),
    ),
  ).toBe(false);
  expect(
    areSameModules(
      two,
      moduleSet(2, () => true),
    ),
  ).toBe(false);
  expect(asTall(two, 1)).toEqual(two);
});
