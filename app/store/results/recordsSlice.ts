/** @file Results of trials, in memory and in the browser's database. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { hasNewerCheckpoints } from '../storage/checkpointPersistence';
import {
  hasNewerRecords,
  onResultsLate,
  onResultsRemoved,
  readRecords,
  storeRecords,
} from '../storage/persistence';
import { isStorageFull } from '../storage/storageFull';
import { isSettled, trialSlots, type Records } from './trialKey';
import type { CheckpointsSlice } from './checkpointsSlice';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { Origins } from '../sources/provenance';
import type { TrainedSlice } from './trainedSlice';

export interface RecordsSlice {
  readonly records: Records;
  /** Why results are not kept across reloads; null if they are. */
  readonly storageProblem: string | null;
  /** Whether the browser has removed, in this visit, what had been stored. */
  readonly storageRemoved: boolean;
  /** Whether a newer version of the lab has stored something here that this one leaves alone. */
  readonly newerStored: boolean;
  /** Whether some finished trial is on this page alone: the browser has not taken it yet, or refuses it. */
  readonly hasUnstored: () => boolean;
  /** Resolves when it is on the disk, or need not be, with true; with false where the browser does not take it. */
  readonly addRecord: (key: string, record: TrialRecord) => Promise<boolean>;
  /** Resolves when everything that was added is on the disk or refused. */
  readonly recordsStored: () => Promise<void>;
  /** These trials run anew: takes their records from the page. On the disk each stays until its successor is stored. */
  readonly beginAnew: (keys: readonly string[]) => void;
  /**
   * The run has ended: brings back the finished records that have no finished successor.
   * @returns what those trials came to instead, where they were begun anew
   */
  readonly endAnew: () => readonly TrialRecord[];
  /**
   * Brings back what was finished of this experiment, in earlier visits or in other tabs.
   * @param all also reads those that are finished on this page, which another tab may have run anew
   */
  readonly restoreRecords: (experiment: Experiment, all?: boolean) => Promise<void>;
}

const REFUSED =
  'This browser does not let the page store results (a private window does that): they last only until this page is closed. Save them before you leave.';

/** By the name of the database's error. */
const STORAGE_PROBLEMS: Readonly<Record<string, string>> = {
  QuotaExceededError:
    'The browser’s storage for this page is full: results last only until this page is closed. Save them, or free some space.',
  NoAnswer:
    'The browser’s storage does not answer: results last only until this page is closed. Save them before you leave, or close the lab’s other tabs and reload.',
  VersionError:
    'A newer version of the lab has stored results in this browser. They are left as they are; what this page measures lasts only until it is closed. Reload the page to get the newer version, or save the results.',
};

export const createRecordsSlice: StateCreator<
  RecordsSlice & CheckpointsSlice & ExperimentSlice & TrainedSlice & Origins,
  [],
  [],
  RecordsSlice
> = (set, get) => {
  /** What the database has not taken yet; tried again with the next one. */
  const unstored = new Map<string, TrialRecord>();
  let lookedForNewer = false;
  /** Finished records of trials that are running anew. */
  const superseded = new Map<string, TrialRecord>();
  let storing: Promise<unknown> = Promise.resolve();

  const report = (error: unknown): void => {
    set({ storageProblem: STORAGE_PROBLEMS[error instanceof Error ? error.name : ''] ?? REFUSED });
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
    const settled = [...superseded, ...Object.entries(get().records)].filter(([, record]) =>
      isSettled(record),
    );
    if (settled.length > 0) void store(Object.fromEntries(settled));
  });

  onResultsLate(() => {
    set({ storageProblem: null });
    if (unstored.size > 0) void store({});
    void get().restoreRecords(get().experiment);
  });

  return {
    records: {},
    storageProblem: null,
    storageRemoved: false,
    newerStored: false,

    hasUnstored: () => unstored.size > 0,

    async addRecord(key, record) {
      set(({ records }) => ({ records: { ...records, [key]: record } }));
      if (!isSettled(record)) return true;
      const before = superseded.get(key);
      superseded.delete(key);
      const stored = store({ [key]: record });
      storing = Promise.all([storing, stored]);
      const isStored = await stored;
      // A trial that ends as done stores its own values under the key.
      if (before) get().forgetTrained(before.id, isStored && record.status !== 'done' ? key : null);
      return isStored;
    },

    async recordsStored() {
      await storing;
    },

    beginAnew(keys) {
      const { records } = get();
      const left = { ...records };
      for (const key of keys) {
        const record = records[key];
        if (record && isSettled(record)) superseded.set(key, record);
        delete left[key];
      }
      set({ records: left });
    },

    endAnew() {
      const { records } = get();
      const instead = [...superseded.keys()].flatMap((key) => records[key] ?? []);
      set({ records: { ...records, ...Object.fromEntries(superseded) } });
      superseded.clear();
      return instead;
    },

    async restoreRecords(experiment, all = false) {
      const lab = get();
      const keys = trialSlots(experiment, lab.records, lab).flatMap(({ key, record }) =>
        superseded.has(key) || (isSettled(record) && !all) ? [] : [key],
      );
      if (keys.length === 0) return;
      const checkpoints = get().restoreCheckpoints(keys);
      try {
        const found = await readRecords(keys);
        void lookForNewer();
        if (Object.keys(found).length === 0) return;
        // What has been finished meanwhile is newer than what was stored.
        set(({ records }) => {
          const newer = Object.entries(records).filter(
            ([key, record]) =>
              isSettled(record) && (unstored.has(key) || record !== lab.records[key] || !(key in found)),
          );
          const hidden = new Set(superseded.keys());
          const shown = Object.entries(found).filter(
            ([key, { id }]) => !hidden.has(key) && records[key]?.id !== id,
          );
          return { records: { ...records, ...Object.fromEntries(shown), ...Object.fromEntries(newer) } };
        });
        await get().restoreTrained(found);
      } catch (error) {
        report(error);
      } finally {
        await checkpoints;
      }
    },
  };
};
