/**
 * @file The rank of each module. A module with a rank of its own keeps the scenario's scaling: its alpha follows from that,
 * so that another rank changes what an adapter can learn and not how far it moves.
 */
import { COMPONENTS, hasModule, moduleSet, type Component, type ModuleSet } from '../architecture/modules';

/** Modules with a rank of their own. */
export interface RankedModules {
  /** r, an integer of 1 or more. */
  readonly rank: number;
  /** Of as many layers as the scenario's modules. */
  readonly modules: ModuleSet;
}

/** The part of a scenario that ranks depend on. */
export interface Ranks {
  readonly rank: number;
  readonly ranks?: readonly RankedModules[];
}

/** The part of a scenario that the scaling depends on. */
interface Scaled {
  readonly rank: number;
  readonly alpha: number;
  readonly rsLora: boolean;
}

/** Ranks with the modules that they are for. */
export interface RankedAdapters extends Ranks {
  readonly modules: ModuleSet;
}

/** The rank of the adapter on a module; `layer` is 0-based. */
export function rankOf({ rank, ranks }: Ranks, layer: number, component: Component): number {
  return ranks?.find(({ modules }) => hasModule(modules, layer + 1, component))?.rank ?? rank;
}

/** The factor of every adapter's output. */
export function scenarioScaling({ alpha, rank, rsLora }: Scaled): number {
  // Rank-stabilised LoRA (Kalajdzievski 2023) divides alpha by the root of the rank.
  return alpha / (rsLora ? Math.sqrt(rank) : rank);
}

/** The alpha that gives an adapter of this rank the scenario's scaling. */
export function alphaAt(scenario: Scaled, rank: number): number {
  if (rank === scenario.rank) return scenario.alpha;
  return scenario.rsLora
    ? scenario.alpha * Math.sqrt(rank / scenario.rank)
    : (scenario.alpha * rank) / scenario.rank;
}

/** Whether a module has a rank of its own, which may equal the scenario's; `layer` is 0-based. */
export function hasOwnRank({ ranks }: Ranks, layer: number, component: Component): boolean {
  return ranks?.some(({ modules }) => hasModule(modules, layer + 1, component)) ?? false;
}

/**
 * The scenario with another rank of one module: its own where it has one, otherwise the rank that it shares with the others.
 * @param layer 0-based
 */
export function withRankOf<Scenario extends RankedAdapters>(
  scenario: Scenario,
  layer: number,
  component: Component,
  rank: number,
): Scenario {
  if (!hasOwnRank(scenario, layer, component)) return { ...scenario, rank };
  const ranks = ranksByModule(scenario.modules.length, (at, each) => {
    if (at === layer && each === component) return rank;
    return hasOwnRank(scenario, at, each) ? rankOf(scenario, at, each) : null;
  });
  return { ...scenario, ranks };
}

/** The scenario's own ranks, if any, in the one form that they are written in: by rank, of ticked modules alone. */
export function tidyRanks({ modules, ...scenario }: RankedAdapters): {
  readonly ranks?: readonly RankedModules[];
} {
  if (!scenario.ranks) return {};
  const ranks = ranksByModule(modules.length, (layer, component) => {
    const rank = hasModule(modules, layer + 1, component) ? rankOf(scenario, layer, component) : null;
    return rank === scenario.rank ? null : rank;
  });
  return ranks.length === 0 ? {} : { ranks };
}

/** The modules that have a rank of their own and no adapter: if they get one, it has that rank. */
export function idleModules({ modules, ranks }: RankedAdapters): ModuleSet {
  const at = { rank: 0, ...(ranks && { ranks }) };
  return moduleSet(
    modules.length,
    (layer, component) => !hasModule(modules, layer, component) && hasOwnRank(at, layer - 1, component),
  );
}

/** Modules by their rank, the smallest first. @param rankAt null for a module that is left out; layers are 0-based */
export function ranksByModule(
  layers: number,
  rankAt: (layer: number, component: Component) => number | null,
): RankedModules[] {
  const found = Array.from({ length: layers }, (_, layer) =>
    COMPONENTS.map((component) => rankAt(layer, component)),
  ).flat();
  return [...new Set(found.filter((rank) => rank !== null))]
    .sort((a, b) => a - b)
    .map((rank) => ({
      rank,
      modules: moduleSet(layers, (layer, component) => rankAt(layer - 1, component) === rank),
    }));
}

/** "8", or "2 to 8" where modules differ. */
export function rankText(scenario: RankedAdapters): string {
  const all = scenario.modules.flatMap((components, layer) =>
    components.map((component) => rankOf(scenario, layer, component)),
  );
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return all.length === 0 || least === most ? String(all[0] ?? scenario.rank) : `${least} to ${most}`;
}
