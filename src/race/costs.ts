/** @file What candidates cost, and whether that is within the person's limits. */

export const COST_KINDS = ['memory', 'parameters', 'time'] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** Costs of one candidate; null where not known. */
export interface Costs {
  /** Bytes at the peak of a trial that trains alone. */
  readonly memory: number | null;
  /** Trainable parameters. */
  readonly parameters: number | null;
  /** Seconds of one trial. */
  readonly time: number | null;
}

/** The most that a candidate may cost, in the units of {@link Costs}; null for no limit. */
export type Limits = Costs;
export const NO_LIMITS: Limits = { memory: null, parameters: null, time: null };

/** The first kind of cost that is over its limit; null if none is. What is not known is within it. */
export function overLimit(costs: Costs, limits: Limits): CostKind | null {
  return COST_KINDS.find((kind) => (costs[kind] ?? 0) > (limits[kind] ?? Infinity)) ?? null;
}
