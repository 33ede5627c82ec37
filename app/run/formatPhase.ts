/** @file A text on what the trainer is doing. */
import type { RunState } from '../store/run/runState';
import { count, withUnit } from '../../src/base/format';
import { formatSeeds } from '../store/run/formatTrials';

const MEGABYTE = 1e6;

function bytesOf(done: number, total: number): string {
  if (total < MEGABYTE / 10) return '';
  return ` ${(done / MEGABYTE).toFixed(1)} of ${withUnit((total / MEGABYTE).toFixed(1), 'MB')}`;
}

function countOf(done: number, total: number): string {
  return total > 0 ? ` ${count(done)} of ${count(total)}` : '';
}

export function formatPhase(run: RunState): string {
  const { phase, done, total, trial } = run;
  if (run.status === 'cancelling') return 'cancelling; the step under way is finished first';
  if (run.status === 'pausing' && (phase === null || phase === 'loading' || phase === 'tokenizing'))
    return 'pausing as soon as everything is loaded';
  if (run.status === 'paused') return `paused; ${formatPhase({ ...run, status: 'running' })}`;
  if (run.status === 'pausing') return 'pausing; the step under way is finished first';
  const which = trial === null ? '' : whichOf(run, trial);
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

/** The trial under way, or those that train together. */
function whichOf({ trials, timing }: RunState, trial: number): string {
  const company = timing?.trials.includes(trial) ? timing.trials : [trial];
  const specs = company.flatMap((index) => trials[index] ?? []);
  const [first] = specs;
  if (!first) return '';
  const which =
    specs.length > 1
      ? `${specs.length} of ${trials.length} trials together`
      : `trial ${trial + 1} of ${trials.length}`;
  return `${which}: ${first.scenario.name}, ${formatSeeds(specs.map(({ seed }) => seed))}, `;
}
