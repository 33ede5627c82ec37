/** @file Results of trials, in memory and in the browser's database. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../src/experiment/experiment';
import type { TrialRecord } from '../../src/experiment/results';
import { hasNewerCheckpoints } from './checkpointPersistence';
import type { Lab } from './lab';
import { deleteRecords, hasNewerRecords, onResultsRemoved, readRecords, storeRecords } from './persistence';
import { isStorageFull } from './storageFull';
import { isSettled, trialSlots, type Records } from './trialKey';

export interface RecordsSlice {
  readonly records: Records;
  /** Why results are not kept across reloads; null if they are. */
  readonly storageProblem: string | null;
  /** Whether the browser has removed, in this visit, what had been stored. */
  readonly storageRemoved: boolean;
  /** Whether a newer version of the lab has stored something here that this one leaves alone. */
  readonly newerStored: boolean;
  /** Resolves when it is on the disk, or need not be, with true; with false where the browser does not take it. */
  readonly addRecord: (key: string, record: TrialRecord) => Promise<boolean>;
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
  /** What the database has not taken yet; tried again with the next one. */
  const unstored = new Map<string, TrialRecord>();
  let lookedForNewer = false;

  const report = (error: unknown): void => {
    set({ storageProblem: STORAGE_PROBLEMS[error instanceof DOMException ? error.name : ''] ?? REFUSED });
  };

  const store = async (records: Records): Promise<boolean> => {
    for (const [key, record] of Object.entries(records)) unstored.set(key, record);
    const waiting = new Map(unstored);
    try {
      await storeRecords(Object.fromEntries(waiting)).catch(async (error: unknown) => {
        if (!isStorageFull(error)) throw error;
        // A result is small and whole; what was broken off earlier is large and is not.
        await get().makeRoom();
        await storeRecords(Object.fromEntries(waiting));
      });
      for (const [key, record] of waiting) if (unstored.get(key) === record) unstored.delete(key);
      if (get().storageProblem !== null) set({ storageProblem: null });
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  };

  const lookForNewer = async (): Promise<void> => {
    if (lookedForNewer) return;
    lookedForNewer = true;
    // What cannot be asked here is told when there is something to store.
    const found = await Promise.all([hasNewerRecords(), hasNewerCheckpoints()]).catch((): boolean[] => []);
    if (found.includes(true)) set({ newerStored: true });
  };

  onResultsRemoved(() => {
    set({ storageRemoved: true });
    const settled = Object.entries(get().records).filter(([, record]) => isSettled(record));
    if (settled.length > 0) void store(Object.fromEntries(settled));
  });

  return {
    records: {},
    storageProblem: null,
    storageRemoved: false,
    newerStored: false,

    async addRecord(key, record) {
      set(({ records }) => ({ records: { ...records, [key]: record } }));
      return !isSettled(record) || store({ [key]: record });
    },

    forgetRecords(keys) {
      const gone = new Set(keys);
      const { records } = get();
      get().forgetTrained(
        keys,
        keys.flatMap((key) => records[key]?.id ?? []),
      );
      for (const key of keys) unstored.delete(key);
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
        void lookForNewer();
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
