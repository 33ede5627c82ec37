/** @file How long the missing trials of an experiment will take. */
import type { ExpectedTime } from '../store/timing/expected';
import type { RunView } from '../store/runView';
import { isSettled } from '../store/results/trialKey';

/** The expected time of all trials that are not settled; null if too little is known. */
export function missingTime(
  { experiment, slots }: RunView,
  timeOf: (experiment: RunView['experiment']) => ExpectedTime | null,
): ExpectedTime | null {
  let seconds = 0;
  let basis: ExpectedTime['basis'] = 'measured';
  for (const scenario of experiment.scenarios) {
    const trials = slots.filter(
      ({ spec, record }) => spec.scenario === scenario && !isSettled(record),
    ).length;
    if (trials === 0) continue;
    const time = timeOf({ ...experiment, scenarios: [scenario], trials });
    if (!time) return null;
    seconds += time.seconds;
    if (time.basis === 'typical') basis = 'typical';
  }
  return { seconds, basis };
}
