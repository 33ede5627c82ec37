/** @file Scenarios by accuracy and cost, and which of them are on the Pareto front: nothing else is both better and cheaper. */
import type { Scenario } from '../../experiment/experiment';
import type { CostKind, Costs } from '../../race/costs';
import { measuredCosts } from '../../race/measuredCosts';
import type { Summary } from '../../stats/summary';
import type { Estimated, ScenarioResults } from '../scenarioResults';

export interface FrontPoint {
  readonly scenario: Scenario;
  /** Of the values by the experiment's measure. */
  readonly summary: Summary;
  readonly costs: Costs;
}

/** A point's place: its cost in the cost's own unit, and its mean. */
export interface FrontPlace {
  readonly cost: number;
  readonly mean: number;
}

/** The scenarios in their order, with what their trials cost, or what is known beforehand. */
export function frontPoints(
  groups: readonly Pick<ScenarioResults, 'scenario' | 'summary' | 'done'>[],
  { config }: Pick<Estimated, 'config'>,
): FrontPoint[] {
  return groups.map(({ scenario, summary, done }) => ({
    ...{ scenario, summary },
    // What has a mean has been measured, so that no planned memory is needed.
    costs: measuredCosts(scenario, done, { config, memory: null }),
  }));
}

/** @returns null without a mean, or where the cost is not known */
export function placeOf({ summary: { mean }, costs }: FrontPoint, kind: CostKind): FrontPlace | null {
  const cost = costs[kind];
  return mean === null || cost === null || cost <= 0 ? null : { cost, mean };
}

/** Whether one has at least the other's mean for at most its cost, and is ahead in one of them. */
export const dominates = (one: FrontPlace, other: FrontPlace): boolean =>
  one.cost <= other.cost && one.mean >= other.mean && (one.cost < other.cost || one.mean > other.mean);

/**
 * The indices of those on the front, from the cheapest to the dearest: those that no other one dominates, by their means alone.
 * Several of the same cost and mean are all on it.
 */
export function paretoFront(places: readonly (FrontPlace | null)[]): number[] {
  const known = places.flatMap((place, index) => (place ? [{ place, index }] : []));
  return known
    .filter(({ place }) => !known.some((other) => dominates(other.place, place)))
    .sort((a, b) => a.place.cost - b.place.cost || a.index - b.index)
    .map(({ index }) => index);
}

/** The cheapest on the front that dominates a place. @returns null for those on the front */
export function dominatorOf(
  place: FrontPlace,
  places: readonly (FrontPlace | null)[],
  front: readonly number[],
): number | null {
  return (
    front.find((index) => {
      const other = places[index];
      return other ? dominates(other, place) : false;
    }) ?? null
  );
}
