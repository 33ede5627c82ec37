/** @file How much of its cell an adapter fills: of a scenario's adapters, one of half the rank is half as wide. */
import { hasModule, type Component } from '../../architecture/modules';
import type { Scenario } from '../../experiment/experiment';
import { rankOf } from '../../experiment/ranks';

/** Keeps the smallest adapters visible. */
const LEAST = 0.1;

/** The share of the cell's width that is filled, 0.1 to 1, of a module with an adapter; `layer` is 1-based. */
export type AdapterShares = (layer: number, component: Component) => number;

/** @returns 1 everywhere unless the ranks of adapters differ */
export function adapterShares(scenario: Scenario): AdapterShares {
  if (scenario.method !== 'lora' || !scenario.ranks) return () => 1;
  const { modules } = scenario;
  const ranks = modules.flatMap((components, layer) =>
    components.map((component) => rankOf(scenario, layer, component)),
  );
  const most = Math.max(1, ...ranks);
  return (layer, component) =>
    hasModule(modules, layer, component) ? Math.max(LEAST, rankOf(scenario, layer - 1, component) / most) : 1;
}

/** Whether the scenario's adapters differ in rank. */
export function hasPartialCells(scenario: Scenario): boolean {
  if (scenario.method !== 'lora') return false;
  const shareOf = adapterShares(scenario);
  return scenario.modules.some((components, layer) =>
    components.some((component) => shareOf(layer + 1, component) < 1),
  );
}
