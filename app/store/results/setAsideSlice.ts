/** @file What was stored, could not be read and was set aside: how much there is, and removing it. */
import type { StateCreator } from 'zustand';
import { countSetAside, onSetAside, removeSetAside, type SetAsideCounts } from '../storage/setAside';
import type { NoticesSlice } from '../experiment/noticesSlice';

export interface SetAsideSlice {
  /** The number of values by kind; kinds without values are absent. */
  readonly setAside: SetAsideCounts;
  /** Looks for what earlier visits set aside. */
  readonly countSetAside: () => Promise<void>;
  /** Removes it for good. */
  readonly removeSetAside: () => Promise<void>;
}

export const createSetAsideSlice: StateCreator<SetAsideSlice & NoticesSlice, [], [], SetAsideSlice> = (
  set,
  get,
) => {
  onSetAside(() => void get().countSetAside());
  return {
    setAside: {},
    async countSetAside() {
      const setAside = await countSetAside();
      set(({ dismissed }) => ({ setAside, dismissed: dismissed.filter((notice) => notice !== 'set-aside') }));
    },
    // If the browser refuses, the notice stays.
    removeSetAside: () => removeSetAside().catch(() => undefined),
  };
};
