import { describe, expect, it } from 'vitest';
import { moduleSet } from '../../architecture/modules';
import type { LoraScenario, Scenario } from '../../experiment/experiment';
import { adapterParameters } from '../../experiment/parameters';
import { scenarioScaling } from '../../experiment/ranks';
import type { ModuleScores } from '../moduleScores';
import { judgedSets } from './recognize';
import { adapterAt, adapterOf, judgingScenarios, referenceParameters } from './scenarios';
import { scored, WIDTHS } from './scored.testing';

const like: LoraScenario = {
  ...{ name: 'all', color: '#c28600', method: 'lora', modules: moduleSet(12, () => true) },
  ...{ rank: 8, alpha: 16, rsLora: false },
};

/** The wide modules have the largest values: best and worst differ in size by as much as they can. */
const bySize: ModuleScores = scored(12).map((one) => ({
  ...one,
  value: one.value + (one.component === 'up' || one.component === 'down' ? 100 : 0),
}));

const made = (scores: ModuleScores, scenarios: readonly Scenario[] = [like], count = 12) =>
  judgingScenarios({ scores, label: 'gradient', count, draws: 3, like, config: WIDTHS, scenarios });

describe('judgingScenarios', () => {
  it('brings every choice to the size of as many average modules at the open rank', () => {
    expect(referenceParameters(WIDTHS, bySize, { count: 12, rank: 8 })).toBe(12 * 8 * 48);
    const [best, worst, ...draws] = made(bySize);
    // 12 wide modules have 960 parameters a rank, 12 narrow ones 384: 4608 / 960 is 4.8, and 4608 / 384 is 12.
    expect(best?.scenario).toMatchObject({ name: 'gradient: 12 best', rank: 5, alpha: 10, rsLora: false });
    expect(best?.deviation).toBeCloseTo(4800 / 4608 - 1, 12);
    expect(worst?.scenario).toMatchObject({ name: 'gradient: 12 worst', rank: 12, alpha: 24 });
    expect(worst?.deviation).toBe(0);
    expect(draws.map(({ scenario }) => scenario.name)).toEqual([
      '12 at random, draw 1',
      '12 at random, draw 2',
      '12 at random, draw 3',
    ]);
    for (const { scenario, deviation } of draws) {
      const parameters = adapterParameters(WIDTHS, scenario);
      expect(parameters / 4608 - 1).toBeCloseTo(deviation, 12);
      expect(Math.abs(parameters - 4608)).toBeLessThanOrEqual(parameters / scenario.rank / 2);
      expect(scenarioScaling(scenario)).toBe(2);
    }
  });

  it('keeps the scaling of rsLoRA, and ranks and alphas that an address can have', () => {
    const stable = adapterOf({ ...like, rsLora: true });
    const narrow = moduleSet(12, (layer, component) => layer === 1 && component === 'query');
    const adapter = adapterAt(WIDTHS, narrow, stable, 32 * 32);
    expect(adapter.rank).toBe(32);
    expect(scenarioScaling(adapter)).toBeCloseTo(scenarioScaling(stable), 12);
    expect(adapterAt(WIDTHS, narrow, stable, 1e9).rank).toBe(1024);
    expect(adapterAt(WIDTHS, narrow, { ...stable, rsLora: false, alpha: 10_000 }, 32 * 32).rank).toBe(8);
    expect(adapterAt(WIDTHS, narrow, stable, 1).rank).toBe(1);
  });

  it('takes those that are there, and other names where a name is taken', () => {
    const first = made(bySize);
    const all = [like, ...first.map(({ scenario }) => scenario)];
    const again = made(bySize, all);
    expect(again.every(({ isThere }) => isThere)).toBe(true);
    expect(again.map(({ scenario }) => scenario)).toEqual(first.map(({ scenario }) => scenario));
    // Another score draws the same modules, and has ends of its own.
    expect(made(scored(12), all).map(({ isThere }) => isThere)).toEqual([false, false, true, true, true]);
    const taken = made(bySize, [like, { ...like, name: 'gradient: 12 best' }]);
    expect(taken[0]?.scenario.name).toBe('gradient: 12 best, r=5');
    expect(new Set(first.map(({ scenario }) => scenario.color)).size).toBe(5);
  });
});

describe('judgedSets', () => {
  const [best, worst, ...draws] = made(bySize).map(({ scenario }) => scenario);

  it('finds them again by what they are, whatever they are called', () => {
    const renamed = [worst, ...draws, best].flatMap((one, index) =>
      one ? [{ ...one, name: `number ${index}`, color: '#000000' }] : [],
    );
    const [set, ...others] = judgedSets(bySize, [like, ...renamed], WIDTHS);
    expect(others).toEqual([]);
    expect(set).toEqual({ count: 12, best: renamed[4], worst: renamed[0], draws: renamed.slice(1, 4) });
    expect(judgedSets(scored(12), [like, best!, worst!], WIDTHS)).toEqual([]);
  });

  it('leaves out other sizes, settings and what has no partner', () => {
    const tall = { ...worst!, rank: 48, alpha: 96 };
    const slow = { ...draws[0]!, learningRate: 1e-5 };
    expect(judgedSets(bySize, [best!, tall, slow], WIDTHS)).toEqual([]);
    expect(judgedSets(bySize, [best!], WIDTHS)).toEqual([]);
    expect(judgedSets(bySize, [best!, tall, worst!, draws[1]!], WIDTHS)).toEqual([
      { count: 12, best, worst, draws: [draws[1]] },
    ]);
  });

  it('takes of several best ones that with the most partners, and has a set for each number of modules', () => {
    const larger = { ...best!, rank: 40, alpha: 80 };
    const fives = made(bySize, [like], 5).map(({ scenario }) => scenario);
    const sets = judgedSets(bySize, [larger, best!, worst!, ...draws, ...fives], WIDTHS);
    expect(sets.map(({ count, draws: own }) => [count, own.length])).toEqual([
      [5, 3],
      [12, 3],
    ]);
    expect(sets[1]?.best).toBe(best);
  });
});
