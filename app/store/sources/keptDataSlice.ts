/** @file Picked data files that the browser keeps, so that a reload finds them with their trials. */
import type { StateCreator } from 'zustand';
import { megabytes } from '../../../src/base/format';
import { parseSourceRef } from '../../../src/sources/sourceRef';
import type { LocalDataset } from '../../../src/sources/sourceSettings';
import {
  bytesOf,
  deleteDataset,
  keptSizes,
  MOST_KEPT_BYTES,
  readDataset,
  storeDataset,
} from '../storage/dataFilesPersistence';
import { isStorageFull } from '../storage/storageFull';
import type { SourcesSlice } from './sourcesSlice';

export interface KeptDataSlice {
  /** Bytes of each data set that the browser keeps, by its id; null before they have been listed. */
  readonly keptData: Readonly<Record<string, number>> | null;
  /** Why the last files that were picked are not kept; null if they are. */
  readonly keptDataProblem: string | null;
  /** Keeps picked files, if they are not too large. The session has them in any case. */
  readonly keepDataset: (id: string, files: LocalDataset) => Promise<void>;
  /** Brings kept files back, if the data set is one of files and they have not been picked in this visit. */
  readonly restoreDataset: (id: string) => Promise<void>;
  /** Removes kept files from the browser. This visit goes on with them. */
  readonly forgetDataset: (id: string) => Promise<void>;
  readonly listKeptData: () => Promise<void>;
}

const REFUSED =
  'This browser does not let the page keep files (a private window does that): after a reload they must be picked again.';
const FULL =
  'The browser’s storage for this page is full: after a reload these files must be picked again. Forget others, or free some space.';

export const tooLarge = (bytes: number): string =>
  `These files have ${megabytes(bytes)}. Up to ${megabytes(MOST_KEPT_BYTES)} are kept in this browser: after a reload they must be picked again.`;

export const createKeptDataSlice: StateCreator<KeptDataSlice & SourcesSlice, [], [], KeptDataSlice> = (
  set,
  get,
) => {
  const without = (id: string) => {
    const { [id]: _, ...others } = get().keptData ?? {};
    return others;
  };
  return {
    keptData: null,
    keptDataProblem: null,

    async keepDataset(id, files) {
      const bytes = bytesOf(files);
      try {
        if (bytes > MOST_KEPT_BYTES) {
          // Earlier files of this name are not these.
          await deleteDataset(id);
          set({ keptData: without(id), keptDataProblem: tooLarge(bytes) });
          return;
        }
        await storeDataset(id, files);
        set({ keptData: { ...get().keptData, [id]: bytes }, keptDataProblem: null });
      } catch (error) {
        set({
          keptDataProblem: bytes > MOST_KEPT_BYTES ? tooLarge(bytes) : isStorageFull(error) ? FULL : REFUSED,
        });
      }
    },

    async restoreDataset(id) {
      const isMissing = (): boolean => !get().sources.localDatasets.has(id);
      if (parseSourceRef('dataset', id)?.kind !== 'local' || !isMissing()) return;
      // What cannot be read is asked for, as files that were never kept.
      const files = await readDataset(id).catch(() => null);
      if (!files || !isMissing()) return;
      const { localDatasets } = get().sources;
      get().changeSources({ localDatasets: new Map([...localDatasets, [id, files]]) });
    },

    async forgetDataset(id) {
      try {
        await deleteDataset(id);
        set({ keptData: without(id) });
      } catch {
        set({ keptDataProblem: 'The browser has not removed the files. Reload the page and try again.' });
      }
    },

    async listKeptData() {
      set({ keptData: await keptSizes().catch(() => ({})) });
    },
  };
};
