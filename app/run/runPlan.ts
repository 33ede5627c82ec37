/** @file What the main button would run: all trials of the experiment, those that are missing, or more seeds. */
import { RULES } from '../../src/experiment/address/rules';
import type { Experiment } from '../../src/experiment/experiment';
import { isFixed } from '../lock/fixed';
import { isSettled, type TrialSlot } from '../store/results/trialKey';
import { useLab } from '../store/lab';
import { runView, type RunView } from '../store/runView';
import { usePlan } from '../store/usePlan';

export interface RunPlan {
  readonly view: RunView;
  readonly total: number;
  readonly missing: number;
  /** Trials that were interrupted and can be resumed. */
  readonly interrupted: readonly TrialSlot[];
  /** Whether there is something that could be started over. */
  readonly begun: boolean;
  /** Whether Continue is offered. */
  readonly partly: boolean;
  /** The experiment with more seeds, once all trials have ended; null where none can be added. */
  readonly more: Experiment | null;
  /** How many trials the main button would train. */
  readonly wanted: number;
}

export function useRunPlan(): RunPlan {
  const view = useLab(runView);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const checkpoints = useLab((lab) => lab.checkpoints);
  const total = view.slots.length;
  const missing = total - view.settled;
  const interrupted = view.slots.filter(({ key, record }) => !isSettled(record) && key in checkpoints);
  const begun = view.settled > 0 || interrupted.length > 0;
  const partly = !running && begun && missing > 0;
  const more = useMoreSeeds(missing === 0);
  const added = more === null ? 0 : (more.trials - view.experiment.trials) * view.experiment.scenarios.length;
  // Where a budget has no room for one more seed, the page says so.
  const wanted = partly ? missing : !more ? total : added > 0 ? added : view.experiment.scenarios.length;
  return { view, total, missing, interrupted, begun, partly, more, wanted };
}

/** The experiment with more seeds; null before all trials have ended, and where a workshop fixes their number. */
function useMoreSeeds(isComplete: boolean): Experiment | null {
  const { more } = usePlan();
  const isOpen = useLab((lab) => !isFixed(lab, 'training') && lab.shared === null);
  const mayGrow = useLab((lab) => lab.experiment.trials < RULES.trials.max);
  return isComplete && isOpen && mayGrow ? more : null;
}
