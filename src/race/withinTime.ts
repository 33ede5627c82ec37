/** @file Which candidates a race compares when its time is up. */
import { ROUNDS } from '../stats/elimination/rounds';
import type { Entrant } from '../stats/elimination/race';

/**
 * All of them once the first round is complete, and before that those that have had its seeds, or failed, unless fewer than
 * two have. Which they are depends on their order and on the time alone, and on nothing that was seen of them.
 */
export function withinTime<One extends { readonly entrant: Pick<Entrant, 'values' | 'hasFailed'> }>(
  candidates: readonly One[],
): readonly One[] {
  const [first] = ROUNDS;
  const ended = candidates.filter(({ entrant }) => entrant.hasFailed || entrant.values.length >= first);
  return ended.filter(({ entrant }) => !entrant.hasFailed).length < 2 ? candidates : ended;
}
