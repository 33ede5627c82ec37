/** @file What the page tells once: parts of the URL that were wrong, notices already read. */
import type { StateCreator } from 'zustand';
import type { Lab } from './lab';

export interface NoticesSlice {
  /** Parts of the URL's fragment that could not be used. */
  readonly urlProblems: readonly string[];
  readonly dismissed: readonly string[];
  readonly setUrlProblems: (problems: readonly string[]) => void;
  readonly dismiss: (notice: string) => void;
}

export const createNoticesSlice: StateCreator<Lab, [], [], NoticesSlice> = (set) => ({
  urlProblems: [],
  dismissed: [],
  setUrlProblems: (urlProblems) =>
    set(({ dismissed }) => ({ urlProblems, dismissed: dismissed.filter((notice) => notice !== 'url') })),
  dismiss: (notice) => set(({ dismissed }) => ({ dismissed: [...dismissed, notice] })),
});
