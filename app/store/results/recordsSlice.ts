/** @file Results of trials, in memory and in the browser's database. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { onResultsLate, onResultsRemoved } from '../storage/persistence';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import { beginAnew, endAnew, newMemory, type RecordsNeeds, type RecordsState } from './recordsMemory';
import { restore } from './restoreRecords';
import { addRecord, store, swapStartedOver } from './storeRecords';
import { isSettled } from './trialKey';

export interface RecordsSlice extends RecordsState {
  /** Whether some finished trial exists only on this page: the browser has not taken it yet, or refuses it. */
  readonly hasUnstored: () => boolean;
  /** Resolves when it is on the disk, or need not be, with true; with false if the browser does not take it. */
  readonly addRecord: (key: string, record: TrialRecord) => Promise<boolean>;
  /** Resolves when everything that was added is on the disk or refused. */
  readonly recordsStored: () => Promise<void>;
  /**
   * Begins to repeat trials. A finished record stays, on the page and on the disk, until its successor is finished; others
   * are taken off the page.
   */
  readonly beginAnew: (keys: readonly string[]) => void;
  /**
   * The run has ended.
   * @returns how repeated trials ended that have brought no result, so that their earlier records stay
   */
  readonly endAnew: () => readonly TrialRecord[];
  /** Puts the earlier results back in place of those of the latest start over, or the other way round. */
  readonly swapStartedOver: () => Promise<void>;
  /** Lets go of the results that are not shown: there is nothing to undo any more. */
  readonly settleStartedOver: () => void;
  /**
   * Brings back the trials of this experiment that were finished in earlier visits or in other tabs.
   * @param all also reads those that are finished on this page, which another tab may have repeated
   */
  readonly restoreRecords: (experiment: Experiment, all?: boolean) => Promise<void>;
}

export const createRecordsSlice: StateCreator<
  RecordsSlice & RecordsNeeds & Pick<ExperimentSlice, 'experiment'>,
  [],
  [],
  RecordsSlice
> = (set, get) => {
  const context = { get, set, memory: newMemory() };
  const { unstored } = context.memory;

  onResultsRemoved(() => {
    set({ storageRemoved: true });
    const settled = Object.entries(get().records).filter(([, record]) => isSettled(record));
    if (settled.length > 0) void store(context, Object.fromEntries(settled));
  });
  onResultsLate(() => {
    set({ storageProblem: null });
    if (unstored.size > 0) void store(context, {});
    void get().restoreRecords(get().experiment);
  });

  return {
    records: {},
    startedOver: null,
    storageProblem: null,
    storageRemoved: false,
    newerStored: false,
    hasUnstored: () => unstored.size > 0,
    addRecord: (key, record) => addRecord(context, key, record),
    async recordsStored() {
      await context.memory.storing;
    },
    beginAnew: (keys) => beginAnew(context, keys),
    endAnew: () => endAnew(context),
    swapStartedOver: () => swapStartedOver(context),
    settleStartedOver: () => set({ startedOver: null }),
    restoreRecords: (experiment, all = false) => restore(context, experiment, all),
  };
};
