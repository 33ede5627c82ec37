/** @file The columns of a table that say which scenario a row belongs to, and how it was trained. */
import {
  rateOfB,
  trainingOf,
  type Experiment,
  type LoraScenario,
  type Scenario,
} from '../../experiment/experiment';
import { encodeModules } from '../../experiment/address/moduleCode';
import { tidyRanks } from '../../experiment/ranks';
import type { Column, Field } from './table';

const ofLora = (scenario: Scenario, field: (scenario: LoraScenario) => Field): Field =>
  scenario.method === 'lora' ? field(scenario) : null;

/** The settings of the scenario's experiment; in an overlay of several, each scenario has its own. */
export type SettingsOf = (scenario: Scenario) => Pick<Experiment, 'model' | 'dataset' | 'training'>;

export function scenarioColumns(settingsOf: SettingsOf): readonly Column<Scenario>[] {
  const training = (scenario: Scenario) => trainingOf(settingsOf(scenario).training, scenario);
  return [
    ['scenario', ({ name }) => name],
    ['method', ({ method }) => method],
    ['modules', (scenario) => ofLora(scenario, ({ modules }) => encodeModules(modules))],
    ['r', (scenario) => ofLora(scenario, ({ rank }) => rank)],
    [
      'ranks',
      (scenario) =>
        ofLora(scenario, (lora) =>
          (tidyRanks(lora).ranks ?? [])
            .map(({ rank, modules }) => `${encodeModules(modules)}:${rank}`)
            .join(' '),
        ),
    ],
    ['alpha', (scenario) => ofLora(scenario, ({ alpha }) => alpha)],
    ['rsLora', (scenario) => ofLora(scenario, ({ rsLora }) => rsLora)],
    ['bRate', (scenario) => ofLora(scenario, rateOfB)],
    ['pissa', (scenario) => ofLora(scenario, ({ pissa }) => pissa ?? false)],
    ['dora', (scenario) => ofLora(scenario, ({ dora }) => dora ?? false)],
    ['init', ({ init }) => init ?? null],
    ['learningRate', (scenario) => training(scenario).learningRate],
    ['duration', (scenario) => training(scenario).duration.count],
    ['durationUnit', (scenario) => training(scenario).duration.unit],
    ['checkpointing', (scenario) => training(scenario).checkpointing],
    ['basePrecision', (scenario) => training(scenario).basePrecision],
    ['precision', (scenario) => training(scenario).precision],
    ['model', (scenario) => settingsOf(scenario).model],
    ['dataset', (scenario) => settingsOf(scenario).dataset],
  ];
}

/** The same columns, for rows that have a scenario. */
export function scenarioOf<T extends { readonly scenario: Scenario }>(
  settingsOf: SettingsOf,
): readonly Column<T>[] {
  return scenarioColumns(settingsOf).map(([name, field]): Column<T> => [name, (row) => field(row.scenario)]);
}
