/**
 * @file Equal memory: each scenario with adapters gets the rank whose planned peak comes nearest to the reference's; where
 * even rank 1 takes more, with gradient checkpointing.
 */
import type { LayerWidths } from '../architecture/config';
import { moduleCount } from '../architecture/modules';
import { trainingOf, type Hyperparameters, type LoraScenario, type Scenario } from '../experiment/experiment';
import { isEqualEnough, unchanged, type FootingPlan, type FootingRow } from './footing';
import { atRank, largestRank } from './rankLadder';
import { CHECKPOINTING_ON, leastMisses, mostMisses, rankChange, whyNoRank } from './words';

/** Tells the planned peaks of scenarios, in bytes and in their order; null where that is not known. */
export type PlanMemory = (scenarios: readonly Scenario[]) => Promise<readonly (number | null)[]>;

export interface MemoryRequest {
  readonly scenarios: readonly Scenario[];
  readonly training: Hyperparameters;
  /** The position of the scenario that the others are brought to. */
  readonly reference: number;
  readonly config: LayerWidths;
  readonly plan: PlanMemory;
}

const UNKNOWN = 'Its memory is not known: this backend allocates by itself, or could not be asked.';

export async function matchMemory(request: MemoryRequest): Promise<FootingPlan> {
  const { scenarios, reference, plan } = request;
  const costs = await plan(scenarios);
  const target = costs[reference] ?? null;
  const rows: FootingRow[] = [];
  for (const [i, scenario] of scenarios.entries()) {
    const cost = costs[i] ?? null;
    if (cost === null || target === null) rows.push(unchanged(scenario, cost, UNKNOWN));
    else if (i === reference || isEqualEnough(cost, target)) rows.push(unchanged(scenario, cost));
    else if (scenario.method !== 'lora' || moduleCount(scenario.modules) === 0)
      rows.push(unchanged(scenario, cost, whyNoRank(scenario)));
    else rows.push(await nearest(scenario, { ...request, cost, target }));
  }
  return { footing: 'memory', reference, target, rows };
}

interface Wanted extends MemoryRequest {
  /** What the scenario costs as it is. */
  readonly cost: number;
  readonly target: number;
}

/** A rank with the peak that it has. */
interface Point {
  readonly rank: number;
  readonly bytes: number;
}

async function nearest(scenario: LoraScenario, wanted: Wanted): Promise<FootingRow> {
  const { cost, target, training } = wanted;
  const most = largestRank(scenario, wanted.config);
  const ladder = await climb(scenario, most, wanted);
  if (ladder === null) return unchanged(scenario, cost, UNKNOWN);
  if ('point' in ladder) return changed(scenario, scenario, ladder.point, cost);
  if (ladder.end.rank !== 1) return unchanged(scenario, cost, missedBy(ladder.end, target, most));
  const isOn = trainingOf(training, scenario).checkpointing;
  if (isOn) return unchanged(scenario, cost, leastMisses(ladder.end.bytes / target - 1, 'memory', true));
  const saving: LoraScenario = { ...scenario, checkpointing: true };
  const saved = await climb(saving, most, wanted);
  if (saved === null) return unchanged(scenario, cost, UNKNOWN);
  if ('point' in saved) return changed(scenario, saving, saved.point, cost);
  if (saved.end.rank === 1)
    return unchanged(scenario, cost, leastMisses(saved.end.bytes / target - 1, 'memory', true));
  return unchanged(scenario, cost, missedBy(saved.end, target, most));
}

const missedBy = ({ bytes }: Point, target: number, most: number): string =>
  mostMisses(bytes / target - 1, 'memory', most);

function changed(scenario: LoraScenario, base: LoraScenario, point: Point, before: number): FootingRow {
  const equal = atRank(base, point.rank);
  const changes = [
    ...(point.rank === scenario.rank ? [] : [rankChange(scenario, equal)]),
    ...(base === scenario ? [] : [CHECKPOINTING_ON]),
  ];
  return { scenario, equal, changes, before, after: point.bytes, unmatched: null };
}

/**
 * The rank whose peak is nearest to the target, found between two ranks that enclose it; peaks grow with the rank.
 * @returns `end` if even the least or the largest rank is on the same side; null if a peak is not known
 */
async function climb(
  scenario: LoraScenario,
  most: number,
  { target, plan }: Wanted,
): Promise<{ readonly point: Point } | { readonly end: Point } | null> {
  const look = async (ranks: readonly number[]): Promise<Point[]> => {
    const bytes = await plan(ranks.map((rank) => atRank(scenario, rank)));
    return ranks.flatMap((rank, i) => {
      const peak = bytes[i] ?? null;
      return peak === null ? [] : [{ rank, bytes: peak }];
    });
  };
  const ends = await look(most > 1 ? [1, most] : [1]);
  let [low, high] = [ends[0], ends[ends.length - 1]];
  if (!low || !high) return null;
  for (const end of [low, high]) if (isEqualEnough(end.bytes, target)) return { point: end };
  if (low.bytes > target) return { end: low };
  if (high.bytes < target) return { end: high };
  while (high.rank - low.rank > 1) {
    const points: Point[] = await look(ranksBetween(low, high, target));
    if (points.length === 0) return null;
    for (const point of points) {
      if (point.bytes <= target && point.rank > low.rank) low = point;
      else if (point.bytes > target && point.rank < high.rank) high = point;
    }
  }
  return { point: high.bytes - target < target - low.bytes ? high : low };
}

/** Where the target lies if peaks grow evenly, with a rank to either side and one amid each rest; never the ends. */
function ranksBetween(low: Point, high: Point, target: number): number[] {
  const share = (target - low.bytes) / (high.bytes - low.bytes);
  const guess = Math.round(low.rank + share * (high.rank - low.rank));
  const middle = (a: number, b: number): number => Math.round((a + b) / 2);
  const ranks = [middle(low.rank, guess), guess - 1, guess, guess + 1, middle(guess, high.rank)];
  return [...new Set(ranks)].filter((rank) => rank > low.rank && rank < high.rank).sort((a, b) => a - b);
}
