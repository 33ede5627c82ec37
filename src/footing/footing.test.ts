/** @file Scenarios that are made equal in parameters, memory or time, by which changes, and what cannot be. */
import { describe, expect, it } from 'vitest';
import { moduleSet } from '../architecture/modules';
import type { ModelConfig } from '../architecture/config';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../experiment/defaults';
import type { LoraScenario, Scenario } from '../experiment/experiment';
import { adapterParameters, trainableParameters } from '../experiment/parameters';
import { rankOf, scenarioScaling } from '../experiment/ranks';
import { validateExperiment } from '../experiment/validate';
import { changedRows, deviationOf, equalScenarios, type FootingPlan } from './footing';
import { matchMemory, type PlanMemory } from './matchMemory';
import { matchParameters } from './matchParameters';
import { matchTime } from './matchTime';
import { atRank, largestRank } from './rankLadder';

/** The shape of roberta-base: an attention module has 1,536 parameters a rank, up and down 3,840. */
const BASE: ModelConfig = {
  ...{ architecture: 'roberta', layers: 12, hidden: 768, heads: 12, intermediate: 3072 },
  ...{ vocabulary: 50265, positions: 514, firstPosition: 2, tokenTypes: 1, labels: 2, padToken: 1 },
  layerNormEpsilon: 1e-5,
};
const adapters = (name: string, layers: readonly number[], rank: number): LoraScenario => ({
  ...{ name, color: '#1f77b4', method: 'lora', rank, alpha: 2 * rank, rsLora: false },
  modules: moduleSet(12, (layer) => layers.includes(layer)),
});
const ALL = Array.from({ length: 12 }, (_, i) => i + 1);
const all = adapters('all r=8', ALL, 8);
const top = adapters('top', [9, 10, 11, 12], 8);
const head: Scenario = { name: 'head', color: '#d62728', method: 'classifier' };
const full: Scenario = { name: 'full', color: '#b655ff', method: 'full' };

const namesOf = (plan: FootingPlan): string[] => equalScenarios(plan).map(({ name }) => name);
const changesOf = ({ rows }: FootingPlan) =>
  rows.map(({ changes }) => changes.map(({ setting, from, to }) => `${setting} ${from} ${to}`).join(', '));
const expectRunnable = (plan: FootingPlan): void =>
  expect(validateExperiment({ ...DEFAULT_EXPERIMENT, scenarios: equalScenarios(plan) }, BASE)).toEqual([]);

describe('equal parameters', () => {
  it('brings four layers to the parameters of twelve with three times the rank, exactly', () => {
    const plan = matchParameters([all, top], 0, BASE);
    expect(changesOf(plan)).toEqual(['', 'rank 8 24']);
    expect(plan.target).toBe(trainableParameters(BASE, all));
    expect(plan.rows[1]).toMatchObject({ before: 592_130 + 442_368, after: plan.target, unmatched: null });
    expect(equalScenarios(plan)[1]).toMatchObject({ name: 'top r=24', rank: 24, alpha: 48 });
    expect(equalScenarios(plan)[0]).toBe(all);
    expectRunnable(plan);
  });

  it('goes by the chosen reference, and its name replaces the old rank', () => {
    const plan = matchParameters([all, top], 1, BASE);
    expect(changesOf(plan)).toEqual(['rank 8 3', '']);
    expect(namesOf(plan)).toEqual(['all r=3', 'top']);
    // A rank of twelve layers is three of four: 442,368 parameters lie between two of them.
    expect(deviationOf(plan.rows[0]!, plan.target)).toBeCloseTo((497_664 - 442_368) / 1_034_498, 6);
  });

  it('takes the nearest rank, the lower one of two as near', () => {
    for (const rank of [1, 5, 7, 13]) {
      const wanted = adapters('wanted', [1, 2, 3, 4, 5], rank);
      const { rows, target } = matchParameters([wanted, top], 0, BASE);
      const { equal } = rows[1]!;
      const near = equal.method === 'lora' ? equal : top;
      const miss = (r: number): number =>
        Math.abs(trainableParameters(BASE, atRank(top, Math.max(1, r))) - (target ?? 0));
      expect(miss(near.rank)).toBeLessThan(miss(near.rank - 1) + (near.rank === 1 ? 1 : 0));
      expect(miss(near.rank)).toBeLessThanOrEqual(miss(near.rank + 1));
      expect(scenarioScaling(near)).toBe(2);
    }
  });

  it('keeps the proportions of ranks by module', () => {
    const ranked: LoraScenario = {
      ...top,
      ranks: [{ rank: 4, modules: moduleSet(12, (layer, of) => layer === 9 && of === 'query') }],
    };
    const { equal } = matchParameters([all, ranked], 0, BASE).rows[1]!;
    if (equal.method !== 'lora') throw new Error('It is no longer LoRA.');
    expect([equal.rank, rankOf(equal, 8, 'query')]).toEqual([24, 12]);
    expect(Math.abs(adapterParameters(BASE, equal) / adapterParameters(BASE, all) - 1)).toBeLessThan(0.02);
  });

  it('names what cannot be matched, and leaves it as it is', () => {
    const single = adapters('one layer', [12], 8);
    const plan = matchParameters([all, head, full, adapters('none', [], 8), single], 0, BASE);
    expect(plan.rows.map(({ unmatched }) => unmatched?.slice(0, 30) ?? null)).toEqual([
      null,
      'The head alone trains: there i',
      'Full fine-tuning trains every ',
      'No module has an adapter: tick',
      null,
    ]);
    expect(changedRows(plan)).toBe(1);
    expect(plan.rows[4]?.equal).toMatchObject({ rank: 96 });
    const low = matchParameters([head, all], 0, BASE);
    expect(low.rows[1]).toMatchObject({ equal: all, changes: [] });
    expect(low.rows[1]?.unmatched).toBe('Even rank 1 takes 28.0\u00a0% more parameters.');
    const query = { ...single, modules: moduleSet(12, (layer, of) => layer === 12 && of === 'query') };
    expect(matchParameters([full, query], 0, BASE).rows[1]?.unmatched).toContain(
      'Even rank 768 takes 98.6\u00a0% fewer parameters',
    );
  });

  it('gives no rank above the width of a module, nor one that a link or PiSSA cannot have', () => {
    expect(largestRank(top, BASE)).toBe(768);
    expect(largestRank({ ...top, rank: 900, alpha: 900 }, BASE)).toBe(900);
    expect(largestRank({ ...top, pissa: true }, BASE)).toBe(512);
    expect(largestRank({ ...top, rank: 8, alpha: 8000 }, BASE)).toBe(10);
  });
});

describe('equal memory', () => {
  /** 100 a layer from the lowest adapted one up, a third of it with checkpointing, and 2 a rank and layer. */
  const planned = (calls: string[][] = []): PlanMemory => {
    return (scenarios) => {
      calls.push(scenarios.map(({ name }) => name));
      const peaks = scenarios.map((scenario) => {
        if (scenario.method === 'classifier') return 500;
        if (scenario.method === 'full') return 9000;
        const used = scenario.modules.filter((components) => components.length > 0).length;
        const depth = scenario.modules.length - scenario.modules.findIndex(({ length }) => length > 0);
        const kept = scenario.checkpointing ? 100 / 3 : 100;
        return 1000 + kept * depth + 2 * scenario.rank * used;
      });
      return Promise.resolve(peaks);
    };
  };
  const request = (scenarios: readonly Scenario[], reference: number, plan = planned()) =>
    matchMemory({ scenarios, training: DEFAULT_TRAINING, reference, config: BASE, plan });

  it('raises the rank of what takes less to the nearest peak, in few questions', async () => {
    const calls: string[][] = [];
    const plan = await request([all, top], 0, planned(calls));
    // 2392 for all; the top takes 1400 + 8 a rank.
    expect(changesOf(plan)).toEqual(['', 'rank 8 124']);
    expect(plan.rows[1]).toMatchObject({ before: 1464, after: 2392 });
    expect(calls.length).toBeLessThanOrEqual(4);
    expectRunnable(plan);
  });

  it('turns checkpointing on where even rank 1 takes too much, and then finds the rank', async () => {
    const plan = await request([all, top], 1);
    // 1464 for the top; all layers take 2200 + 24 a rank, and 1400 + 24 a rank with checkpointing.
    expect(changesOf(plan)).toEqual(['rank 8 3, checkpointing off on', '']);
    expect(plan.rows[0]).toMatchObject({ equal: { checkpointing: true, rank: 3 }, after: 1472 });
    expect(namesOf(plan)).toEqual(['all r=3 checkpointing', 'top']);
    expectRunnable(plan);
  });

  it('says what no rank can match, and where nothing is known', async () => {
    const plan = await request([all, head, full], 1);
    expect(plan.rows[0]?.unmatched).toBe(
      'Even rank 1 with gradient checkpointing takes 184.8\u00a0% more memory.',
    );
    expect(plan.rows[2]?.unmatched).toContain('Full fine-tuning');
    expect((await request([full, top], 0)).rows[1]?.unmatched).toContain(
      'Even rank 768 takes 16.2\u00a0% less memory',
    );
    const blind = await request([all, top], 0, (scenarios) => Promise.resolve(scenarios.map(() => null)));
    expect(blind.target).toBeNull();
    expect(blind.rows.every(({ unmatched }) => unmatched?.includes('not known'))).toBe(true);
  });
});

describe('equal time', () => {
  const paces = [
    { step: 0.3, steps: 150 },
    { step: 0.1, steps: 150 },
    { step: 0.07, steps: 80 },
  ];

  it('gives what is faster more steps, by its own speed', () => {
    const plan = matchTime([all, top, head], 0, paces);
    expect(changesOf(plan)).toEqual(['', 'steps 150 450', 'steps 80 643']);
    expect(plan.target).toBeCloseTo(45, 12);
    expect(equalScenarios(plan)[1]).toMatchObject({
      name: 'top 450 steps',
      duration: { unit: 'steps', count: 450 },
    });
    expect(deviationOf(plan.rows[2]!, plan.target)).toBeCloseTo((643 * 0.07) / 45 - 1, 9);
    expectRunnable(plan);
    // Made equal once more there is nothing left to change, and a name says a duration once.
    const again = matchTime(equalScenarios(plan), 1, [paces[0]!, { step: 0.1, steps: 450 }, null]);
    expect(changesOf(again)).toEqual(['', '', '']);
    expect(again.rows[2]?.unmatched).toContain('not known');
    const shorter = matchTime(equalScenarios(plan), 0, [
      { step: 0.3, steps: 100 },
      { step: 0.1, steps: 450 },
      null,
    ]);
    expect(namesOf(shorter)).toEqual(['all r=8', 'top 300 steps', 'head 643 steps']);
  });

  it('trains a step at least, unless the reference has none', () => {
    expect(changesOf(matchTime([head, all], 0, [{ step: 0.01, steps: 10 }, paces[0]!]))[1]).toBe(
      'steps 150 1',
    );
    expect(changesOf(matchTime([head, all], 0, [{ step: 0.01, steps: 0 }, paces[0]!]))[1]).toBe(
      'steps 150 0',
    );
  });
});
