/** @file What a race knows of its candidates from the store's records. */
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { trainableParameters } from '../../src/experiment/parameters';
import { sampleTrial } from '../../src/experiment/testing';
import { NO_LIMITS } from '../../src/race/costs';
import type { RaceAsked } from '../../src/race/race';
import type { TrialRecord } from '../../src/results/results';
import { DEFAULT_SOURCES } from '../../src/sources/sourceSettings';
import { trialSlots } from '../store/results/trialKey';
import { evidenceOf, MOST_SEEDS } from './evidence';
import { SMALL } from './smallModel.testing';

const ASKED: RaceAsked = {
  ...{ measure: 'accuracy', cheap: 'memory', limits: NO_LIMITS, candidates: 'own' },
  ...{ delta: 0.01, budget: null },
};
const experiment = { ...DEFAULT_EXPERIMENT, firstSeed: 1, trials: MOST_SEEDS };
const [lower, upper] = experiment.scenarios;
const origins = { sources: DEFAULT_SOURCES, commits: {} };
const planned = { config: SMALL, memory: [5e6, null] };

/** @param of accuracies of the first scenario's first seeds, or how a trial ended without one */
function evidenceWith(of: readonly (number | 'diverged')[]) {
  const slots = trialSlots(experiment, {}, origins).filter(({ spec }) => spec.scenario === lower);
  const records = of.map((end, i): [string, TrialRecord] => {
    const { key = '', spec } = slots[i] ?? {};
    const change: Partial<TrialRecord> =
      end === 'diverged' ? { status: 'diverged', accuracy: null } : { accuracy: end };
    const record = sampleTrial({
      scenario: lower,
      seed: spec?.seed ?? 0,
      peakBytes: 6e7 + i,
      seconds: i + 1,
      ...change,
    });
    return [key, record];
  });
  return evidenceOf({ records: Object.fromEntries(records), ...origins }, experiment, ASKED, planned);
}

it('has values by seed, the largest peak and the usual time of what is done', () => {
  const [first, second] = evidenceWith([0.9, 0.8, 0.85]);
  expect(first?.values).toEqual([0.9, 0.8, 0.85]);
  expect(first?.entrant.values.map(({ seed, value }) => [seed, value])).toEqual([
    [1, 0.9],
    [2, 0.8],
    [3, 0.85],
  ]);
  expect(first?.costs).toEqual({ memory: 6e7 + 2, parameters: 1255682, time: 2 });
  expect(first?.entrant).toMatchObject({ hasFailed: false, cost: 6e7 + 2 });
  // Before a trial the parameters are counted; its memory could not be planned here.
  expect(second).toEqual({
    ...{ entrant: { values: [], hasFailed: false, cost: null }, values: [] },
    costs: { memory: null, parameters: upper && trainableParameters(planned.config, upper), time: null },
  });
});

it('goes by the planned memory before a trial, and notes one that diverged', () => {
  expect(evidenceWith([])[0]?.costs.memory).toBe(5e6);
  const [first] = evidenceWith([0.9, 'diverged']);
  expect(first?.entrant.hasFailed).toBe(true);
  expect(first?.values).toEqual([0.9]);
});
