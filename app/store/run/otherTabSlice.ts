/** @file Trials of the experiment are being trained in another tab: waiting until that ends, and taking over. */
import type { StateCreator } from 'zustand';
import { haveSameTrials } from '../../../src/experiment/experiment';
import { isSettled, trialSlots } from '../results/trialKey';
import { lockTrials } from '../storage/trialLocks';
import type { RecordsSlice } from '../results/recordsSlice';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { Origins } from '../sources/provenance';
import type { OtherTab } from './otherTab';
import type { RunSlice } from './runSlice';

export interface OtherTabSlice {
  /** What was to be run here and runs in another tab; null if nothing does. */
  readonly otherTab: OtherTab | null;
  /** When the other tab is done or closed, takes its results and runs what is missing. */
  readonly waitForOther: () => Promise<void>;
  readonly stopWaiting: () => void;
}

export const createOtherTabSlice: StateCreator<
  OtherTabSlice & RecordsSlice & ExperimentSlice & RunSlice & Origins,
  [],
  [],
  OtherTabSlice
> = (set, get) => {
  let waiting: AbortController | null = null;
  return {
    otherTab: null,

    async waitForOther() {
      const { otherTab } = get();
      if (!otherTab || otherTab.waiting) return;
      const { experiment, backend } = otherTab;
      const controller = (waiting = new AbortController());
      set({ otherTab: { ...otherTab, waiting: true } });
      const slots = () => trialSlots(experiment, get().records, get());
      const keys = slots().map(({ key }) => key);
      const release = await lockTrials(keys, controller.signal).catch(() => null);
      if (!release) return;
      set({ otherTab: null });
      // In the meantime another experiment may have been opened, or a run begun.
      if (!haveSameTrials(get().experiment, experiment) || get().run.status !== 'idle') return release();
      await get().restoreRecords(experiment, true);
      if (slots().every(({ record }) => isSettled(record))) return release();
      // The store already says what went wrong.
      await get()
        .startRun({ which: 'missing', backend, lock: release })
        .catch(() => undefined)
        .finally(release);
    },

    stopWaiting() {
      waiting?.abort();
      waiting = null;
      set({ otherTab: null });
    },
  };
};
