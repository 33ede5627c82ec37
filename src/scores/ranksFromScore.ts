/**
 * @file Ranks of modules from their scores, at a budget of parameters: the next unit of rank goes to the module with the most
 * score per parameter that it would then have.
 */
import type { LayerWidths } from '../architecture/config';
import { moduleCount, moduleSet, type Component } from '../architecture/modules';
import { moduleWidths } from '../architecture/moduleWidths';
import { DEFAULT_RANK } from '../experiment/defaults';
import type { LoraScenario, Scenario } from '../experiment/experiment';
import {
  adapterParameters,
  headParameters,
  trainableParameters,
  type CountedShape,
} from '../experiment/parameters';
import { ranksByModule } from '../experiment/ranks';
import { adapterOf, type Adapter } from './judging/scenarios';
import type { ModuleScores, ScoreEnd } from './moduleScores';

/** The largest rank of a module: beyond it the others get more. */
export const MOST_RANK = 32;

export interface RankAllotment {
  /** Ranks in the order of the scores; 0 for a module without an adapter. */
  readonly ranks: readonly number[];
  /** Of all adapters; at most the budget. */
  readonly parameters: number;
}

/**
 * Allots ranks one unit at a time. A unit of rank of a module with c = inputs + outputs costs c parameters; with k units
 * already, the module bids weight / (c (k + 1)), and the highest bid whose unit still fits gets it: D'Hondt's method of highest
 * averages. So each module's parameters come out in proportion to its weight, as far as whole ranks up to {@link MOST_RANK} go.
 * Equal bids go to the module that comes first.
 * @param budget the most parameters of all adapters together
 * @param end the weight is the score, or, for `worst`, how far it is below the largest; nothing below 0 gets a rank
 */
export function allotRanks(
  widths: LayerWidths,
  scores: ModuleScores,
  { budget, end }: { readonly budget: number; readonly end: ScoreEnd },
): RankAllotment {
  const weights = weightsOf(scores, end);
  const costs = scores.map(({ component }) => unitCost(widths, component));
  const ranks = scores.map(() => 0);
  let left = budget;
  for (;;) {
    let [next, highest] = [-1, 0];
    for (const [i, weight] of weights.entries()) {
      const [rank = 0, cost = Infinity] = [ranks[i], costs[i]];
      if (rank >= MOST_RANK || cost > left) continue;
      const bid = weight / (cost * (rank + 1));
      if (bid > highest) [next, highest] = [i, bid];
    }
    if (next < 0) return { ranks, parameters: budget - left };
    ranks[next] = (ranks[next] ?? 0) + 1;
    left -= costs[next] ?? 0;
  }
}

function weightsOf(scores: ModuleScores, end: ScoreEnd): number[] {
  const values = scores.map(({ value }) => value);
  if (end === 'best') return values.map((value) => Math.max(0, value));
  const most = Math.max(...values);
  return values.map((value) => most - value);
}

/** Parameters of one unit of rank: a row of A and a column of B. */
function unitCost(widths: LayerWidths, component: Component): number {
  const { input, output } = moduleWidths(widths, component);
  return input + output;
}

/**
 * The allotment as an ordinary scenario, whose modules keep the scaling of `adapter`.
 * @param layers of the model
 * @returns null if no module has a rank
 */
export function scenarioOfRanks(
  scores: ModuleScores,
  { ranks }: RankAllotment,
  {
    adapter,
    layers,
    name,
    color,
  }: Pick<LoraScenario, 'name' | 'color'> & {
    readonly adapter: Adapter;
    readonly layers: number;
  },
): LoraScenario | null {
  const byModule = new Map(scores.map(({ layer, component }, i) => [`${layer} ${component}`, ranks[i] ?? 0]));
  const rankAt = (layer: number, component: Component): number => byModule.get(`${layer} ${component}`) ?? 0;
  const modules = moduleSet(layers, (layer, component) => rankAt(layer, component) > 0);
  if (moduleCount(modules) === 0) return null;
  const own = ranksByModule(layers, (layer, component) => {
    const rank = rankAt(layer + 1, component);
    return rank === 0 || rank === adapter.rank ? null : rank;
  });
  return { ...adapter, name, color, modules, ...(own.length > 0 && { ranks: own }) };
}

/** What ranks are asked for. */
export interface RanksWish {
  readonly scores: ModuleScores;
  readonly config: CountedShape;
  /** The scenario whose scaling the ranks keep. */
  readonly like: Scenario;
  /** The most trainable parameters, with those of the head; {@link usualBudget} if left out. */
  readonly budget?: number | null;
  /** Which scores get the large ranks. */
  readonly end: ScoreEnd;
  readonly name: string;
  readonly color: string;
}

export interface RankedChoice {
  /** Null if no module gets a rank within the budget. */
  readonly scenario: LoraScenario | null;
  /** Trainable parameters of the scenario, with those of the head; at most the budget. */
  readonly parameters: number;
  readonly budget: number;
}

/** As many trainable parameters as a scenario's adapters and head have, or rank 8 on all modules where it has no adapters. */
export function usualBudget(config: CountedShape, like: Scenario): number {
  const { method } = like;
  const isAdapted = method === 'lora' && moduleCount(like.modules) > 0;
  const modules = moduleSet(config.layers, () => true);
  return isAdapted
    ? trainableParameters(config, like)
    : headParameters(config) + adapterParameters(config, { modules, rank: DEFAULT_RANK });
}

/** The scenario that a score makes at a budget. */
export function rankedChoice(wish: RanksWish): RankedChoice {
  const { scores, config, like, end, name, color } = wish;
  const budget = wish.budget ?? usualBudget(config, like);
  const head = headParameters(config);
  const allotment = allotRanks(config, scores, { budget: budget - head, end });
  const adapter = adapterOf(like);
  const scenario = scenarioOfRanks(scores, allotment, { adapter, layers: config.layers, name, color });
  return { scenario, parameters: head + allotment.parameters, budget };
}
