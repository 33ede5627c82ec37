/** @file Carries module choices over from one model to another with more or fewer layers. */
import type { Experiment, Scenario } from './experiment';
import { COMPONENTS, type ModuleSet } from '../architecture/modules';
import { MODULE_PRESETS } from './presets';
import { tidyRanks } from './ranks';

/** Patterns over layers; those over components alone are the same in every layer and need no rule of their own. */
const LAYER_PATTERNS = MODULE_PRESETS.filter(({ id }) => id === 'lower' || id === 'upper' || id === 'even');

/**
 * The same choice in an encoder of so many layers. A known pattern stays that pattern, for each component by itself;
 * otherwise each new layer takes the modules of the old layers at its relative height, so no choice becomes empty.
 */
export function fitModules(modules: ModuleSet, layers: number): ModuleSet {
  const old = modules.length;
  if (old === layers || old === 0) return modules;
  const fitted = COMPONENTS.map((component) => {
    const chosen = modules.map((layer) => layer.includes(component));
    return { component, chosen: fitLayers(chosen, layers) };
  });
  return Array.from({ length: layers }, (_, i) =>
    fitted.filter(({ chosen }) => chosen[i]).map(({ component }) => component),
  );
}

/** @param chosen whether the component is chosen, by layer, lowest first */
function fitLayers(chosen: readonly boolean[], layers: number): boolean[] {
  const old = chosen.length;
  const pattern = LAYER_PATTERNS.find((preset) =>
    preset.modules(old).every((components, i) => components.length > 0 === chosen[i]),
  );
  if (pattern) return pattern.modules(layers).map((components) => components.length > 0);
  return Array.from({ length: layers }, (_, i) => {
    const from = Math.floor((i * old) / layers);
    const to = Math.max(from + 1, Math.ceil(((i + 1) * old) / layers));
    return chosen.slice(from, to).includes(true);
  });
}

export function fitScenario(scenario: Scenario, layers: number): Scenario {
  if (scenario.method !== 'lora' || scenario.modules.length === layers) return scenario;
  const modules = fitModules(scenario.modules, layers);
  const { ranks, ...rest } = scenario;
  if (!ranks) return { ...rest, modules };
  const fitted = ranks.map((ranked) => ({ ...ranked, modules: fitModules(ranked.modules, layers) }));
  return { ...rest, modules, ...tidyRanks({ modules, rank: rest.rank, ranks: fitted }) };
}

/** Returns the experiment itself if all its scenarios already fit. */
export function fitExperiment(experiment: Experiment, layers: number): Experiment {
  const scenarios = experiment.scenarios.map((scenario) => fitScenario(scenario, layers));
  return scenarios.every((scenario, i) => scenario === experiment.scenarios[i])
    ? experiment
    : { ...experiment, scenarios };
}
