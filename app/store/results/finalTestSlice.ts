/** @file The test sentences: measuring the kept trials on them once, and what came of it, which the browser keeps. */
import type { StateCreator } from 'zustand';
import { describeError } from '../../../src/base/errors';
import { readOrNull } from '../../../src/base/schema';
import { storedEntries } from '../../../src/base/storedEntries';
import type { Experiment } from '../../../src/experiment/experiment';
import { FinalTestSchema, type FinalTest } from '../../../src/results/finalTest';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import { datasetProvenance, type Origins } from '../sources/provenance';
import { readPreference, writePreference } from '../storage/preferences';
import type { RecordsSlice } from './recordsSlice';
import type { TrainedSlice, UsableTrial } from './trainedSlice';
import { trialSlots } from './trialKey';

export type FinalTests = Readonly<Record<string, FinalTest>>;

export interface FinalTestSlice {
  /** Tests by {@link testKey}: they belong to the data, whatever is trained on it. */
  readonly finalTests: FinalTests;
  /** How far a measurement is; null while there is none. */
  readonly testing: { readonly done: number; readonly total: number } | null;
  /** Why the last measurement did not come about; null if it did. */
  readonly testProblem: string | null;
  /**
   * Measures all trials of the experiment that are kept, and keeps the outcome. Does nothing where the data's test has
   * been used, also by another tab.
   * @param of what the test sentences are, see {@link FinalTest}
   */
  readonly measureFinalTest: (of: string) => Promise<void>;
}

const PREFERENCE = 'final-tests';

/** The data that the test sentences are a part of. */
export function testKey({ dataset, data }: Pick<Experiment, 'dataset' | 'data'>, origins: Origins): string {
  const chosen = Object.entries(data).filter(([, value]) => value !== null);
  return JSON.stringify([dataset, Object.fromEntries(chosen), datasetProvenance(dataset, origins)]);
}

/** What the browser keeps, without anything that is not a test. */
export const storedTests = (text: string | null): FinalTests =>
  storedEntries(text, (value) => readOrNull(FinalTestSchema, value));

type Needed = FinalTestSlice &
  Pick<ExperimentSlice, 'experiment'> &
  Pick<RecordsSlice, 'records'> &
  Pick<TrainedSlice, 'usable' | 'measureTest'> &
  Origins;

export const createFinalTestSlice: StateCreator<Needed, [], [], FinalTestSlice> = (set, get) => ({
  finalTests: storedTests(readPreference(PREFERENCE)),
  testing: null,
  testProblem: null,

  async measureFinalTest(of) {
    if (get().testing) return;
    const { experiment, records, usable, sources, commits } = get();
    const origins = { sources, commits };
    const key = testKey(experiment, origins);
    // Another tab may have used the test since this page was opened.
    set(({ finalTests }) => ({ finalTests: { ...finalTests, ...storedTests(readPreference(PREFERENCE)) } }));
    if (key in get().finalTests) return;
    const trials = trialSlots(experiment, records, origins).flatMap((slot) =>
      slot.record?.status === 'done' && usable[slot.record.id] === true
        ? [{ key: slot.key, id: slot.record.id }]
        : [],
    );
    try {
      const measured = await measureAll(get, trials, (done) =>
        set({ testing: { done, total: trials.length } }),
      );
      if (measured.trials.length === 0) {
        set({
          testProblem: 'What these trials had trained is no longer kept. Run them again, and measure then.',
        });
        return;
      }
      const test = { of, ...measured, measuredAt: new Date().toISOString() };
      set(({ finalTests }) => ({ finalTests: { ...finalTests, [key]: test }, testProblem: null }));
      writePreference(PREFERENCE, JSON.stringify(get().finalTests));
    } catch (error) {
      const { message, remedy } = describeError(error);
      set({ testProblem: `${message} ${remedy}` });
    } finally {
      set({ testing: null });
    }
  },
});

/** Measures one trial after the other. One that turns out to be no longer kept is left out. */
async function measureAll(
  get: () => Needed,
  trials: readonly UsableTrial[],
  onDone: (done: number) => void,
): Promise<Pick<FinalTest, 'rows' | 'trials'>> {
  const measured: { id: string; correct: number }[] = [];
  let rows = 0;
  for (const [done, trial] of trials.entries()) {
    onDone(done);
    try {
      const answer = await get().measureTest(trial);
      rows = answer.rows;
      measured.push({ id: trial.id, correct: answer.correct });
    } catch (error) {
      if (get().usable[trial.id] === true) throw error;
    }
  }
  return { rows, trials: measured };
}
