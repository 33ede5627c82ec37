/** @file Ranks from scores: in proportion to the score, never above the budget, as an ordinary scenario. */
import { describe, expect, it } from 'vitest';
import { adapterParameters } from '../experiment/parameters';
import { rankOf } from '../experiment/ranks';
import { decodeExperiment, encodeExperiment } from '../experiment/address/url';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { seededRandom } from '../experiment/testing';
import { everyModule, type ModuleScores } from './moduleScores';
import { allotRanks, MOST_RANK, scenarioOfRanks } from './ranksFromScore';

const WIDTHS = { hidden: 100, intermediate: 400 };
const scoresOf = (values: readonly number[], layers: number): ModuleScores =>
  everyModule(layers).map((module, i) => ({
    ...module,
    ...{ value: values[i] ?? 0, acrossBatches: null, acrossSeeds: null },
  }));
const random = seededRandom(7);
const SCORES = scoresOf(
  Array.from({ length: 72 }, () => random() ** 3 - 0.02),
  12,
);
const ADAPTER = { method: 'lora', rank: 8, alpha: 16, rsLora: false } as const;
const NAMED = { adapter: ADAPTER, layers: 12, name: 'ranks', color: '#123456' };

describe('ranks from a score', () => {
  it('give parameters in proportion to the score', () => {
    // Query, key, value and output cost 200 a unit, up and down 500.
    const { ranks, parameters } = allotRanks(WIDTHS, scoresOf([4, 2, 1, 1, 5, 0], 1), {
      ...{ budget: 26 * 200, end: 'best' },
    });
    expect(ranks).toEqual([8, 4, 2, 2, 4, 0]);
    expect(parameters).toBe(16 * 200 + 4 * 500);
  });

  it('never cost more than the budget, and leave less over than the cheapest unit while a rank can grow', () => {
    for (const end of ['best', 'worst'] as const)
      for (const budget of [0, 199, 200, 12_345, 200_000, 1e9]) {
        const allotment = allotRanks(WIDTHS, SCORES, { budget, end });
        const scenario = scenarioOfRanks(SCORES, allotment, NAMED);
        const exact = scenario ? adapterParameters(WIDTHS, scenario) : 0;
        expect(exact).toBe(allotment.parameters);
        expect(exact).toBeLessThanOrEqual(budget);
        expect(allotment.ranks.every((rank) => rank <= MOST_RANK)).toBe(true);
        if (budget <= 200_000) expect(budget - exact).toBeLessThan(200);
      }
  });

  it('give nothing to scores below 0, and to the largest where the other end counts', () => {
    const scores = scoresOf([-1, 2, 2, 2, 2, 2], 1);
    const best = allotRanks(WIDTHS, scores, { budget: 1e4, end: 'best' });
    expect(best.ranks[0]).toBe(0);
    expect(allotRanks(WIDTHS, scores, { budget: 1e4, end: 'worst' }).ranks).toEqual([32, 0, 0, 0, 0, 0]);
    const none = allotRanks(WIDTHS, scoresOf([-1, -1, -1, -1, -1, -1], 1), { budget: 1e6, end: 'best' });
    expect(scenarioOfRanks(scores, none, NAMED)).toBeNull();
  });

  it('favour a unit that is cheaper where scores are equal, and the first of equal ones', () => {
    const equal = scoresOf([1, 1, 1, 1, 1, 1], 1);
    expect(allotRanks(WIDTHS, equal, { budget: 200, end: 'best' }).ranks).toEqual([1, 0, 0, 0, 0, 0]);
    const { ranks } = allotRanks(WIDTHS, equal, { budget: 6 * 1000, end: 'best' });
    expect(ranks).toEqual([5, 5, 5, 5, 2, 2]);
  });

  it('are a scenario whose address reads back, with the ranks as allotted', () => {
    const allotment = allotRanks(WIDTHS, SCORES, { budget: 150_000, end: 'best' });
    const made = scenarioOfRanks(SCORES, allotment, NAMED);
    if (!made) throw new Error('No module has a rank.');
    const experiment = { ...DEFAULT_EXPERIMENT, scenarios: [made] };
    const [read] = decodeExperiment(encodeExperiment(experiment)).experiment.scenarios;
    if (read?.method !== 'lora') throw new Error('The scenario has no adapters.');
    const back = SCORES.map(({ layer, component }) =>
      read.modules[layer - 1]?.includes(component) ? rankOf(read, layer - 1, component) : 0,
    );
    expect(back).toEqual(allotment.ranks);
    expect(new Set(back).size).toBeGreaterThan(4);
  });
});
