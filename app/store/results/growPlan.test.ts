import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Experiment, Looks } from '../../../src/experiment/experiment';
import { isLooked, withMoreSeeds, withNewSeeds, withSeeds } from './growPlan';

const of = (trials: number, upTo: number | null, looks: Looks = 'growing'): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  trials,
  judging: { ...DEFAULT_EXPERIMENT.judging, upTo, looks },
});
const seedsOf = ({ firstSeed, trials, judging }: Experiment) => [firstSeed, trials, judging.upTo];

describe('more seeds', () => {
  it.each<[string, Experiment, number, (number | null)[]]>([
    ['go to the first look', of(2, null), 2, [1, 5, null]],
    ['go to the next look', of(5, 20), 5, [1, 8, 20]],
    ['go to the end of the plan at most', of(8, 9), 8, [1, 9, 9]],
    ['go to the end at once where that is the only look', of(5, 12, 'end'), 5, [1, 12, 12]],
    ['keep the plan after its last look', of(5, null), 5, [1, 8, 5]],
    ['keep it again', of(8, 5), 8, [1, 11, 5]],
    ['lift a plan that is too short for any look', of(3, 3), 3, [1, 5, null]],
    ['leave no plan behind where nothing has been looked at', of(5, null), 4, [1, 8, null]],
  ])('%s', (_, experiment, compared, expected) => {
    expect(seedsOf(withMoreSeeds(experiment, isLooked(experiment, compared)))).toEqual(expected);
  });

  it('are as many as a budget allows, and none where it allows none', () => {
    expect(seedsOf(withMoreSeeds(of(5, null), true, 7))).toEqual([1, 7, 5]);
    expect(seedsOf(withMoreSeeds(of(5, null), true, 4))).toEqual([1, 5, 5]);
  });

  it('keep the plan as well where their number is typed, digit by digit', () => {
    const typed = withSeeds(withSeeds(of(5, null), 1, true), 12, false);
    expect(seedsOf(typed)).toEqual([1, 12, 5]);
    expect(seedsOf(withSeeds(of(5, null), 12, false))).toEqual([1, 12, null]);
  });
});

describe('new seeds', () => {
  const unused = () => Promise.resolve(false);

  it('come after the used ones, as many as the plan has', async () => {
    expect(await withNewSeeds(of(8, 5), unused)).toMatchObject({ firstSeed: 9, trials: 5 });
    const used = new Set([6, 11]);
    const fresh = await withNewSeeds(of(5, null), ({ firstSeed }) => Promise.resolve(used.has(firstSeed)));
    expect(fresh).toMatchObject({ firstSeed: 16, trials: 5 });
  });

  it('are not there behind the last one', async () => {
    expect(await withNewSeeds({ ...of(5, null), firstSeed: 4_000_000_000 }, unused)).toBeNull();
  });
});
