/** @file Edits of an experiment's scenarios, as pure functions. */
import { nextColor } from '../../../src/experiment/colors';
import { DEFAULT_RANK, METHOD_LEARNING_RATES } from '../../../src/experiment/defaults';
import type { Experiment, LoraScenario, Method, Scenario } from '../../../src/experiment/experiment';
import { moduleSet, type ModuleSet } from '../../../src/architecture/modules';

/** The adapter settings of a scenario, kept while another method is chosen. */
export type AdapterSettings = Pick<LoraScenario, 'modules' | 'rank' | 'alpha' | 'rsLora'>;

export function adapterSettings(scenario: LoraScenario): AdapterSettings {
  const { modules, rank, alpha, rsLora } = scenario;
  return { modules, rank, alpha, rsLora };
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

export function replaceScenario(experiment: Experiment, index: number, scenario: Scenario): Experiment {
  return { ...experiment, scenarios: experiment.scenarios.with(index, scenario) };
}

export function addScenario(experiment: Experiment, layers: number): Experiment {
  const { scenarios, training } = experiment;
  const fresh: LoraScenario = {
    name: uniqueName('all', scenarios),
    color: nextColor(scenarios),
    method: 'lora',
    ...defaultAdapters(layers),
  };
  return {
    ...experiment,
    scenarios: [...scenarios, { ...fresh, ...learningRateFor('lora', training.learningRate) }],
  };
}

/** Puts the copy directly after its original. */
export function duplicateScenario(experiment: Experiment, index: number): Experiment {
  const { scenarios } = experiment;
  const original = scenarios[index];
  if (!original) return experiment;
  const copy = { ...original, name: uniqueName(original.name, scenarios), color: nextColor(scenarios) };
  return { ...experiment, scenarios: scenarios.toSpliced(index + 1, 0, copy) };
}

export function removeScenario(experiment: Experiment, index: number): Experiment {
  return { ...experiment, scenarios: experiment.scenarios.toSpliced(index, 1) };
}

/** The same scenario by another method, with that method's usual learning rate. */
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
    // Full fine-tuning has no place for an adapter's values.
    ...(scenario.init !== undefined && method !== 'full' ? { init: scenario.init } : {}),
    ...(scenario.checkpointing === undefined ? {} : { checkpointing: scenario.checkpointing }),
    ...(scenario.basePrecision ? { basePrecision: scenario.basePrecision } : {}),
  };
  return method === 'lora' ? { ...base, method, ...adapters } : { ...base, method };
}

export function withModules(scenario: LoraScenario, modules: ModuleSet): LoraScenario {
  return { ...scenario, modules };
}

/** An override only where the experiment's rate would not suit: one number fewer to read. */
function learningRateFor(method: Method, learningRate: number): { learningRate?: number } {
  const usual = METHOD_LEARNING_RATES[method];
  return method === 'full' && usual < learningRate ? { learningRate: usual } : {};
}
