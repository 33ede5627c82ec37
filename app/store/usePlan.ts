/** @file The plan of the experiment in the lab: whether it has been looked at, and what more or new seeds make of it. */
import { useMemo } from 'react';
import type { Experiment } from '../../src/experiment/experiment';
import { seedsCompared } from '../../src/stats/comparisons/looks';
import { useLab } from './lab';
import { isLooked, withMoreSeeds } from './results/growPlan';
import { groupTrials } from './results/scenarioGroups';
import { runView } from './runView';
import { unusedSeeds } from './unusedSeeds';

export interface Plan {
  /** Whether a verdict has been shown. */
  readonly looked: boolean;
  /** The experiment with more seeds, as many as a budget allows; null while those asked for have not all ended. */
  readonly more: Experiment | null;
  /** Makes the experiment with new seeds; null before the end of the plan. */
  readonly renew: (() => Promise<Experiment | null>) | null;
}

export function usePlan(): Plan {
  const { experiment, slots } = useLab(runView);
  const budget = useLab((lab) => lab.budgetLeft());
  return useMemo(() => {
    const ended = groupTrials(experiment, slots);
    const compared = seedsCompared(ended);
    const looked = isLooked(experiment, compared);
    const isComplete = slots.every(({ record }) => record !== null);
    const isOver = looked && compared >= (experiment.judging.upTo ?? experiment.trials);
    const { scenarios, trials } = experiment;
    const most = budget === null ? Infinity : trials + Math.floor(budget / Math.max(1, scenarios.length));
    return {
      looked,
      more: isComplete ? withMoreSeeds(experiment, looked, most) : null,
      renew: isOver && isComplete ? () => unusedSeeds(experiment) : null,
    };
  }, [experiment, slots, budget]);
}
