/** @file Notices: parts of the URL that were wrong or repaired, and the notices that have been dismissed. */
import type { StateCreator } from 'zustand';

export interface NoticesSlice {
  /** Parts of the URL's fragment that could not be used. */
  readonly urlProblems: readonly string[];
  /** A sentence that says what was repaired in the address; null if nothing was. */
  readonly urlRepair: string | null;
  readonly dismissed: readonly string[];
  readonly setUrlProblems: (problems: readonly string[]) => void;
  readonly setUrlRepair: (note: string | null) => void;
  readonly dismiss: (notice: string) => void;
}

export const createNoticesSlice: StateCreator<NoticesSlice, [], [], NoticesSlice> = (set) => ({
  urlProblems: [],
  urlRepair: null,
  dismissed: [],
  setUrlProblems: (urlProblems) =>
    set(({ dismissed }) => ({ urlProblems, dismissed: dismissed.filter((notice) => notice !== 'url') })),
  setUrlRepair: (urlRepair) =>
    set(({ dismissed }) => ({ urlRepair, dismissed: dismissed.filter((notice) => notice !== 'repair') })),
  dismiss: (notice) => set(({ dismissed }) => ({ dismissed: [...dismissed, notice] })),
});
