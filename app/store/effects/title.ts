/** @file The document's title: it shows a run's progress, so that it can be seen among other tabs. */
import { runFraction } from '../eta/secondsLeft';
import type { RunState } from '../run/runState';

const NAME = 'LoRA Lab';

export function titleOf(run: RunState): string {
  if (run.status === 'idle') {
    const end = run.outcome === 'finished' ? 'Done' : run.outcome === 'failed' ? 'Stopped' : null;
    return end === null ? NAME : `${end} – ${NAME}`;
  }
  // Only a run that is done is at 100 %.
  const done = `${Math.min(99, Math.floor(runFraction(run) * 100))} %`;
  return run.status === 'paused' ? `Paused, ${done} – ${NAME}` : `${done} – ${NAME}`;
}
