/** @file Results of trials, in memory and in the browser's database. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../src/experiment/experiment';
import type { TrialRecord } from '../../src/experiment/results';
import type { Lab } from './lab';
import { deleteRecords, readRecords, storeRecord } from './persistence';
import { isSettled, trialSlots, type Records } from './trialKey';

export interface RecordsSlice {
  readonly records: Records;
  /** Why results are not kept across reloads; null if they are. */
  readonly storageProblem: string | null;
  readonly addRecord: (key: string, record: TrialRecord) => void;
  readonly forgetRecords: (keys: readonly string[]) => void;
  /** Brings back what earlier visits finished of this experiment. */
  readonly restoreRecords: (experiment: Experiment) => Promise<void>;
}

const REFUSED =
  'This browser does not let the page store results (a private window does that): they last only until this page is closed. Save them before you leave.';

/** By the name of the database's error. */
const STORAGE_PROBLEMS: Readonly<Record<string, string>> = {
  QuotaExceededError:
    'The browser’s storage for this page is full: results last only until this page is closed. Save them, or free some space.',
  VersionError:
    'A newer version of the lab has stored results in this browser. They are left as they are; what this page measures lasts only until it is closed. Reload the page to get the newer version, or save the results.',
};

export const createRecordsSlice: StateCreator<Lab, [], [], RecordsSlice> = (set, get) => {
  const report = (error: unknown): void => {
    set({ storageProblem: STORAGE_PROBLEMS[error instanceof DOMException ? error.name : ''] ?? REFUSED });
  };
  return {
    records: {},
    storageProblem: null,

    addRecord(key, record) {
      set(({ records }) => ({ records: { ...records, [key]: record } }));
      if (isSettled(record)) storeRecord(key, record).catch(report);
    },

    forgetRecords(keys) {
      const gone = new Set(keys);
      const { records } = get();
      get().forgetTrained(
        keys,
        keys.flatMap((key) => records[key]?.id ?? []),
      );
      set(({ records }) => ({
        records: Object.fromEntries(Object.entries(records).filter(([key]) => !gone.has(key))),
      }));
      deleteRecords(keys).catch(report);
    },

    async restoreRecords(experiment) {
      const lab = get();
      const keys = trialSlots(experiment, lab.records, lab).flatMap(({ key, record }) =>
        isSettled(record) ? [] : [key],
      );
      if (keys.length === 0) return;
      await get().restoreCheckpoints(keys);
      try {
        const found = await readRecords(keys);
        if (Object.keys(found).length === 0) return;
        // What has been finished meanwhile is newer than what was stored.
        set(({ records }) => {
          const settled = Object.entries(records).filter(([, record]) => isSettled(record));
          return { records: { ...records, ...found, ...Object.fromEntries(settled) } };
        });
        await get().restoreTrained(found);
      } catch (error) {
        report(error);
      }
    },
  };
};
