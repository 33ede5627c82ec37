/** @file Where models and data come from: the hub, the access token, the files that the person picked. */
import type { StateCreator } from 'zustand';
import { DEFAULT_SOURCES, type SourceSettings } from '../../src/sources/sourceSettings';
import type { Lab } from './lab';

export interface SourcesSlice {
  readonly sources: SourceSettings;
  readonly changeSources: (change: Partial<SourceSettings>) => void;
}

export const createSourcesSlice: StateCreator<Lab, [], [], SourcesSlice> = (set) => ({
  sources: DEFAULT_SOURCES,
  changeSources: (change) => set(({ sources }) => ({ sources: { ...sources, ...change } })),
});
