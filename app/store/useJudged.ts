/** @file A run's trials, judged, for the parts of the page. */
import { useMemo } from 'react';
import { withJudging } from '../../src/experiment/experiment';
import { useLab } from './lab';
import { judgedRun, type JudgedRun } from './results/judgedRun';
import type { RunView } from './runView';

export function useJudged({ experiment, slots }: Pick<RunView, 'experiment' | 'slots'>): JudgedRun {
  const inspection = useLab((lab) => lab.inspection);
  return useMemo(() => judgedRun({ experiment, slots }, inspection), [experiment, slots, inspection]);
}

/** The same by accuracy, whatever the measure: questions to predict ask for it. */
export function useJudgedByAccuracy({ experiment, slots }: Pick<RunView, 'experiment' | 'slots'>): JudgedRun {
  const byAccuracy = useMemo(() => withJudging(experiment, { measure: 'accuracy' }), [experiment]);
  return useJudged({ experiment: byAccuracy, slots });
}
