/**
 * @file The ranks that a scenario can have in place of its own. Its scaling stays, so that another rank changes what its
 * adapters can learn and not how far a step moves them.
 */
import { COMPONENTS, hasModule } from '../architecture/modules';
import type { LayerWidths } from '../architecture/config';
import { moduleWidths } from '../architecture/moduleWidths';
import { fits, RULES } from '../experiment/address/rules';
import { withoutIdleRanks, type LoraScenario } from '../experiment/experiment';
import { alphaAt } from '../experiment/ranks';

/** The scenario with another rank; ranks of single modules follow in proportion, 1 at least. */
export function atRank(scenario: LoraScenario, rank: number): LoraScenario {
  if (rank === scenario.rank) return scenario;
  const ranks = scenario.ranks?.map((own) => ({
    ...own,
    rank: Math.max(RULES.rank.min, Math.round((own.rank * rank) / scenario.rank)),
  }));
  const changed = { ...scenario, rank, alpha: alphaAt(scenario, rank) };
  return withoutIdleRanks(ranks ? { ...changed, ranks } : changed);
}

/**
 * The largest rank that the scenario may get: the smaller side of its narrowest module, above which an adapter has more
 * parameters and can learn nothing more; its own where that is above already; and what an address can have.
 */
export function largestRank(scenario: LoraScenario, config: LayerWidths): number {
  const width = narrowestWidth(scenario, config);
  for (let rank = Math.min(RULES.rank.max, Math.max(width, scenario.rank)); rank > scenario.rank; rank--)
    if (isAllowed(atRank(scenario, rank), Math.max(width, tallest(scenario)))) return rank;
  return scenario.rank;
}

const tallest = ({ rank, ranks = [] }: LoraScenario): number =>
  Math.max(rank, ...ranks.map((own) => own.rank));

function isAllowed(scenario: LoraScenario, most: number): boolean {
  // PiSSA ends as LoRA of twice the rank.
  const bound = scenario.pissa ? Math.min(most, RULES.rank.max / 2) : most;
  return fits(RULES.alpha, scenario.alpha) && tallest(scenario) <= bound;
}

function narrowestWidth({ modules }: LoraScenario, config: LayerWidths): number {
  const used = COMPONENTS.filter((component) =>
    modules.some((_, layer) => hasModule(modules, layer + 1, component)),
  );
  const widths = used.map((component) => {
    const { input, output } = moduleWidths(config, component);
    return Math.min(input, output);
  });
  return Math.min(...widths, RULES.rank.max);
}
