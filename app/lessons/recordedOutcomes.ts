/** @file The outcomes of a lesson's recorded run, judged apart from the person's own trials. */
import { useMemo } from 'react';
import { listTrials, withJudging } from '../../src/experiment/experiment';
import type { Outcomes } from '../../src/lessons/outcomes';
import type { ResultsFile } from '../../src/results/results';
import { useLab } from '../store/lab';
import { judgedRun } from '../store/results/judgedRun';
import { recordedView } from '../store/results/recordedView';
import { useInTurn } from '../ui/InTurn';
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

/**
 * The verdicts on a long recorded run take a while, so they have a turn of their own after the reveal is drawn.
 * @returns null if no recorded run belongs to the experiment, or if it is not loaded; "soon" until the verdicts are there
 */
export function useRecordedOutcomes(): Outcomes | 'soon' | null {
  const file = useLab(recordedView)?.file ?? null;
  const delta = useLab((lab) => lab.experiment.judging.delta);
  const judged = useInTurn(file, null);
  const outcomes = useMemo(() => judged && recordedOutcomes(judged, delta), [judged, delta]);
  return file === null ? null : file === judged ? outcomes : 'soon';
}
