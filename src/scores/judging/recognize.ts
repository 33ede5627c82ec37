/**
 * @file Finds the choices by which a score is judged among an experiment's scenarios, by what they are and not by their
 * names: so the verdict is there again after a reload, and of scenarios that were made by hand.
 */
import type { LayerWidths } from '../../architecture/config';
import { moduleCount } from '../../architecture/modules';
import { groupBy } from '../../base/groupBy';
import type { LoraScenario, Scenario } from '../../experiment/experiment';
import { adapterParameters } from '../../experiment/parameters';
import { scenarioScaling } from '../../experiment/ranks';
import type { ModuleScores } from '../moduleScores';
import { areSameModules, judgingChoices, MOST_DRAWS, type ModuleChoice } from './choices';

/** Choices of the same number of modules at about the same number of parameters. */
export interface JudgedSet {
  readonly count: number;
  readonly best: LoraScenario | null;
  readonly worst: LoraScenario | null;
  /** In the order of their numbers. */
  readonly draws: readonly LoraScenario[];
}

interface Recognized {
  readonly scenario: LoraScenario;
  readonly choice: ModuleChoice;
  readonly parameters: number;
  /** Parameters by which one rank more would change them. */
  readonly step: number;
}

/** Every set of which at least two roles are there, fewest modules first. */
export function judgedSets(
  scores: ModuleScores,
  scenarios: readonly Scenario[],
  config: LayerWidths,
): JudgedSet[] {
  const known = new Map<number, readonly ModuleChoice[]>();
  const recognized = scenarios.flatMap((scenario): Recognized[] => {
    const count = scenario.method === 'lora' ? moduleCount(scenario.modules) : 0;
    if (scenario.method !== 'lora' || count === 0 || count >= scores.length) return [];
    const choices = known.get(count) ?? judgingChoices(scores, count, MOST_DRAWS);
    known.set(count, choices);
    const choice = choices.find(({ modules }) => areSameModules(modules, scenario.modules));
    if (!choice) return [];
    const parameters = adapterParameters(config, scenario);
    return [{ scenario, choice, parameters, step: parameters / scenario.rank }];
  });
  const groups = groupBy(recognized, ({ scenario }) => settingsOf(scenario));
  return [...groups.values()]
    .flatMap((group) => setOf(group) ?? [])
    .sort((one, other) => one.count - other.count);
}

/** All that a scenario trains with, but for its modules and their rank. Rounding leaves the scaling in its last digits. */
function settingsOf(scenario: LoraScenario): string {
  const { name: _name, color: _color, modules, rank: _rank, alpha: _alpha, ...rest } = scenario;
  const own = Object.entries(rest).filter(([, value]) => value !== undefined);
  const scaling = scenarioScaling(scenario).toPrecision(9);
  return JSON.stringify([moduleCount(modules), scaling, ...own.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/**
 * The set around that end of the score with the most partners as large as itself, and then those that come nearest; null
 * if it has none.
 */
function setOf(group: readonly Recognized[]): JudgedSet | null {
  const ofRole = (role: ModuleChoice['role']) => group.filter(({ choice }) => choice.role === role);
  const anchors = ofRole('best').length > 0 ? ofRole('best') : ofRole('worst');
  const partnersOf = (anchor: Recognized): Recognized[] => {
    const others = group.filter(
      (one) => one.choice.role !== anchor.choice.role && areEquallyLarge(one, anchor),
    );
    const byChoice = groupBy(others, ({ choice }) => choice);
    return [...byChoice.values()].map((same) =>
      same.reduce((near, one) => (distance(one, anchor) < distance(near, anchor) ? one : near)),
    );
  };
  const candidates = anchors.map((anchor) => {
    const partners = partnersOf(anchor);
    return { anchor, partners, off: Math.max(0, ...partners.map((one) => distance(one, anchor))) };
  });
  const [found] = candidates.sort((a, b) => b.partners.length - a.partners.length || a.off - b.off);
  if (!found || found.partners.length === 0) return null;
  const members = [found.anchor, ...found.partners];
  const member = (role: ModuleChoice['role']): LoraScenario | null =>
    members.find(({ choice }) => choice.role === role)?.scenario ?? null;
  return {
    count: moduleCount(found.anchor.scenario.modules),
    ...{ best: member('best'), worst: member('worst') },
    draws: found.partners
      .filter(({ choice }) => choice.role === 'random')
      .sort((a, b) => (a.choice.draw ?? 0) - (b.choice.draw ?? 0))
      .map(({ scenario }) => scenario),
  };
}

const distance = (one: Recognized, other: Recognized): number => Math.abs(one.parameters - other.parameters);

/** Whether whole ranks could bring the two no closer: each lies half a rank at most from a size between them. */
function areEquallyLarge(one: Recognized, other: Recognized): boolean {
  const larger = one.parameters > other.parameters ? one : other;
  return larger.scenario.rank === 1 || distance(one, other) <= (one.step + other.step) / 2;
}
