/** @file The columns of a table that tell which scenario a row is of, and how it was trained. */
import {
  trainingOf,
  type Hyperparameters,
  type LoraScenario,
  type Scenario,
} from '../../experiment/experiment';
import { encodeModules } from '../../experiment/scenarioCode';
import type { Column, Field } from './table';

const ofLora = (scenario: Scenario, field: (scenario: LoraScenario) => Field): Field =>
  scenario.method === 'lora' ? field(scenario) : null;

/** @param training what the experiment's scenarios share */
export function scenarioColumns(training: Hyperparameters): readonly Column<Scenario>[] {
  return [
    ['scenario', ({ name }) => name],
    ['method', ({ method }) => method],
    ['modules', (scenario) => ofLora(scenario, ({ modules }) => encodeModules(modules))],
    ['r', (scenario) => ofLora(scenario, ({ rank }) => rank)],
    ['alpha', (scenario) => ofLora(scenario, ({ alpha }) => alpha)],
    ['rsLora', (scenario) => ofLora(scenario, ({ rsLora }) => rsLora)],
    ['init', ({ init }) => init ?? null],
    ['learningRate', (scenario) => trainingOf(training, scenario).learningRate],
    ['duration', (scenario) => trainingOf(training, scenario).duration.count],
    ['durationUnit', (scenario) => trainingOf(training, scenario).duration.unit],
    ['checkpointing', (scenario) => trainingOf(training, scenario).checkpointing],
    ['basePrecision', (scenario) => trainingOf(training, scenario).basePrecision],
  ];
}

/** The same columns of rows that have a scenario. */
export function scenarioOf<T extends { readonly scenario: Scenario }>(
  training: Hyperparameters,
): readonly Column<T>[] {
  return scenarioColumns(training).map(([name, field]): Column<T> => [name, (row) => field(row.scenario)]);
}
