/** @file Keeps what hangs on the experiment beside it: its model's shape, its data set's size and its stored results. */
import { useLab } from './lab';

const SETTLE_MS = 150;

export function startRestoring(): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const restore = (): void => {
    const { experiment, restoreRecords } = useLab.getState();
    void restoreRecords(experiment);
  };
  void useLab.getState().loadModelConfig(useLab.getState().experiment.model);
  void useLab.getState().loadDatasetRows(useLab.getState().experiment.dataset);
  restore();
  useLab.subscribe((state, before) => {
    if (state.experiment === before.experiment) return;
    if (state.experiment.model !== before.experiment.model)
      void state.loadModelConfig(state.experiment.model);
    if (state.experiment.dataset !== before.experiment.dataset)
      void state.loadDatasetRows(state.experiment.dataset);
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(restore, SETTLE_MS);
  });
}
