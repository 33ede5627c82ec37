/** @file The document's title: how far a run is, so that its tab tells among others. */
import { runFraction } from '../eta/secondsLeft';
import type { RunState } from '../run/runState';

const NAME = 'LoRA Lab';

export function titleOf(run: RunState): string {
  if (run.status === 'idle') {
    const end = run.outcome === 'finished' ? 'Done' : run.outcome === 'failed' ? 'Stopped' : null;
    return end === null ? NAME : `${end} – ${NAME}`;
  }
  // 100 % is said only of what is done.
  const done = `${Math.min(99, Math.floor(runFraction(run) * 100))} %`;
  return run.status === 'paused' ? `Paused, ${done} – ${NAME}` : `${done} – ${NAME}`;
}
