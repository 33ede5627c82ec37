/** @file The data of the parts of the results, each as one object that changes only when its part has to be drawn. */
import { useMemo } from 'react';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { estimatedMemory } from '../store/selectors';
import { useJudged } from '../store/useJudged';
import { arrangeGroups, visibleSlots } from './view/arrangeGroups';

export function useResults() {
  const view = useLab(runView);
  const resultsView = useLab((lab) => lab.resultsView);
  const config = useLab((lab) => lab.modelConfig);
  const estimated = useLab(estimatedMemory);
  const { all, judging, validation } = useJudged(view);
  const { rows, guessing } = validation;
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
  const measured = useMemo(() => ({ groups, judging, hidden }), [groups, judging, hidden]);
  const accuracies = useMemo(() => ({ groups, rows, hidden, guessing }), [groups, rows, hidden, guessing]);
  const { training } = view.experiment;
  const swept = useMemo(() => ({ ...measured, training }), [measured, training]);
  return { view, config, all, groups, slots, learned, memory, measured, accuracies, swept };
}
