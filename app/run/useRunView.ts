/** @file What the run bar and the results look at, computed once per change. */
import { useMemo } from 'react';
import { useLab } from '../store/lab';
import { shownExperiment } from '../store/selectors';
import { isSettled, trialSlots, type TrialSlot } from '../store/trialKey';
import type { Experiment } from '../../src/experiment/experiment';

export interface RunView {
  readonly experiment: Experiment;
  readonly slots: readonly TrialSlot[];
  /** Trials that are done or diverged: running them again brings nothing new. */
  readonly settled: number;
}

export function useRunView(): RunView {
  const experiment = useLab(shownExperiment);
  const records = useLab((lab) => lab.records);
  return useMemo(() => {
    const slots = trialSlots(experiment, records);
    return { experiment, slots, settled: slots.filter(({ record }) => isSettled(record)).length };
  }, [experiment, records]);
}
