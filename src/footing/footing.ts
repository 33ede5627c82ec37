/**
 * @file Equal footing: scenarios that cost as much as one of them. What a plan changes are settings that anybody could have
 * chosen, so that nothing beyond this folder knows of it.
 */
import { nameOf } from '../experiment/sweep/sweep';
import { AXES } from '../experiment/sweep/sweepAxes';
import { freeName } from '../experiment/address/url';
import type { Scenario } from '../experiment/experiment';

/** What can be made equal: trainable parameters, the planned peak of memory, or the time of training. */
export const FOOTINGS = ['parameters', 'memory', 'time'] as const;
export type Footing = (typeof FOOTINGS)[number];

/** One setting that a plan changes. */
export interface Change {
  readonly setting: 'rank' | 'checkpointing' | 'steps';
  readonly from: string;
  readonly to: string;
}

export interface FootingRow {
  readonly scenario: Scenario;
  /** The scenario as it would be; the same object where nothing changes. */
  readonly equal: Scenario;
  readonly changes: readonly Change[];
  /** The cost as it is: parameters, bytes or seconds; null where not known. */
  readonly before: number | null;
  /** The cost as it would be. */
  readonly after: number | null;
  /** Why it cannot cost as much as the reference, as a sentence; null if it does, or is the reference. */
  readonly unmatched: string | null;
}

export interface FootingPlan {
  readonly footing: Footing;
  /** The position of the scenario that the others are brought to. */
  readonly reference: number;
  /** What the reference costs; null where not known. */
  readonly target: number | null;
  /** One for each scenario, in their order. */
  readonly rows: readonly FootingRow[];
}

/** Costs that differ by no more than this share count as equal: a plan leaves such a scenario as it is. */
export const EQUAL_ENOUGH = 0.005;

/** By how much a scenario would cost more than the reference: 0.02 for two percent; null where not known. */
export function deviationOf({ after }: Pick<FootingRow, 'after'>, target: number | null): number | null {
  return after === null || target === null || target === 0 ? null : after / target - 1;
}

export const isEqualEnough = (cost: number, target: number): boolean =>
  Math.abs(cost - target) <= EQUAL_ENOUGH * target;

/** A row that stays as it is. */
export function unchanged(
  scenario: Scenario,
  cost: number | null,
  unmatched: string | null = null,
): FootingRow {
  return { scenario, equal: scenario, changes: [], before: cost, after: cost, unmatched };
}

/** How many scenarios a plan changes. */
export const changedRows = ({ rows }: FootingPlan): number =>
  rows.filter(({ changes }) => changes.length > 0).length;

const AXIS_OF = { rank: 'rank', checkpointing: 'checkpointing', steps: 'duration' } as const;

/** The scenarios of a plan, whose names say what was changed, in place of what they said of it before. */
export function equalScenarios({ rows }: FootingPlan): Scenario[] {
  const taken = new Set(
    rows.flatMap(({ scenario, changes }) => (changes.length === 0 ? [scenario.name] : [])),
  );
  return rows.map(({ scenario, equal, changes }) => {
    if (changes.length === 0) return scenario;
    const stem = changes.reduce(
      (name, { setting }) => name.replace(AXES[AXIS_OF[setting]].inNames, ''),
      scenario.name,
    );
    const name = freeName(nameOf(stem, scenario.name, changes.map(wordOf)), taken);
    taken.add(name);
    return { ...equal, name };
  });
}

/** What a name says of a change: "r=24", "475 steps". */
function wordOf({ setting, to }: Change): string {
  if (setting === 'rank') return `r=${to}`;
  return setting === 'steps' ? `${to} steps` : 'checkpointing';
}
