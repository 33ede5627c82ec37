/** @file What stays between trials and runs. */
import type { FileCache } from '../src/sources/hub/fileCache';
import { openOpfsCache } from '../src/sources/hub/opfsCache';
import { DataShelf } from './dataShelf';
import { ModelShelf } from './modelShelf';
import { TrainedShelf } from './trainedShelf';

export interface Laboratory {
  /** Files of hubs; null where the browser keeps none for us. */
  readonly cache: () => Promise<FileCache | null>;
  readonly models: ModelShelf;
  readonly datasets: DataShelf;
  readonly trained: TrainedShelf;
}

export function createLaboratory(): Laboratory {
  let opened: Promise<FileCache | null> | null = null;
  const cache = (): Promise<FileCache | null> => (opened ??= openOpfsCache());
  return { cache, models: new ModelShelf(cache), datasets: new DataShelf(), trained: new TrainedShelf() };
}
