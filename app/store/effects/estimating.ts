/** @file Asks again what the scenarios will take whenever the experiment or what computes it changes. */
import { shallow } from 'zustand/shallow';
import { useLab } from '../lab';

/** Long enough not to ask for every cell of a row that is being ticked. */
const SETTLE_MS = 400;

export function startEstimating(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  useLab.subscribe(
    ({ experiment, environment, sources, modelConfig }) => [experiment, environment, sources, modelConfig],
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => useLab.getState().estimate(), SETTLE_MS);
    },
    { equalityFn: shallow },
  );
}
