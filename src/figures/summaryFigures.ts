/** @file The figures that sum up an experiment: accuracy, parameters, memory and speed, in one row a scenario. */
import { accuracyFigure, type AccuracyFigure } from './accuracy/accuracyFigure';
import type { BarFigure } from './costs/barFigure';
import { memoryFigure } from './costs/memoryFigure';
import { parametersFigure } from './costs/parametersFigure';
import { publishedColumns, type Published } from './costs/publishedFigures';
import { speedFigure } from './costs/speedFigure';
import { measureOfGroups, type Estimated, type ScenarioResults, type Subject } from './scenarioResults';

export interface SummaryFigures {
  readonly title: string;
  readonly accuracy: AccuracyFigure;
  /** Costs, each with what was published of it beside it; published accuracies come first. */
  readonly columns: readonly BarFigure[];
}

/** Makes the figures of all scenarios, with accuracies on the range of the data. */
export function summaryFigures(
  groups: readonly ScenarioResults[],
  { rows, guessing }: Pick<Subject, 'rows' | 'guessing'>,
  { config, memory }: Estimated,
  published: Published | null = null,
): SummaryFigures {
  const scenarios = groups.map(({ scenario }) => scenario);
  const beside = publishedColumns(scenarios, published);
  const columns = [
    // What was published is accuracies.
    measureOfGroups(groups) === 'accuracy' ? beside.accuracy : null,
    ...[parametersFigure(groups, config), beside.parameters],
    ...[memoryFigure(groups, memory), beside.memory],
    ...[speedFigure(groups), beside.speed],
  ];
  return {
    title: 'Accuracy, parameters, memory and speed',
    accuracy: accuracyFigure(groups, { scale: 'zoomed', rows, guessing }),
    columns: columns.filter((column) => column !== null),
  };
}
