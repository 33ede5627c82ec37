/** @file The scenarios that race where nobody has named others: sensible choices of modules and ranks, and the person's own. */
import { COMPONENTS, moduleCount, moduleSet, type Component, type ModuleSet } from '../architecture/modules';
import { colorAt } from '../experiment/colors';
import { METHOD_LEARNING_RATES } from '../experiment/defaults';
import type { Experiment, LoraScenario, Scenario } from '../experiment/experiment';
import { COMPONENT_NAMES } from '../experiment/formatModules';
import { presetModules } from '../experiment/presets';

/** `own`: the experiment's scenarios alone; the others add them to a list of the lab's. */
export const CANDIDATE_SETS = ['short', 'long', 'own'] as const;
export type CandidateSet = (typeof CANDIDATE_SETS)[number];

/** The smallest rank of the lists, which is to show whether a larger one is worth its price. */
const SMALL_RANK = 2;

type Choice = readonly [name: string, modules: ModuleSet];

const components = (layers: number, ...kept: Component[]): ModuleSet =>
  moduleSet(layers, (_, component) => kept.includes(component));

const shortChoices = (layers: number): Choice[] => [
  ['all', presetModules('all', layers)],
  ['query + value', components(layers, 'query', 'value')],
  ['up', components(layers, 'up')],
  ['down', components(layers, 'down')],
  ['value + up', components(layers, 'value', 'up')],
  ['lower', presetModules('lower', layers)],
  ['upper', presetModules('upper', layers)],
];

const longChoices = (layers: number): Choice[] => [
  ...shortChoices(layers),
  ['attention', presetModules('attention', layers)],
  ['feed-forward', presetModules('feedForward', layers)],
  ['even', presetModules('even', layers)],
  ...COMPONENTS.filter((component) => component !== 'up' && component !== 'down').map((component): Choice => [
    COMPONENT_NAMES[component],
    components(layers, component),
  ]),
  ['query + up', components(layers, 'query', 'up')],
  ['attention output + up', components(layers, 'attentionOutput', 'up')],
];

/**
 * The candidates, with names and colours that differ. The lab's have the rank of the experiment's first adapters, alpha
 * equal to it, and the experiment's learning rate; some also have a smaller rank, "classifier only" has its own rate.
 * @param layers of the experiment's model
 */
export function raceCandidates(
  { scenarios }: Pick<Experiment, 'scenarios'>,
  layers: number,
  set: CandidateSet,
): Scenario[] {
  const offered = [...scenarios, ...(set === 'own' ? [] : labCandidates(scenarios, layers, set))];
  // Half of a single layer has no module.
  const all = offered.filter((one) => one.method !== 'lora' || moduleCount(one.modules) > 0);
  const contents = all.map(contentOf);
  const different = all.filter((_, i) => contents.indexOf(contents[i] ?? '') === i);
  const names = new Set<string>();
  return different.map((scenario, position) => ({
    ...scenario,
    name: freeName(scenario.name, names),
    color: colorAt(position),
  }));
}

function labCandidates(
  scenarios: readonly Scenario[],
  layers: number,
  set: Exclude<CandidateSet, 'own'>,
): Scenario[] {
  const rank = scenarios.find((one): one is LoraScenario => one.method === 'lora')?.rank ?? 8;
  const choices = set === 'short' ? shortChoices(layers) : longChoices(layers);
  const small = set === 'short' ? choices.slice(0, 1) : choices;
  const adapters = (some: readonly Choice[], r: number) =>
    some.map(([name, modules]): LoraScenario => {
      return { name: `${name} r=${r}`, color: '', method: 'lora', modules, rank: r, alpha: r, rsLora: false };
    });
  return [
    ...adapters(choices, rank),
    ...(rank === SMALL_RANK ? [] : adapters(small, SMALL_RANK)),
    {
      name: 'classifier only',
      ...{ color: '', method: 'classifier', learningRate: METHOD_LEARNING_RATES.classifier },
    },
  ];
}

/** What a scenario trains, whatever it is called. */
const contentOf = ({ name: _name, color: _color, ...content }: Scenario): string =>
  JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted} (${n})`;
  taken.add(name);
  return name;
}
