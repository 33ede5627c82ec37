/** @file */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../experiment/defaults';
import type { Experiment } from '../experiment/experiment';
import type { TrialRecord } from '../results/results';
import type { LibraryEntry } from './entry';
import { aboutExperiment, entryOf, updateResults } from './keep';
import { entry, lostTrial, LOWER, trial, UPPER } from './testing';

const kept = (trials: readonly TrialRecord[], change?: Partial<Experiment>): LibraryEntry => ({
  ...entry('Mine', trials, change),
  origin: { kind: 'kept' },
});

describe('entryOf', () => {
  const own = kept([]);
  const { environment } = own.results;
  const found = (change: Partial<Experiment>, entries: readonly LibraryEntry[] = [own]) =>
    entryOf({ experiment: { ...DEFAULT_EXPERIMENT, ...change }, environment }, entries);

  it('finds what was kept of the same experiment, whatever names and seeds', () => {
    const renamed = [{ ...LOWER, name: 'a', color: '#000000' }, UPPER];
    expect(found({ scenarios: renamed, trials: 9, firstSeed: 4 })).toBe(own);
    expect(found({}, [entry('a file', [])])).toBeNull();
    expect(found({ training: { ...DEFAULT_TRAINING, batchSize: 4 } })).toBeNull();
    expect(found({ scenarios: [LOWER] })).toBeNull();
  });

  it('leaves what another version of the lab measured as an entry of its own', () => {
    const later = { ...environment, labVersion: '9.0.0' };
    expect(entryOf({ experiment: DEFAULT_EXPERIMENT, environment: later }, [own])).toBeNull();
  });
});

describe('updateResults', () => {
  const ids = (trials: readonly TrialRecord[]) => trials.map(({ id }) => id);

  it('takes the present trials, and keeps what they do not replace', () => {
    const [one, two, three] = [trial(LOWER, 1), trial(LOWER, 2), trial(UPPER, 1)];
    const again = trial(LOWER, 1);
    const { trials } = updateResults(kept([one, two, three]).results, kept([again, three]).results);
    expect(ids(trials)).toEqual(ids([two, again, three]));
  });

  it('loses no finished trial to one that was not', () => {
    const [done, lost] = [trial(LOWER, 1), lostTrial(LOWER, 1)];
    expect(ids(updateResults(kept([done]).results, kept([lost]).results).trials)).toEqual([done.id]);
    expect(ids(updateResults(kept([lost]).results, kept([done]).results).trials)).toEqual([done.id]);
    const lostAgain = lostTrial(LOWER, 1);
    expect(ids(updateResults(kept([lost]).results, kept([lostAgain]).results).trials)).toEqual([
      lostAgain.id,
    ]);
  });

  it('names older trials as the scenarios are named now', () => {
    const renamed = { ...LOWER, name: 'bottom' };
    const present = kept([], { scenarios: [renamed, UPPER] }).results;
    const { trials } = updateResults(kept([trial(LOWER, 1)]).results, present);
    expect(trials.map(({ scenario }) => scenario.name)).toEqual(['bottom']);
  });

  it('joins ranges of seeds that touch', () => {
    const seeds = (firstSeed: number, trials: number) => kept([], { firstSeed, trials }).results;
    const joined = (before: Parameters<typeof seeds>, present: Parameters<typeof seeds>) => {
      const { experiment } = updateResults(seeds(...before), seeds(...present));
      return [experiment.firstSeed, experiment.trials];
    };
    expect(joined([1, 5], [6, 5])).toEqual([1, 10]);
    expect(joined([1, 5], [1, 2])).toEqual([1, 5]);
    expect(joined([1, 5], [11, 5])).toEqual([11, 5]);
    expect(joined([1, 600], [601, 600])).toEqual([601, 600]);
  });
});

it('says in a few words what an experiment is about', () => {
  expect(aboutExperiment(DEFAULT_EXPERIMENT)).toBe('lower, upper on review-sentences');
  const scenarios = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...LOWER, name }));
  expect(aboutExperiment({ ...DEFAULT_EXPERIMENT, scenarios, dataset: 'local:x.csv' })).toBe(
    'a, b, c and 2 more on x.csv',
  );
});
