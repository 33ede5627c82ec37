/** @file Looks at the data set again whenever it changes, and gives the model's head as many labels as it has. */
import { useLab } from '../lab';

/** Long enough for files and the choice of them to arrive together. */
const SETTLE_MS = 100;

export function startInspecting(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const inspectSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => useLab.getState().inspectData(), SETTLE_MS);
  };
  inspectSoon();
  useLab.subscribe((state, before) => {
    const otherDataset = state.experiment.dataset !== before.experiment.dataset;
    if (otherDataset) useLab.setState({ inspection: null, dataError: null, inspecting: true });
    if (otherDataset || state.experiment.data !== before.experiment.data || state.sources !== before.sources)
      inspectSoon();
    const { inspection, modelConfig } = state;
    const labels = inspection?.labels.length ?? 0;
    if (modelConfig && labels > 0 && modelConfig.labels !== labels)
      useLab.setState({ modelConfig: { ...modelConfig, labels } });
  });
}
