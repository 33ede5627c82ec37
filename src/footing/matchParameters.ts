/** @file Equal trainable parameters: each scenario with adapters gets the rank that comes nearest to the reference's. */
import type { CountedShape } from '../experiment/parameters';
import { trainableParameters } from '../experiment/parameters';
import type { LoraScenario, Scenario } from '../experiment/experiment';
import { moduleCount } from '../architecture/modules';
import { isEqualEnough, unchanged, type FootingPlan, type FootingRow } from './footing';
import { atRank, largestRank } from './rankLadder';
import { leastMisses, mostMisses, rankChange, whyNoRank } from './words';

/**
 * The head trains in all of them, so that equal trainable parameters are equal adapters. Of two ranks that are as near the
 * lower one is taken.
 * @param reference the position of the scenario that the others are brought to
 */
export function matchParameters(
  scenarios: readonly Scenario[],
  reference: number,
  config: CountedShape,
): FootingPlan {
  const costs = scenarios.map((scenario) => trainableParameters(config, scenario));
  const target = costs[reference] ?? 0;
  const rows = scenarios.map((scenario, i): FootingRow => {
    const cost = costs[i] ?? 0;
    if (i === reference || isEqualEnough(cost, target)) return unchanged(scenario, cost);
    if (scenario.method !== 'lora' || moduleCount(scenario.modules) === 0)
      return unchanged(scenario, cost, whyNoRank(scenario));
    return nearest(scenario, { cost, target, config });
  });
  return { footing: 'parameters', reference, target, rows };
}

function nearest(
  scenario: LoraScenario,
  { cost, target, config }: { readonly cost: number; readonly target: number; readonly config: CountedShape },
): FootingRow {
  const costAt = (rank: number): number => trainableParameters(config, atRank(scenario, rank));
  const most = largestRank(scenario, config);
  if (costAt(1) > target) return nearestEnd(scenario, { cost, target, rank: 1, after: costAt(1), most });
  let rank = 1;
  while (rank < most && costAt(rank + 1) <= target) rank++;
  const after = costAt(rank);
  if (rank === most) return nearestEnd(scenario, { cost, target, rank, after, most });
  const above = costAt(rank + 1);
  const chosen = above - target < target - after ? rank + 1 : rank;
  return changedTo(scenario, chosen, cost, costAt(chosen));
}

interface End {
  readonly cost: number;
  readonly target: number;
  readonly rank: number;
  readonly after: number;
  readonly most: number;
}

/** The least or the largest rank, where that is equal enough; otherwise the scenario stays as it is. */
function nearestEnd(scenario: LoraScenario, { cost, target, rank, after, most }: End): FootingRow {
  if (isEqualEnough(after, target)) return changedTo(scenario, rank, cost, after);
  const share = after / target - 1;
  return unchanged(
    scenario,
    cost,
    after > target ? leastMisses(share, 'parameters', false) : mostMisses(share, 'parameters', most),
  );
}

function changedTo(scenario: LoraScenario, rank: number, before: number, after: number): FootingRow {
  if (rank === scenario.rank) return unchanged(scenario, before);
  const equal = atRank(scenario, rank);
  return { scenario, equal, changes: [rankChange(scenario, equal)], before, after, unmatched: null };
}
