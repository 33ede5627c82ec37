/** @file What a person takes away from a race, and what it does to the open experiment. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeAddress } from '../../src/address/pageAddress';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { scenarioId } from '../../src/experiment/scenarioId';
import { NO_LIMITS } from '../../src/race/costs';
import type { RaceAsked } from '../../src/race/race';
import { raceReport } from '../../src/race/report';
import { ownSeed } from '../store/experiment/onDevice';
import { useLab } from '../store/lab';
import { leftExperiment, openLeft, tellOutcome, wholeExperiment } from './raceOutcome';

const on = DEFAULT_EXPERIMENT;
const costs = { memory: 1e6, parameters: 1, time: 1 };
const candidates = on.scenarios.map((scenario, i) => ({
  ...{ scenario, costs: { ...costs, memory: 3e6 - i * 1e6 }, values: [0.9, 0.9, 0.9 + i / 100], over: null },
}));
const asked: RaceAsked = {
  ...{ measure: 'macroF1', cheap: 'memory', limits: NO_LIMITS, candidates: 'own' },
  ...{ delta: 0.02, budget: null },
};
const standing = (entrant: number) => ({
  ...{ entrant, mean: 0.9, behind: 0.01, rival: 0, settledAt: null },
});
const report = raceReport({
  ...{ asked, candidates, stopped: null },
  state: {
    ...{ seeds: 3, left: [0, 1], dropped: [], failed: [], next: null, end: 'alike' },
    standings: [standing(0), standing(1)],
  },
});
const early = raceReport({
  ...{ asked, candidates, stopped: 'cancelled' },
  state: { seeds: 0, left: [], dropped: [], failed: [0, 1], standings: [], next: null, end: null },
});

beforeEach(() => {
  vi.stubGlobal('location', { href: 'https://lab.test/#old' });
  vi.stubGlobal('__LAB_VERSION__', '0.0.0');
  useLab.getState().loadExperiment(on, 'person');
});
afterEach(() => {
  vi.unstubAllGlobals();
  useLab.getState().loadExperiment(DEFAULT_EXPERIMENT, 'person');
});

describe('the candidates left', () => {
  it('begin with the recommended one, compared as the race compared them', () => {
    const left = leftExperiment(report, on);
    expect(left.scenarios.map(({ name }) => name)).toEqual(['upper', 'lower']);
    expect(left).toMatchObject({ trials: 3, judging: { measure: 'macroF1', delta: 2 } });
    expect(leftExperiment(early, on)).toBe(on);
  });

  it('are opened with the recommended one selected', () => {
    openLeft(report, on);
    const { experiment, selectedId } = useLab.getState();
    const [first] = experiment.scenarios;
    expect(first?.name).toBe('upper');
    expect(first && scenarioId(first)).toBe(selectedId);
  });
});

describe('the outcome', () => {
  it('has the address, the LoraConfig and the script, and changes nothing on the page', () => {
    const { experiment: open } = useLab.getState();
    const outcome = tellOutcome(report, on);
    expect(useLab.getState().experiment).toBe(open);
    expect(outcome).toMatchObject({ isSure: true, end: 'alike', seeds: 3, recommended: { name: 'upper' } });
    const { experiment, problems } = decodeAddress(new URL(outcome.link).hash.slice(1), ownSeed);
    expect(problems).toEqual([]);
    expect(experiment.scenarios.map(({ name }) => name)).toEqual(['upper', 'lower']);
    expect(outcome.loraConfig).toContain('LoraConfig(');
    expect(outcome.script).toContain(outcome.link);
  });

  it('recommends nothing where nothing is known', () => {
    expect(tellOutcome(early, on)).toMatchObject({
      recommended: null,
      loraConfig: null,
      script: null,
      isSure: false,
    });
  });
});

it('the whole of a race has all candidates with as many seeds as any had', () => {
  expect(wholeExperiment(on, report)).toMatchObject({ scenarios: on.scenarios, trials: 3 });
});
