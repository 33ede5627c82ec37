/** @file What a race comes to before it starts. */
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { headParameters } from '../../src/experiment/parameters';
import { raceCandidates } from '../../src/race/candidates';
import { NO_LIMITS } from '../../src/race/costs';
import type { RaceAsked } from '../../src/race/race';
import { SMALL as CONFIG } from '../race/smallModel.testing';
import { planRace } from './racePlan';

const ASKED: RaceAsked = {
  ...{ measure: 'accuracy', cheap: 'memory', limits: NO_LIMITS, candidates: 'short' },
  ...{ delta: 0.01, budget: null },
};
const candidates = raceCandidates(DEFAULT_EXPERIMENT, CONFIG.layers, 'short');
const unknown = candidates.map(() => null);

it('round one has three seeds of every candidate that is not known to be over a limit', () => {
  const all = planRace(DEFAULT_EXPERIMENT, candidates, { asked: ASKED, config: CONFIG, memory: unknown });
  expect(all).toMatchObject({ over: 0, racing: candidates.length, trials: 3 * candidates.length });
  expect(all.firstRound).toMatchObject({ scenarios: candidates, trials: 3 });

  const limits = { memory: 100, parameters: null, time: 1 };
  const memory = candidates.map((_, i) => (i === 0 ? 101 : i === 1 ? 100 : null));
  const some = planRace(DEFAULT_EXPERIMENT, candidates, {
    asked: { ...ASKED, limits },
    config: CONFIG,
    memory,
  });
  expect(some).toMatchObject({ over: 1, racing: candidates.length - 1 });
  expect(some.firstRound.scenarios).not.toContain(candidates[0]);
});

it('a limit on parameters leaves the classifier alone, which trains the fewest', () => {
  const limits = { ...NO_LIMITS, parameters: headParameters(CONFIG) };
  const { firstRound } = planRace(DEFAULT_EXPERIMENT, candidates, {
    ...{ asked: { ...ASKED, limits }, config: CONFIG, memory: unknown },
  });
  expect(firstRound.scenarios.map(({ name }) => name)).toEqual(['classifier only']);
});
