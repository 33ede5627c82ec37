/** @file The data of the parts of the results, each as one object that changes only when its part has to be drawn. */
import { useMemo } from 'react';
import type { Experiment } from '../../src/experiment/experiment';
import { validationSet, type ValidationSet } from '../store/sources/validationSet';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { estimatedMemory } from '../store/selectors';
import { useJudged } from '../store/useJudged';
import type { ShownRecorded } from './accuracy/RecordedLine';
import { useRecorded } from './useRecorded';
import { arrangeGroups, visibleSlots } from './view/arrangeGroups';

export function useResults() {
  const view = useLab(runView);
  const resultsView = useLab((lab) => lab.resultsView);
  const config = useLab((lab) => lab.modelConfig);
  const estimated = useLab(estimatedMemory);
  const { all, judging, validation } = useJudged(view);
  /** The groups as the toolbar over the results arranges them: some may be hidden, the others reordered. */
  const groups = useMemo(
    () => arrangeGroups(all, resultsView, { config, memory: estimated }),
    [all, resultsView, config, estimated],
  );
  const recorded = useRecorded(groups);
  const { rows, guessing } = useValidation(view.experiment, validation, recorded);
  const slots = useMemo(() => visibleSlots(view.slots, resultsView), [view, resultsView]);
  const learned = useMemo(() => ({ slots, groups }), [slots, groups]);
  const memory = useMemo(
    () => ({ groups, estimated: groups.map(({ position }) => estimated[position] ?? null) }),
    [groups, estimated],
  );
  const run = recorded?.run ?? null;
  const byLayer = useMemo(() => ({ ...memory, recorded: run }), [memory, run]);
  const byRank = useMemo(() => ({ ...learned, recorded: run }), [learned, run]);
  const speeds = useMemo(() => ({ groups, recorded: run }), [groups, run]);
  const hidden = all.length - groups.length;
  const measured = useMemo(() => ({ groups, judging, hidden }), [groups, judging, hidden]);
  const compared = useMemo(() => ({ groups, judging, recorded: run }), [groups, judging, run]);
  const accuracies = useMemo(
    () => ({ groups, rows, hidden, guessing, recorded }),
    [groups, rows, hidden, guessing, recorded],
  );
  const { training } = view.experiment;
  const swept = useMemo(() => ({ ...measured, training }), [measured, training]);
  const parts = { learned, memory, byLayer, byRank, speeds, measured, compared, accuracies, swept };
  return { view, config, all, groups, slots, ...parts };
}

/**
 * What the accuracies are of: as judging has it, or, where that is not known yet, as the recorded trials say. They were
 * measured on the same rows, so that nothing changes when the data set has been looked at.
 */
function useValidation(
  experiment: Experiment,
  validation: ValidationSet,
  recorded: ShownRecorded | null,
): ValidationSet {
  const run = recorded?.run ?? null;
  return useMemo(() => {
    if (validation.guessing !== null || run === null) return validation;
    const trials = run.groups.flatMap((group) => group?.done ?? []);
    return validationSet(experiment, trials, null);
  }, [experiment, validation, run]);
}
