/** @file Which trials can still be used, and using them: to predict, to examine, to save. */
import type { StateCreator } from 'zustand';
import { LabError } from '../../../src/base/errors';
import type { TrialRecord } from '../../../src/results/results';
import type { SwitchedOff } from '../../../src/scores/switchOff';
import type { Event, ExaminedRow, ExportedFile, Prediction, TrainedTrial } from '../../../workers/protocol';
import { trainer } from '../worker/trainer';
import { deleteTrained, readTrained, storedTrained, storeTrained } from '../storage/trainedPersistence';
import { isStorageFull } from '../storage/storageFull';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import type { SourcesSlice } from '../sources/sourcesSlice';

/** A finished trial: the key of its record, and the record's id. */
export interface UsableTrial {
  readonly key: string;
  readonly id: string;
}

export interface TrainedSlice {
  /**
   * Whether a trial can be used, by the record's id: false if what it trained had to make room; absent if that is not
   * known.
   */
  readonly usable: Readonly<Record<string, boolean>>;
  /** Why adapters are not kept across reloads; null if they are. */
  readonly trainedProblem: string | null;
  /** @param recordStored whether the record has been stored; before it is, what its predecessor trained stays on the disk */
  readonly addTrained: (
    key: string,
    event: Extract<Event, { type: 'trained' }>,
    recordStored: Promise<boolean>,
  ) => void;
  /** Discards what the trial with this record's id trained; with a key, also what is stored under it. */
  readonly forgetTrained: (id: string, key: string | null) => void;
  /** Looks for what earlier visits stored beside these records. */
  readonly restoreTrained: (records: Readonly<Record<string, TrialRecord>>) => Promise<void>;
  /** @throws LabError if what a trial trained is no longer kept, like the next three */
  readonly predict: (
    trials: readonly UsableTrial[],
    text: string,
    off?: SwitchedOff,
  ) => Promise<readonly Prediction[]>;
  /** @param off adapters that are switched off, as for `predict`; none if left out */
  readonly examine: (
    trial: UsableTrial,
    off?: SwitchedOff,
  ) => Promise<{ labelNames: readonly string[]; rows: readonly ExaminedRow[] }>;
  /** Measures the trial on the test sentences. */
  readonly measureTest: (trial: UsableTrial) => Promise<{ readonly rows: number; readonly correct: number }>;
  /** Sees to it that the worker has what these trials trained. @throws as `predict` does */
  readonly giveTrained: (trials: readonly UsableTrial[]) => Promise<void>;
  readonly exportTrial: (trial: UsableTrial, what: 'adapter' | 'model') => Promise<readonly ExportedFile[]>;
}

type Set = (change: Partial<TrainedSlice> | ((state: TrainedSlice) => Partial<TrainedSlice>)) => void;

/** Records whether these trials can still be used. */
function mark(set: Set, ids: readonly string[], usable: boolean): void {
  set((state) => ({ usable: { ...state.usable, ...Object.fromEntries(ids.map((id) => [id, usable])) } }));
}

function tellProblem(set: Set, error: unknown): void {
  set({
    trainedProblem: isStorageFull(error)
      ? 'The browser’s storage for this page is full: adapters can be used and saved only until this page is closed. Save those that matter, or free some space.'
      : 'This browser does not let the page store adapters (a private window does that): they can be used and saved only until this page is closed.',
  });
}

/**
 * Sees to it that the worker has what the trial trained.
 * @throws LabError if it is no longer kept anywhere
 */
async function giveToWorker(set: Set, { key, id }: UsableTrial): Promise<void> {
  if (trainer().has(id)) return;
  const stored = await readTrained(key).catch(() => undefined);
  if (stored?.id === id) {
    trainer().keep(stored);
    return;
  }
  mark(set, [id], false);
  throw new LabError(
    'What this trial trained is no longer kept.',
    'Run it again; adapters last across reloads, full fine-tuning only until the page is closed.',
  );
}

/** Stores what a trial trained under the key of its record. */
async function storeBeside(
  key: string,
  trained: TrainedTrial,
  recordStored: Promise<boolean>,
): Promise<void> {
  // If the new record was refused, an earlier one stays on the disk, and what is stored there belongs to that one.
  if (!(await recordStored) && (await storedTrained([key])).length > 0) return;
  await storeTrained(key, trained);
}

export const createTrainedSlice: StateCreator<
  TrainedSlice & Pick<EnvironmentSlice, 'backendChoice'> & Pick<SourcesSlice, 'sources'>,
  [],
  [],
  TrainedSlice
> = (set, get) => {
  const report = (error: unknown): void => tellProblem(set, error);
  const where = () => ({ backend: get().backendChoice, sources: get().sources });
  return {
    usable: {},
    trainedProblem: null,

    addTrained(key, { id, trained, dropped }, recordStored) {
      mark(set, [id], true);
      mark(set, dropped, false);
      if (trained) storeBeside(key, trained, recordStored).catch(report);
    },

    forgetTrained(id, key) {
      mark(set, [id], false);
      trainer().forget([id]);
      if (key !== null) deleteTrained([key]).catch(report);
    },

    async restoreTrained(records) {
      try {
        const keys = await storedTrained(Object.keys(records));
        const ids = keys.flatMap((key) => records[key]?.id ?? []);
        if (ids.length > 0) mark(set, ids, true);
      } catch (error) {
        report(error);
      }
    },

    async giveTrained(trials) {
      for (const trial of trials) await giveToWorker(set, trial);
    },

    async predict(trials, text, off) {
      await get().giveTrained(trials);
      const asked = { trials: trials.map(({ id }) => id), texts: [text], ...(off && { off }) };
      return trainer().predict({ ...where(), ...asked });
    },

    async examine(trial, off) {
      await giveToWorker(set, trial);
      return trainer().examineValidation({ ...where(), trial: trial.id, ...(off && { off }) });
    },

    async measureTest(trial) {
      await giveToWorker(set, trial);
      return trainer().measureTest({ ...where(), trial: trial.id });
    },

    async exportTrial(trial, what) {
      await giveToWorker(set, trial);
      return trainer().exportTrial({ ...where(), trial: trial.id, what });
    },
  };
};
