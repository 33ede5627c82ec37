/** @file What the Run button would run: all trials of the experiment, or those that are missing. */
import { isSettled, type TrialSlot } from '../store/results/trialKey';
import { useLab } from '../store/lab';
import { runView, type RunView } from '../store/runView';

export interface RunPlan {
  readonly view: RunView;
  readonly total: number;
  readonly missing: number;
  /** Trials that were interrupted and can be resumed. */
  readonly interrupted: readonly TrialSlot[];
  /** Whether running all trials again would discard anything. */
  readonly begun: boolean;
  /** Whether Continue is offered beside Run. */
  readonly partly: boolean;
}

export function useRunPlan(): RunPlan {
  const view = useLab(runView);
  const running = useLab((lab) => lab.run.status !== 'idle');
  const checkpoints = useLab((lab) => lab.checkpoints);
  const total = view.slots.length;
  const missing = total - view.settled;
  const interrupted = view.slots.filter(({ key, record }) => !isSettled(record) && key in checkpoints);
  const begun = view.settled > 0 || interrupted.length > 0;
  return { view, total, missing, interrupted, begun, partly: !running && begun && missing > 0 };
}
