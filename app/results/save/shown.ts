/** @file What the page shows now, as pictures, tables and the report need it. */
import type { Foreseen, ScenarioResults, Subject } from '../../../src/pictures';
import { useLab } from '../../store/lab';
import { runView, type RunView } from '../../store/runView';
import { foreseenMemory, validationRows } from '../../store/selectors';
import { groupTrials } from '../groups';

export interface Shown {
  readonly view: RunView;
  readonly groups: readonly ScenarioResults[];
  readonly subject: Subject;
  readonly foreseen: Foreseen;
}

export function shown(): Shown {
  const lab = useLab.getState();
  const view = runView(lab);
  const { experiment } = view;
  return {
    view,
    groups: groupTrials(experiment, view.slots),
    subject: {
      labVersion: __LAB_VERSION__,
      model: experiment.model,
      dataset: experiment.dataset,
      rows: validationRows(experiment, lab.inspection?.rows.validation ?? null),
    },
    foreseen: { config: lab.modelConfig, memory: foreseenMemory(lab) },
  };
}

/** The page's theme, whoever chose it. */
export const pageTheme = (): 'light' | 'dark' =>
  document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
