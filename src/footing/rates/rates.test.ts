/** @file Rates that are tried, the seeds that they are tried on, and which of them is taken. */
import { describe, expect, it } from 'vitest';
import { RULES } from '../../experiment/address/rules';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../../experiment/defaults';
import { validateExperiment } from '../../experiment/validate';
import { seeded } from '../../stats/fixtures.testing';
import { chooseRate, type RateTrials } from './chooseRate';
import {
  firstTuningSeed,
  rateBeyond,
  ratesAround,
  rateSweep,
  seedsText,
  TUNING_SEEDS,
  USUAL_RATES,
  withRate,
} from './rateSweep';
import {
  changesRates,
  choiceNotes,
  choiceText,
  furtherRates,
  tunedScenarios,
  type TunedRates,
} from './tuned';

const [lower, upper] = DEFAULT_EXPERIMENT.scenarios;
const RULES_OF = { plan: null, firstSeed: 1, delta: 0.01, rows: 400 };

const trials = (rate: number, values: readonly number[], failed = 0): RateTrials => ({
  ...{ rate, failed },
  values: seeded(values),
});
const choose = (tried: readonly RateTrials[], present = 0.003, seeds = 2) =>
  chooseRate(tried, { present, seeds, rules: RULES_OF });

describe('the rates', () => {
  it('are apart by a factor, around the scenario’s own', () => {
    expect(ratesAround(0.003, USUAL_RATES)).toEqual([0.00075, 0.0015, 0.003, 0.006, 0.012]);
    expect(ratesAround(3.14159e-5, { count: 3, factor: 3 })).toEqual([1.05e-5, 3.14159e-5, 9.42e-5]);
    expect(ratesAround(8, USUAL_RATES)).toEqual([2, 4, 8]);
    expect(rateBeyond([0.001, 0.003], 'high', 3)).toBe(0.009);
    expect(rateBeyond([0.001, 0.003], 'low', 2)).toBe(0.0005);
    expect(rateBeyond([6], 'high', 2)).toBeNull();
  });

  it('become ordinary scenarios with names of their own, which can be run', () => {
    const named = [lower, { ...upper, name: 'upper lr=0.003' }, { ...upper, name: 'x'.repeat(80) }];
    const tries = named.map((scenario) => ({ scenario, rates: [0.001, 0.003] }));
    const { experiment, scenarios } = rateSweep(DEFAULT_EXPERIMENT, tries, 2);
    expect(validateExperiment(experiment)).toEqual([]);
    expect(scenarios.flat()).toEqual(experiment.scenarios);
    expect(experiment.scenarios.slice(0, 4).map(({ name }) => name)).toEqual([
      ...['lower lr=0.001', 'lower lr=0.003', 'upper lr=0.001', 'upper lr=0.003'],
    ]);
    expect(scenarios[0]?.[0]).toEqual({ ...lower, name: 'lower lr=0.001', learningRate: 0.001 });
  });

  it('go back into the scenario, as its own only where they differ from the experiment’s', () => {
    expect(withRate(lower, 0.003, DEFAULT_TRAINING)).toBe(lower);
    expect(withRate(lower, 0.006, DEFAULT_TRAINING)).toEqual({ ...lower, learningRate: 0.006 });
    const own = { ...lower, name: 'lower, lr=0.006', learningRate: 0.006 };
    expect(withRate(own, 0.003, DEFAULT_TRAINING)).toEqual({ ...lower, name: 'lower, lr=0.003' });
  });
});

describe('the seeds', () => {
  it('are none that the experiment can ever have', () => {
    for (const firstSeed of [0, 1, 5000, RULES.firstSeed.max - 1001, RULES.firstSeed.max]) {
      const first = firstTuningSeed({ firstSeed });
      const last = first + TUNING_SEEDS.max - 1;
      expect(first > firstSeed + RULES.trials.max - 1 || last < firstSeed).toBe(true);
      expect(first).toBeGreaterThanOrEqual(RULES.firstSeed.min);
      expect(last).toBeLessThanOrEqual(RULES.firstSeed.max);
    }
    const { experiment } = rateSweep(DEFAULT_EXPERIMENT, [{ scenario: lower, rates: [0.1] }], 2);
    expect([experiment.firstSeed, experiment.trials]).toEqual([1001, 2]);
  });

  it('are named beside those of the comparison, which may grow', () => {
    expect(seedsText(DEFAULT_EXPERIMENT, 2)).toBe(
      'seeds 1001 and 1002, which the comparison (seeds 1 and 2) does not use',
    );
    const grown = { ...DEFAULT_EXPERIMENT, judging: { ...DEFAULT_EXPERIMENT.judging, upTo: 20 } };
    expect(seedsText(grown, 1)).toBe('seed 1001, which the comparison (seeds 1 to 20) does not use');
  });
});

describe('chooseRate', () => {
  it('takes the highest mean of rates whose trials all ended well', () => {
    const tried = [
      trials(0.0015, [0.8, 0.82]),
      trials(0.003, [0.85, 0.86]),
      trials(0.006, [0.9, 0.89]),
      trials(0.012, [0.99], 1),
      trials(0.024, [0.99]),
    ];
    const choice = choose(tried);
    expect(choice).toMatchObject({ rate: 0.006, edge: null });
    expect(choice?.mean).toBeCloseTo(0.895, 12);
    // Three means, whose own error is half the squared error of their differences: the seeds' only, as no hits are known.
    expect(choice?.inflation).toBeGreaterThan(0);
    expect(choice?.inflation).toBeLessThan(0.02);
  });

  it('of equal means takes the nearest to the present rate, and of two as near the lower', () => {
    const same = [0.0015, 0.003, 0.006].map((rate) => trials(rate, [0.8, 0.8]));
    expect(choose(same)?.rate).toBe(0.003);
    expect(choose([same[0]!, trials(0.003, [0.7, 0.7]), same[2]!])?.rate).toBe(0.0015);
    expect(choose(same, 0.006)?.rate).toBe(0.006);
  });

  it('tells when the best is the last of the list, and when there is none', () => {
    expect(choose([trials(0.001, [0.9, 0.9]), trials(0.003, [0.8, 0.8])])?.edge).toBe('low');
    expect(choose([trials(0.001, [0.8, 0.8]), trials(0.003, [0.9, 0.9])])?.edge).toBe('high');
    expect(choose([trials(0.003, [0.9, 0.9])])).toMatchObject({ edge: null, inflation: null });
    expect(choose([trials(0.001, [0.9], 1), trials(0.003, [0.9])])).toBeNull();
  });
});

describe('a sweep', () => {
  const tuned = (...tried: readonly (readonly RateTrials[])[]): TunedRates => ({
    ...{ asked: { count: 3, factor: 2, seeds: 2 }, on: DEFAULT_EXPERIMENT, stopped: null },
    scenarios: tried.map((each, i) => ({
      ...{ scenario: i === 0 ? lower : upper, present: 0.003, tried: each, choice: choose(each) },
    })),
  });
  const rising = [0.0015, 0.003, 0.006, 0.012, 0.024].map((rate, i) => trials(rate, [i / 10, i / 10]));
  const inner = [trials(0.0015, [0.1, 0.1]), trials(0.003, [0.2, 0.2]), trials(0.006, [0, 0], 0)];

  it('goes on beyond its end where the best is there, twice at most', () => {
    const next = (count: number) =>
      furtherRates(tuned(rising.slice(0, count), inner)).map(({ rates }) => rates);
    expect(next(3)).toEqual([[0.012], []]);
    expect(next(4)).toEqual([[0.024], []]);
    expect(next(5)).toEqual([[], []]);
  });

  it('changes the rates that were found, and says what they were and what to know of them', () => {
    const done = tuned(rising, inner);
    expect(changesRates(done)).toBe(true);
    expect(tunedScenarios(done)).toEqual([{ ...lower, learningRate: 0.024 }, upper]);
    expect(done.scenarios.map(choiceText)).toEqual(['0.024, before 0.003', '0.003, as before']);
    expect(done.scenarios.map((one) => choiceNotes(one, 2))).toEqual([
      ['The largest that was tried is best: a larger one may be better.'],
      [],
    ]);
    const broken = tuned([trials(0.0015, [0.1], 1), trials(0.003, [], 2)], [trials(0.003, [0.2])]);
    expect(broken.scenarios.map((one) => choiceNotes(one, 2).join(' '))).toEqual([
      'Trials diverged or failed at 0.0015, 0.003. No rate went well: it keeps its own.',
      'Trials are missing: it keeps its own rate.',
    ]);
    expect(changesRates(broken)).toBe(false);
  });
});
