/** @file What the worker keeps between trials and runs. */
import type { FileCache } from '../src/sources/hub/fileCache';
import { openOpfsCache } from '../src/sources/hub/opfsCache';
import { DataCache } from './dataCache';
import { ModelCache } from './modelCache';
import { TrainedCache } from './trainedCache';

export interface Laboratory {
  /** Cached files of hubs; null if the browser keeps none for the page. */
  readonly cache: () => Promise<FileCache | null>;
  readonly models: ModelCache;
  readonly datasets: DataCache;
  readonly trained: TrainedCache;
}

export function createLaboratory(): Laboratory {
  let opened: Promise<FileCache | null> | null = null;
  const cache = (): Promise<FileCache | null> => (opened ??= openOpfsCache());
  return { cache, models: new ModelCache(cache), datasets: new DataCache(), trained: new TrainedCache() };
}
