import { describe, expect, it } from 'vitest';
import { moduleSet } from '../architecture/modules';
import { decodeScenario, encodeScenario } from './address/scenarioCode';
import { DEFAULT_EXPERIMENT } from './defaults';
import { asWritten, type LoraScenario } from './experiment';
import { alphaAt, rankOf, scenarioScaling, tidyRanks, withRankOf } from './ranks';

function scenarioOf(code: string): LoraScenario {
  const problems: string[] = [];
  const scenario = decodeScenario(`a:${code}`, 0, 12, (problem) => problems.push(problem));
  expect(problems).toEqual([]);
  if (scenario?.method !== 'lora') throw new Error(`${code} is not LoRA`);
  return scenario;
}
const codeOf = (scenario: LoraScenario): string => encodeScenario(scenario, 0).replace('a:', '');

describe('another rank of one module', () => {
  const scenario = scenarioOf('11-12.qv+1.q:4.r2');

  it('is its own where it has one, with the scaling of the others', () => {
    const edited = withRankOf(scenario, 0, 'query', 5);
    expect(codeOf(edited)).toBe('11-12.qv+1.q:5.r2');
    expect(scenarioScaling(edited)).toBe(scenarioScaling(scenario));
    expect(alphaAt(edited, rankOf(edited, 0, 'query')) / 5).toBe(scenarioScaling(scenario));
  });

  it('is that of all without one elsewhere', () => {
    expect(codeOf(withRankOf(scenario, 10, 'value', 3))).toBe('11-12.qv+1.q:4.r3.a2');
  });

  it('leaves modules alone that had the same rank', () => {
    const alike = scenarioOf('11-12.qv+1-3.q:4.r2');
    expect(codeOf(withRankOf(alike, 1, 'query', 8))).toBe('11-12.qv+1,3.q:4+2.q:8.r2');
  });

  it('stays its own while it passes the rank of the others', () => {
    const passing = withRankOf(scenario, 0, 'query', 2);
    expect(tidyRanks(passing)).toEqual({});
    expect(codeOf(withRankOf(passing, 0, 'query', 1))).toBe('11-12.qv+1.q:1.r2');
  });
});

it('keeps ranks of ticked modules alone when ranks are tidied', () => {
  const scenario = scenarioOf('11-12.qv+1.q:4.r2');
  const unticked = { ...scenario, modules: moduleSet(12, (layer) => layer > 10) };
  expect(tidyRanks(unticked)).toEqual({});
  expect(tidyRanks({ ...unticked, modules: scenario.modules })).toEqual({ ranks: scenario.ranks });
  const experiment = { ...DEFAULT_EXPERIMENT, scenarios: [unticked] };
  expect(asWritten(experiment).scenarios[0]).not.toHaveProperty('ranks');
  expect(asWritten(DEFAULT_EXPERIMENT)).toBe(DEFAULT_EXPERIMENT);
});

it('reads ranks in any order of blocks', () => {
  const code = '2-12.q+1.q:4.r2';
  for (const same of ['1.q:4+all.q.r2', 'all.q+1.q:4.r2', '1.q:4+2-12.q+1.q:4.r2'])
    expect(codeOf(scenarioOf(same))).toBe(code);
});
