/** @file A text on what the trainer is doing. */
import type { RunState } from '../store/run/runState';
import { count, withUnit } from '../../src/base/format';

const MEGABYTE = 1e6;

function bytesOf(done: number, total: number): string {
  if (total < MEGABYTE / 10) return '';
  return ` ${(done / MEGABYTE).toFixed(1)} of ${withUnit((total / MEGABYTE).toFixed(1), 'MB')}`;
}

function countOf(done: number, total: number): string {
  return total > 0 ? ` ${count(done)} of ${count(total)}` : '';
}

export function formatPhase(run: RunState): string {
  const { phase, done, total, trial, trials } = run;
  if (run.status === 'cancelling') return 'cancelling; the step under way is finished first';
  if (run.status === 'pausing' && (phase === null || phase === 'loading' || phase === 'tokenizing'))
    return 'pausing as soon as everything is loaded';
  if (run.status === 'paused') return `paused; ${formatPhase({ ...run, status: 'running' })}`;
  if (run.status === 'pausing') return 'pausing; the step under way is finished first';
  const spec = trial === null ? undefined : trials[trial];
  const which = spec
    ? `trial ${(trial ?? 0) + 1} of ${trials.length}: ${spec.scenario.name}, seed ${spec.seed}, `
    : '';
  switch (phase) {
    case null:
      return 'starting';
    case 'loading':
      return `loading weights${bytesOf(done, total)}`;
    case 'tokenizing':
      return `reading sentences${countOf(done, total)}`;
    case 'compiling':
      return `${which}compiling shaders${countOf(done, total)}`;
    case 'training':
      return `${which}step${countOf(done, total)}`;
    case 'evaluating':
      return `${which}checking on validation sentences${countOf(done, total)}`;
  }
}
