/** @file The outcomes of a lesson's recorded run, judged apart from the person's own trials. */
import { useMemo } from 'react';
import { listTrials, withJudging } from '../../src/experiment/experiment';
import type { Outcomes } from '../../src/lessons/outcomes';
import type { ResultsFile } from '../../src/results/results';
import { useLab } from '../store/lab';
import { judgedRun } from '../store/results/judgedRun';
import { recordedView } from '../store/results/recordedView';
import { outcomesOf } from './outcomes';

/** @param delta the smallest difference that matters, in percentage points */
export function recordedOutcomes({ experiment, trials }: ResultsFile, delta: number): Outcomes {
  const judged = withJudging(experiment, { delta, measure: 'accuracy' });
  const slots = listTrials(judged).map((spec) => {
    const record = trials.find(
      ({ scenario, seed }) => scenario.name === spec.scenario.name && seed === spec.seed,
    );
    return { spec, key: '', record: record ?? null };
  });
  const { all, judging } = judgedRun({ experiment: judged, slots }, null);
  return outcomesOf(all, judging);
}

/** Null while the recorded run is not loaded, and if none belongs to the experiment. */
export function useRecordedOutcomes(): Outcomes | null {
  const file = useLab(recordedView)?.file ?? null;
  const delta = useLab((lab) => lab.experiment.judging.delta);
  return useMemo(() => file && recordedOutcomes(file, delta), [file, delta]);
}
