/** @file Settings of where models and data come from that an experiment's address does not carry. */
import { LabError } from '../base/errors';

export interface SourceSettings {
  /** The hub or its mirror, without a slash at the end. */
  readonly hubUrl: string;
  /** Whether the person has asked for something from a hub; an address that names one does not count. */
  readonly hubAllowed: boolean;
  /** Access token for the hub. It is kept in memory only: never stored, logged, exported or put into an address. */
  readonly hubToken: string | null;
  /** Files that the person picked, by id (`local:...`). */
  readonly localModels: ReadonlyMap<string, readonly File[]>;
  readonly localDatasets: ReadonlyMap<string, LocalDataset>;
  /** Files of PEFT adapter folders. */
  readonly localAdapters: ReadonlyMap<string, readonly File[]>;
}

export interface LocalDataset {
  readonly train: File;
  /** The validation file; null if a part of `train` is held out. */
  readonly validation: File | null;
}

/**
 * Must be called before every request to a hub.
 * @param what the thing requested, for the message
 * @throws LabError if the person has not allowed requests to a hub
 */
export function checkHubAllowed(what: string, { hubUrl, hubAllowed }: SourceSettings): void {
  if (hubAllowed) return;
  throw new LabError(
    `${what} would have to be loaded from ${new URL(hubUrl).host}.`,
    'Press “Load it” beside model and data, or choose others.',
  );
}

export const DEFAULT_HUB_URL = 'https://huggingface.co';

export const DEFAULT_SOURCES: SourceSettings = {
  hubUrl: DEFAULT_HUB_URL,
  hubAllowed: true,
  hubToken: null,
  localModels: new Map(),
  localDatasets: new Map(),
  localAdapters: new Map(),
};
