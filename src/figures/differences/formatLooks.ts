/** @file The line about looks: which one verdicts are from, and what is left of the plan. */
import { FIRST_LOOK, lookAfter, nextLook, seedsCompared } from '../../stats/comparisons/looks';
import type { Judging } from './judging';

interface Progress extends Pick<Judging, 'plan'> {
  readonly all: readonly { readonly ended: number }[];
}

/** "Look 2 of 6, at 8 seeds, level 0.0142 each; the next at 11." */
export function formatLooks({ all, plan }: Progress): string {
  if (plan === null) return 'One look, at all seeds that there are.';
  const [first] = plan.looks;
  const have = seedsCompared(all);
  if (first === undefined) return `No verdicts: they take ${FIRST_LOOK} seeds, and fewer are planned.`;
  const look = lookAfter(plan, have);
  const total = plan.looks.length;
  const name = total === 1 ? 'The only look' : 'First look';
  if (!look) return `${name} at ${first} seeds; ${have} so far.`;
  const next = nextLook(plan, look.seeds);
  const level = total === 1 ? '' : `, level ${plan.level.toFixed(4)} each`;
  const which = total === 1 ? 'The only look' : `Look ${look.index} of ${total}`;
  if (next !== null) return `${which}, at ${look.seeds} seeds${level}; the next at ${next}.`;
  const later = have > look.seeds ? ' The seeds after it change no verdict.' : '';
  return `${which}, at ${look.seeds} seeds${level}${total === 1 ? '' : '; the last'}.${later}`;
}
