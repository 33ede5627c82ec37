/** @file What stays between trials and runs. */
import type { FileCache } from '../src/hub/fileCache';
import { openOpfsCache } from '../src/hub/opfsCache';
import { DataShelf } from './dataShelf';
import { ModelShelf } from './modelShelf';

export interface Laboratory {
  /** Files of hubs; null where the browser keeps none for us. */
  readonly cache: () => Promise<FileCache | null>;
  readonly models: ModelShelf;
  readonly datasets: DataShelf;
}

export function createLaboratory(): Laboratory {
  let opened: Promise<FileCache | null> | null = null;
  const cache = (): Promise<FileCache | null> => (opened ??= openOpfsCache());
  return { cache, models: new ModelShelf(cache), datasets: new DataShelf() };
}
