/** @file What stays between trials and runs. */
import { DataShelf } from './dataShelf';
import { ModelShelf } from './modelShelf';
import { TrainedShelf } from './trainedShelf';

export interface Laboratory {
  readonly models: ModelShelf;
  readonly datasets: DataShelf;
  readonly trained: TrainedShelf;
}

export function createLaboratory(): Laboratory {
  return { models: new ModelShelf(), datasets: new DataShelf(), trained: new TrainedShelf() };
}
