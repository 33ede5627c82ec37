/** @file The data of the parts of the results, each as one object that changes only when its part has to be drawn. */
import { useMemo } from 'react';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { judgingOf } from '../store/results/judging';
import { groupTrials } from '../store/results/scenarioGroups';
import { estimatedMemory } from '../store/selectors';
import { validationSet } from '../store/sources/validationSet';
import { arrangeGroups, visibleSlots } from './view/arrangeGroups';

export function useResults() {
  const view = useLab(runView);
  const resultsView = useLab((lab) => lab.resultsView);
  const config = useLab((lab) => lab.modelConfig);
  const estimated = useLab(estimatedMemory);
  const inspection = useLab((lab) => lab.inspection);
  const { rows, guessing } = useMemo(
    () =>
      validationSet(
        view.experiment,
        view.slots.flatMap(({ record }) => record ?? []),
        inspection,
      ),
    [view, inspection],
  );
  const all = useMemo(() => groupTrials(view.experiment, view.slots), [view]);
  /** The groups as the toolbar over the results arranges them: some may be hidden, the others reordered. */
  const groups = useMemo(
    () => arrangeGroups(all, resultsView, { config, memory: estimated }),
    [all, resultsView, config, estimated],
  );
  const slots = useMemo(() => visibleSlots(view.slots, resultsView), [view, resultsView]);
  const learned = useMemo(() => ({ slots, groups }), [slots, groups]);
  const memory = useMemo(
    () => ({ groups, estimated: groups.map(({ position }) => estimated[position] ?? null) }),
    [groups, estimated],
  );
  const hidden = all.length - groups.length;
  const judging = useMemo(() => judgingOf(view.experiment, all, rows), [view, all, rows]);
  const measured = useMemo(() => ({ groups, judging, hidden }), [groups, judging, hidden]);
  const accuracies = useMemo(() => ({ groups, rows, hidden, guessing }), [groups, rows, hidden, guessing]);
  const { training } = view.experiment;
  const swept = useMemo(() => ({ ...measured, training }), [measured, training]);
  return { view, config, groups, slots, learned, memory, measured, accuracies, swept };
}
