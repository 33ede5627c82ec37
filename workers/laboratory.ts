/** @file What stays between trials and runs. */
import { DataShelf } from './dataShelf';
import { ModelShelf } from './modelShelf';

export interface Laboratory {
  readonly models: ModelShelf;
  readonly datasets: DataShelf;
}

export function createLaboratory(): Laboratory {
  return { models: new ModelShelf(), datasets: new DataShelf() };
}
