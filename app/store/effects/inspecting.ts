/**
 * @file Looks at the data set again whenever it changes, and gives the model's head as many labels as it has. What a worker
 * that did not start was asked in vain, about data and model, is asked again once another one has started.
 */
import { shallow } from 'zustand/shallow';
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
  useLab.subscribe(
    ({ experiment }) => experiment.dataset,
    () => useLab.setState({ inspection: null, dataError: null, inspecting: true }),
  );
  useLab.subscribe(({ experiment: { dataset, data }, sources }) => [dataset, data, sources], inspectSoon, {
    equalityFn: shallow,
  });
  let inVain = false;
  useLab.subscribe(
    ({ environment, environmentError }) => (environment ? false : environmentError?.notStarted),
    (notStarted) => {
      if (inVain && notStarted === false) {
        inspectSoon();
        useLab.getState().loadModelConfig(useLab.getState().experiment.model);
      }
      inVain = notStarted ?? inVain;
    },
  );
  useLab.subscribe(
    ({ inspection, modelConfig }) => ({ labels: inspection?.labels.length ?? 0, modelConfig }),
    ({ labels, modelConfig }) => {
      if (modelConfig && labels > 0 && modelConfig.labels !== labels)
        useLab.setState({ modelConfig: { ...modelConfig, labels } });
    },
    { equalityFn: shallow },
  );
}
