/** @file Edits of an experiment's scenarios, as pure functions. */
import { nextColor } from '../../../src/experiment/colors';
import { DEFAULT_RANK, METHOD_LEARNING_RATES } from '../../../src/experiment/defaults';
import type { Experiment, LoraScenario, Method, Scenario } from '../../../src/experiment/experiment';
import type { RankedModules } from '../../../src/experiment/ranks';
import { sameScenario } from '../../../src/experiment/scenarioId';
import { moduleSet, type ModuleSet } from '../../../src/architecture/modules';

/** The adapter settings of a scenario, kept while another method is chosen. */
export type AdapterSettings = Pick<
  LoraScenario,
  'modules' | 'rank' | 'alpha' | 'rsLora' | 'bRate' | 'ranks' | 'pissa' | 'dora'
>;

export function adapterSettings(scenario: LoraScenario): AdapterSettings {
  const { modules, rank, alpha, rsLora, bRate, ranks, pissa, dora } = scenario;
  return {
    ...{ modules, rank, alpha, rsLora },
    ...(bRate !== undefined && { bRate }),
    ...(ranks && { ranks }),
    ...(pissa && { pissa }),
    ...(dora && { dora }),
  };
}

export function defaultAdapters(layers: number): AdapterSettings {
  return { modules: moduleSet(layers, () => true), rank: DEFAULT_RANK, alpha: DEFAULT_RANK, rsLora: false };
}

/** `name`, or `name 2`, `name 3`, ... if it is taken. */
export function uniqueName(name: string, scenarios: readonly Scenario[]): string {
  const taken = new Set(scenarios.map((scenario) => scenario.name));
  if (!taken.has(name)) return name;
  const stem = name.replace(/ \d+$/, '');
  for (let i = 2; ; i++) if (!taken.has(`${stem} ${i}`)) return `${stem} ${i}`;
}

/** The experiment with `edited` instead of `original`, as the same scenario. */
export function replaceScenario(experiment: Experiment, original: Scenario, edited: Scenario): Experiment {
  const scenarios = experiment.scenarios.map((scenario) =>
    scenario === original ? sameScenario(edited, original) : scenario,
  );
  return { ...experiment, scenarios };
}

/** LoRA on all modules, with a name and a colour that no other scenario has. */
export function newScenario({ scenarios, training }: Experiment, layers: number): Scenario {
  return {
    name: uniqueName('all', scenarios),
    color: nextColor(scenarios),
    method: 'lora',
    ...defaultAdapters(layers),
    ...learningRateFor('lora', training.learningRate),
  };
}

/** Puts a copy with a name and a colour of its own directly after its original. */
export function duplicateScenario(experiment: Experiment, original: Scenario): Experiment {
  const { scenarios } = experiment;
  const copy = { ...original, name: uniqueName(original.name, scenarios), color: nextColor(scenarios) };
  return {
    ...experiment,
    scenarios: scenarios.flatMap((scenario) => (scenario === original ? [original, copy] : scenario)),
  };
}

export function removeScenario(experiment: Experiment, removed: Scenario): Experiment {
  return { ...experiment, scenarios: experiment.scenarios.filter((scenario) => scenario !== removed) };
}

/** The same scenario with another method, with that method's usual learning rate. */
export function withMethod(
  scenario: Scenario,
  method: Method,
  adapters: AdapterSettings,
  learningRate: number,
): Scenario {
  const base = {
    name: scenario.name,
    color: scenario.color,
    ...learningRateFor(method, learningRate),
    ...(scenario.duration ? { duration: scenario.duration } : {}),
    // Full fine-tuning has no adapter whose values could be set.
    ...(scenario.init !== undefined && method !== 'full' ? { init: scenario.init } : {}),
    ...(scenario.checkpointing === undefined ? {} : { checkpointing: scenario.checkpointing }),
    ...(scenario.basePrecision ? { basePrecision: scenario.basePrecision } : {}),
  };
  return method === 'lora' ? { ...base, method, ...adapters } : { ...base, method };
}

/** The scenario on other modules. Those that are unticked keep their own ranks, which come back when they are ticked again. */
export function withModules(scenario: LoraScenario, modules: ModuleSet): LoraScenario {
  return { ...scenario, modules };
}

/** The scenario with these ranks by module instead of its present ones. */
export function withRanks(scenario: LoraScenario, ranks: readonly RankedModules[]): LoraScenario {
  const { ranks: _, ...rest } = scenario;
  return ranks.length === 0 ? rest : { ...rest, ranks };
}

/** The scenario with another rate of B, in multiples of A's; null trains both at one rate. */
export function withRateOfB(scenario: LoraScenario, bRate: number | null): LoraScenario {
  const { bRate: _, ...rest } = scenario;
  return bRate === null ? rest : { ...rest, bRate };
}

/**
 * Sets the method's own rate only if the experiment's would not suit it: otherwise there is one number fewer to read.
 */
function learningRateFor(method: Method, learningRate: number): { learningRate?: number } {
  const usual = METHOD_LEARNING_RATES[method];
  return method === 'full' && usual < learningRate ? { learningRate: usual } : {};
}
