/** @file Which parts of the results are shown, and in which order: what the open lesson says, and what its reader reveals. */
import { useState } from 'react';
import { lowestLayer } from '../../src/architecture/modules';
import type { Scenario } from '../../src/experiment/experiment';
import { lessonById } from '../../src/lessons';
import { PANELS, type ResultsPanel } from '../../src/lessons/lesson';
import { useLab } from '../store/lab';

export interface ShownPanels {
  readonly shown: readonly ResultsPanel[];
  /** What the lesson leaves out and its reader has not asked for. */
  readonly left: readonly ResultsPanel[];
  readonly reveal: (panel: ResultsPanel) => void;
}

/** Whether these scenarios have anything to show in a part that a lesson leaves out. Sweeps are shown by theirs. */
function hasSomething(panel: ResultsPanel, scenarios: readonly Scenario[]): boolean {
  const adapted = scenarios.filter((scenario) => scenario.method === 'lora');
  if (panel === 'byRank') return new Set(adapted.map(({ rank }) => rank)).size > 2;
  if (panel === 'byLayer') return new Set(adapted.map(({ modules }) => lowestLayer(modules))).size > 1;
  if (panel === 'front') return scenarios.length > 1;
  return panel !== 'sweep';
}

/** What is revealed comes last, and goes with the lesson. */
export function useShownPanels(scenarios: readonly Scenario[]): ShownPanels {
  const id = useLab((lab) => lab.lesson);
  const [revealed, setRevealed] = useState<{ of: string | null; panels: readonly ResultsPanel[] }>({
    ...{ of: null, panels: [] },
  });
  const own = lessonById(id)?.panels ?? PANELS;
  const added = revealed.of === id ? revealed.panels : [];
  const shown = [...own, ...added];
  return {
    shown,
    left: PANELS.filter((panel) => !shown.includes(panel) && hasSomething(panel, scenarios)),
    reveal: (panel) => setRevealed({ of: id, panels: [...added, panel] }),
  };
}
