/** @file Which of an experiment's sources come from a hub. */
import type { Experiment } from '../../../src/experiment/experiment';
import { parseSourceRef } from '../../../src/sources/sourceRef';

/** The ids of model and data set, as far as they are a hub's. */
export function hubIds({ model, dataset }: Pick<Experiment, 'model' | 'dataset'>): string[] {
  const ids: string[] = [];
  if (parseSourceRef('model', model)?.kind === 'hub') ids.push(model);
  if (parseSourceRef('dataset', dataset)?.kind === 'hub') ids.push(dataset);
  return ids;
}
