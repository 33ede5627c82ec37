/**
 * @file Identifies a scenario, whatever is edited in it.
 *
 * A scenario is an immutable object; an edit makes another one. {@link sameScenario} gives both the same
 * {@link ScenarioId}; a plain copy is another scenario, and no two scenarios of an experiment share an id. Ids live in
 * memory alone. Files, links, lessons and messages of the worker name a scenario by its name, which is unique in every
 * experiment that can run, and a stored trial is found by what it computes (`trialKey`). An index into an experiment's
 * scenarios is a scenario's position in the list, and nothing else.
 */
import type { Scenario } from './experiment';

declare const brand: unique symbol;
export type ScenarioId = string & { readonly [brand]: 'ScenarioId' };

const ids = new WeakMap<Scenario, ScenarioId>();
let given = 0;

/** The scenario's id; a scenario that has none yet gets a new one. */
export function scenarioId(scenario: Scenario): ScenarioId {
  const known = ids.get(scenario);
  if (known !== undefined) return known;
  const id = `s${++given}` as ScenarioId;
  ids.set(scenario, id);
  return id;
}

/** The ids of a list of scenarios, in its order. */
export function scenarioIds(scenarios: readonly Scenario[]): readonly ScenarioId[] {
  return scenarios.map(scenarioId);
}

/** The scenario with this id; undefined if the list has none. */
export function findScenario(scenarios: readonly Scenario[], id: ScenarioId): Scenario | undefined {
  return scenarios.find((scenario) => scenarioId(scenario) === id);
}

/** Copies with ids of their own, because an experiment that is opened again has new scenarios. */
export function newScenarios(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.map((scenario) => ({ ...scenario }));
}

/** Gives `edited` the id of `original`: from now on it is the same scenario. */
export function sameScenario<Edited extends Scenario>(edited: Edited, original: Scenario): Edited {
  ids.set(edited, scenarioId(original));
  return edited;
}

/** Gives the scenarios of an edited list the ids of those they replace, position by position. */
export function sameScenarios(edited: readonly Scenario[], originals: readonly Scenario[]): void {
  const kept = new Set(originals);
  for (const [position, original] of originals.entries()) {
    const scenario = edited[position];
    if (scenario && !kept.has(scenario)) sameScenario(scenario, original);
  }
}
