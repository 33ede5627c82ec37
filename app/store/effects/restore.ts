/** @file Loads what belongs to the experiment whenever it changes: its data files, its model's shape, its stored results. */
import { shallow } from 'zustand/shallow';
import { parseSourceRef } from '../../../src/sources/sourceRef';
import { useLab, type Lab } from '../lab';

const SETTLE_MS = 150;

/** The model and where it is read from; the model that ships with the lab is the same wherever the hub is. */
function modelAndOrigin({ experiment: { model }, sources }: Pick<Lab, 'experiment' | 'sources'>): unknown[] {
  if (parseSourceRef('model', model)?.kind === 'embedded') return [model];
  const { hubUrl, hubAllowed, hubToken, localModels } = sources;
  return [model, hubUrl, hubAllowed, hubToken, localModels.get(model)];
}

export function startRestoring(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const loadModel = (): void => {
    const { experiment, loadModelConfig } = useLab.getState();
    loadModelConfig(experiment.model);
  };
  const restore = (): void => {
    const { experiment, restoreRecords, findOlder } = useLab.getState();
    void restoreRecords(experiment).then(() => findOlder(experiment));
  };
  const restoreData = (dataset: string): void => void useLab.getState().restoreDataset(dataset);
  restoreData(useLab.getState().experiment.dataset);
  loadModel();
  restore();
  useLab.subscribe(({ experiment }) => experiment.dataset, restoreData);
  useLab.subscribe(modelAndOrigin, loadModel, { equalityFn: shallow });
  useLab.subscribe(
    ({ experiment, sources, commits }) => [experiment, sources, commits],
    () => {
      clearTimeout(timer);
      timer = setTimeout(restore, SETTLE_MS);
    },
    { equalityFn: shallow },
  );
}
