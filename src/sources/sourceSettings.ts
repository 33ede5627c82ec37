/** @file What the page knows about where models and data come from, and the experiment's text does not say. */

export interface SourceSettings {
  /** The hub or its mirror, without a slash at the end. */
  readonly hubUrl: string;
  /** Access token for the hub. In memory only: never stored, logged, exported or put into an address. */
  readonly hubToken: string | null;
  /** Files that the person picked, by id (`local:...`). */
  readonly localModels: ReadonlyMap<string, readonly File[]>;
  readonly localDatasets: ReadonlyMap<string, LocalDataset>;
  /** Files of PEFT adapter folders. */
  readonly localAdapters: ReadonlyMap<string, readonly File[]>;
}

export interface LocalDataset {
  readonly train: File;
  /** null: a part of train is held out. */
  readonly validation: File | null;
}

export const DEFAULT_HUB_URL = 'https://huggingface.co';

export const DEFAULT_SOURCES: SourceSettings = {
  hubUrl: DEFAULT_HUB_URL,
  hubToken: null,
  localModels: new Map(),
  localDatasets: new Map(),
  localAdapters: new Map(),
};
