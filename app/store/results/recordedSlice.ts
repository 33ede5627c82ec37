/** @file Recorded runs as they are loaded. They stand beside a person's own results and are never among them. */
import type { StateCreator } from 'zustand';
import { recordedPath } from '../../../src/lessons/recorded';
import type { ResultsFile } from '../../../src/results/results';
import { parseResults } from '../../../src/results/resultsFile';

export interface RecordedSlice {
  /** The recorded runs by name, as far as they are loaded; null for one that cannot be had. */
  readonly recordedRuns: Readonly<Record<string, ResultsFile | null>>;
  /** Lessons whose recorded run the person has asked to see before predicting. */
  readonly recordedSeen: readonly string[];
  /** Loads a recorded run, once. Where that fails, the page is as it is without one. */
  readonly loadRecorded: (name: string) => Promise<void>;
  readonly showRecorded: (name: string) => void;
}

export const createRecordedSlice: StateCreator<RecordedSlice, [], [], RecordedSlice> = (set) => {
  const asked = new Set<string>();
  return {
    recordedRuns: {},
    recordedSeen: [],
    async loadRecorded(name) {
      if (asked.has(name)) return;
      asked.add(name);
      const run = await read(name).catch(() => null);
      // Another attempt may find the network again.
      if (run === null) asked.delete(name);
      set(({ recordedRuns }) => ({ recordedRuns: { ...recordedRuns, [name]: run } }));
    },
    showRecorded: (name) => set(({ recordedSeen }) => ({ recordedSeen: [...recordedSeen, name] })),
  };
};

/** @throws if the file is not there or is no results file */
async function read(name: string): Promise<ResultsFile> {
  const response = await fetch(new URL(recordedPath(name), document.baseURI));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return parseResults(await response.text());
}
