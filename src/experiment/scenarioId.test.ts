import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from './defaults';
import {
  findScenario,
  newScenarios,
  sameScenario,
  sameScenarios,
  scenarioId,
  scenarioIds,
} from './scenarioId';

const [lower, upper] = DEFAULT_EXPERIMENT.scenarios;

describe('the id of a scenario', () => {
  it('tells scenarios apart, also two of one name', () => {
    const copy = { ...lower };
    expect(new Set(scenarioIds([lower, upper, copy])).size).toBe(3);
    expect(scenarioId(copy)).toBe(scenarioId(copy));
  });
  it('stays through edits and moves', () => {
    const renamed = sameScenario({ ...lower, name: 'bottom' }, lower);
    expect(scenarioId(renamed)).toBe(scenarioId(lower));
    expect(findScenario([upper, renamed], scenarioId(lower))).toBe(renamed);
  });
  it('passes to the scenarios of an edited list, and from none that has only moved', () => {
    const [first, second] = newScenarios([lower, upper]);
    if (!first || !second) throw new Error('A copy of two scenarios has two.');
    const edited = [{ ...first }, { ...second }];
    sameScenarios(edited, [first, second]);
    expect(scenarioIds(edited)).toEqual(scenarioIds([first, second]));
    const ids = scenarioIds([second, first]);
    sameScenarios([second, first], [first, second]);
    expect(scenarioIds([second, first])).toEqual(ids);
  });
  it('is another where an experiment is opened once more', () => {
    const ids = scenarioIds(newScenarios([lower, upper]));
    expect(ids.some((id) => id === scenarioId(lower) || id === scenarioId(upper))).toBe(false);
  });
});
