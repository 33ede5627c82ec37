/** @file Lists the settings that a scenario was trained with. Trials of equal lists are of one kind, whatever their names. */
import {
  type Experiment,
  rateOfB,
  type Scenario,
  trainingOf,
  withoutIdleChoice,
} from '../experiment/experiment';
import { FIELDS } from '../experiment/address/fields';
import { JUDGING_KEYS } from '../experiment/address/judgingFields';
import { describeModules, describeRanks } from '../experiment/formatModules';
import { tidyRanks } from '../experiment/ranks';

export interface Setting {
  readonly label: string;
  /** Equal if and only if the settings are. */
  readonly code: string;
  readonly words: string;
}

/** Keys of fields that no trial depends on but by its seed, which tells trials of one kind apart. */
const NO_SETTINGS: readonly string[] = ['trials', 'seed', ...JUDGING_KEYS];

/** Every setting that can change a trial's outcome or cost, of the experiment and of the scenario. */
export function settingsOf(experiment: Experiment, scenario: Scenario): Setting[] {
  return [...sharedSettings(experiment, scenario), ...ownSettings(scenario)];
}

/** Settings of model, data and training. The scenario's own settings count before the experiment's. */
export function sharedSettings(experiment: Experiment, scenario: Scenario): Setting[] {
  const effective = { ...experiment, training: withoutIdleChoice(trainingOf(experiment.training, scenario)) };
  const fields = FIELDS.filter(({ key }) => !NO_SETTINGS.includes(key)).flatMap((field) => {
    const text = field.write(effective);
    return text === null ? [] : [setting(field.label, text, text === '' ? 'automatic' : text)];
  });
  return [setting('Model', experiment.model), setting('Data set', experiment.dataset), ...fields];
}

/** Settings of the scenario: what trains besides the classifier. */
export function ownSettings(scenario: Scenario): Setting[] {
  const init = scenario.init === undefined ? [] : [setting('Begins with', scenario.init)];
  if (scenario.method !== 'lora')
    return [setting('Method', scenario.method, METHODS[scenario.method]), ...init];
  const { modules, rank, alpha, rsLora, pissa, dora } = scenario;
  const bRate = rateOfB(scenario);
  const { ranks } = tidyRanks(scenario);
  return [
    setting('Method', 'lora', METHODS.lora),
    setting('Modules', modules.map((layer) => layer.join('+')).join('/'), describeModules(modules)),
    setting('Rank', String(rank)),
    ...(ranks ? [setting('Ranks by module', JSON.stringify(ranks), describeRanks(ranks))] : []),
    setting('Alpha', String(alpha)),
    setting('rsLoRA', rsLora ? 'on' : 'off'),
    ...(pissa ? [setting('PiSSA', 'on')] : []),
    ...(dora ? [setting('DoRA', 'on')] : []),
    ...(bRate === 1 ? [] : [setting('Rate of B', String(bRate))]),
    ...init,
  ];
}

const METHODS: Readonly<Record<Scenario['method'], string>> = {
  lora: 'LoRA',
  classifier: 'classifier only',
  full: 'full fine-tuning',
};

/** One text for the whole list. */
export function codeOf(settings: readonly Setting[]): string {
  return JSON.stringify(settings.map(({ label, code }) => [label, code]));
}

/** The settings in which the lists differ, each with its text in every list, or null where a list has no such setting. */
export function differingSettings(
  lists: readonly (readonly Setting[])[],
): { label: string; words: (string | null)[] }[] {
  const labels = [...new Set(lists.flatMap((list) => list.map(({ label }) => label)))];
  return labels.flatMap((label) => {
    const own = lists.map((list) => list.find((other) => other.label === label));
    if (new Set(own.map((found) => found?.code)).size < 2) return [];
    return [{ label, words: own.map((found) => found?.words ?? null) }];
  });
}

function setting(label: string, code: string, words = code): Setting {
  return { label, code, words };
}
