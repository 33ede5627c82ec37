/** @file The figures that sum up an experiment: accuracy, parameters, memory and speed. */
import { accuracyFigure, type AccuracyFigure } from './accuracy/accuracyFigure';
import type { BarFigure } from './costs/barFigure';
import { memoryFigure } from './costs/memoryFigure';
import { parametersFigure } from './costs/parametersFigure';
import { speedFigure } from './costs/speedFigure';
import type { Estimated, ScenarioResults, Subject } from './scenarioResults';

export interface SummaryFigures {
  readonly accuracy: AccuracyFigure;
  readonly parameters: BarFigure;
  readonly memory: BarFigure;
  readonly speed: BarFigure;
}

/** Makes the figures of all scenarios, with accuracies on the range of the data. */
export function summaryFigures(
  groups: readonly ScenarioResults[],
  { rows, guessing }: Pick<Subject, 'rows' | 'guessing'>,
  { config, memory }: Estimated,
): SummaryFigures {
  return {
    accuracy: accuracyFigure(groups, { scale: 'zoomed', rows, guessing }),
    parameters: parametersFigure(groups, config),
    memory: memoryFigure(groups, memory),
    speed: speedFigure(groups),
  };
}
