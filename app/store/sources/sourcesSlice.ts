/** @file Where models and data come from: the hub, the access token, the files that the person picked. */
import type { StateCreator } from 'zustand';
import { normalizeHubUrl } from '../../../src/sources/hub/address';
import type { CachedRepository, CacheKey } from '../../../src/sources/hub/fileCache';
import { DEFAULT_HUB_URL, DEFAULT_SOURCES, type SourceSettings } from '../../../src/sources/sourceSettings';
import { readPreference, readSession, writePreference, writeSession } from '../storage/preferences';
import { trainer } from '../worker/trainer';

export interface SourcesSlice {
  readonly sources: SourceSettings;
  /** Files of hubs that the browser keeps; null if it keeps none, or before anybody asked. */
  readonly cached: readonly CachedRepository[] | null;
  readonly changeSources: (change: Partial<SourceSettings>) => void;
  /**
   * The person has asked for something from a hub: as long as this tab lasts, hubs are contacted without another
   * question.
   */
  readonly allowHub: () => void;
  readonly listCache: (clear?: 'everything' | CacheKey) => void;
}

function savedHub(): string {
  try {
    return normalizeHubUrl(readPreference('hub') ?? DEFAULT_HUB_URL);
  } catch {
    return DEFAULT_HUB_URL;
  }
}

export const createSourcesSlice: StateCreator<SourcesSlice, [], [], SourcesSlice> = (set, get) => ({
  sources: { ...DEFAULT_SOURCES, hubUrl: savedHub(), hubAllowed: readSession('hub-allowed') !== null },
  cached: null,

  changeSources(change) {
    const before = get().sources;
    const sources = { ...before, ...change };
    set({ sources });
    // Only the address is remembered: the token is gone with the page.
    if (sources.hubUrl !== before.hubUrl)
      writePreference('hub', sources.hubUrl === DEFAULT_HUB_URL ? null : sources.hubUrl);
  },

  allowHub() {
    if (get().sources.hubAllowed) return;
    writeSession('hub-allowed', 'yes');
    get().changeSources({ hubAllowed: true });
  },

  listCache: (clear) => trainer().listCache(clear ?? 'nothing', (cached) => set({ cached })),
});
