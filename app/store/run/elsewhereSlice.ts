/** @file Trials of the experiment are being trained in another tab: waiting until that ends, and taking over. */
import type { StateCreator } from 'zustand';
import { isSettled, trialSlots } from '../results/trialKey';
import { lockTrials } from '../storage/trialLocks';
import type { RecordsSlice } from '../results/recordsSlice';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { Origins } from '../sources/provenance';
import type { Elsewhere } from './elsewhere';
import type { RunSlice } from './runSlice';

export interface ElsewhereSlice {
  /** What was to be run here and runs in another tab; null if nothing does. */
  readonly elsewhere: Elsewhere | null;
  /** When the other tab is done or closed, takes its results and runs what is missing. */
  readonly waitForOther: () => Promise<void>;
  readonly stopWaiting: () => void;
}

export const createElsewhereSlice: StateCreator<
  ElsewhereSlice & RecordsSlice & ExperimentSlice & RunSlice & Origins,
  [],
  [],
  ElsewhereSlice
> = (set, get) => {
  let waiting: AbortController | null = null;
  return {
    elsewhere: null,

    async waitForOther() {
      const { elsewhere } = get();
      if (!elsewhere || elsewhere.waiting) return;
      const { experiment, backend } = elsewhere;
      const controller = (waiting = new AbortController());
      set({ elsewhere: { ...elsewhere, waiting: true } });
      const slots = () => trialSlots(experiment, get().records, get());
      const keys = slots().map(({ key }) => key);
      const release = await lockTrials(keys, controller.signal).catch(() => null);
      if (!release) return;
      set({ elsewhere: null });
      // Another experiment is being edited, or run, by now.
      if (get().experiment !== experiment || get().run.status !== 'idle') return release();
      await get().restoreRecords(experiment, true);
      if (slots().every(({ record }) => isSettled(record))) return release();
      // What goes wrong is in the store.
      await get()
        .startRun({ which: 'missing', backend, lock: release })
        .catch(() => undefined)
        .finally(release);
    },

    stopWaiting() {
      waiting?.abort();
      waiting = null;
      set({ elsewhere: null });
    },
  };
};
