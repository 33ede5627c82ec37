/** @file The results that the page shows now, in the form that pictures, tables and the report need. */
import { createContext } from 'react';
import type { Estimated, ScenarioResults, Subject } from '../../../src/figures/scenarioResults';
import type { SettingsOf } from '../../../src/report/tables/scenarioColumns';
import type { Selections } from '../../../src/report/tables/summaryTable';
import { selectionsOf } from '../../../src/figures/sweep/sweepFigure';
import type { Judging } from '../../../src/figures/differences/judging';
import { useLab } from '../../store/lab';
import { runView } from '../../store/runView';
import { estimatedMemory, withholdsMemory } from '../../store/selectors';
import type { TrialSlot } from '../../store/results/trialKey';
import { judgedRun } from '../../store/results/judgedRun';

export interface Shown {
  readonly groups: readonly ScenarioResults[];
  readonly slots: readonly TrialSlot[];
  readonly subject: Subject;
  readonly judging: Judging;
  readonly settingsOf: SettingsOf;
  readonly selections: Selections;
  readonly estimated: Estimated;
  /** The part of file names that says what the results are. */
  readonly of: string;
}

/** The results of the experiment in the lab. */
export function shownExperimentResults(): Shown {
  const lab = useLab.getState();
  const { experiment, slots } = runView(lab);
  const { all: groups, validation, judging } = judgedRun({ experiment, slots }, lab.inspection);
  return {
    ...{ slots, groups, judging },
    selections: selectionsOf(groups, { judging, training: experiment.training }),
    subject: {
      labVersion: __LAB_VERSION__,
      model: experiment.model,
      dataset: experiment.dataset,
      ...validation,
    },
    settingsOf: () => experiment,
    estimated: { config: lab.modelConfig, memory: withholdsMemory(lab) ? [] : estimatedMemory(lab) },
    of: experiment.model,
  };
}

/**
 * The results that the surrounding figures show: the lab's experiment, or something else such as an overlay of several.
 */
export const ShownResults = createContext<() => Shown>(shownExperimentResults);

/** The page's theme, whether chosen here or by the system. */
export const pageTheme = (): 'light' | 'dark' =>
  document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
