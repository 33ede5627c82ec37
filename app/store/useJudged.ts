/** @file A run's trials by scenario, what they were measured on, and what the verdicts on them go by. */
import { useMemo } from 'react';
import { withJudging } from '../../src/experiment/experiment';
import { useLab } from './lab';
import type { RunView } from './runView';
import { judgingOf } from './results/judging';
import { groupTrials } from './results/scenarioGroups';
import { validationSet } from './sources/validationSet';

/** Every scenario of the run, also those that the page hides, by the measure of its experiment. */
export function useJudged({ experiment, slots }: Pick<RunView, 'experiment' | 'slots'>) {
  const inspection = useLab((lab) => lab.inspection);
  const validation = useMemo(
    () =>
      validationSet(
        experiment,
        slots.flatMap(({ record }) => record ?? []),
        inspection,
      ),
    [experiment, slots, inspection],
  );
  const all = useMemo(() => groupTrials(experiment, slots), [experiment, slots]);
  const { rows } = validation;
  const judging = useMemo(() => judgingOf(experiment, all, rows), [experiment, all, rows]);
  return { all, judging, validation };
}

/** The same by accuracy, whatever the measure: questions to predict ask for it. */
export function useJudgedByAccuracy({ experiment, slots }: Pick<RunView, 'experiment' | 'slots'>) {
  const byAccuracy = useMemo(() => withJudging(experiment, { measure: 'accuracy' }), [experiment]);
  return useJudged({ experiment: byAccuracy, slots });
}
