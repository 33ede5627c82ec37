/** @file What the run bar and the panels read from several slices at once. */
import { haveSameTrials } from '../../src/experiment/experiment';
import type { MemoryBreakdown } from '../../src/results/results';
import { lessonById } from '../../src/lessons';
import type { LessonSlice } from './experiment/lessonSlice';
import type { EstimateSlice } from './estimateSlice';
import { shownExperiment, type ShownRun } from './results/shownResults';
import type { DataSlice } from './sources/dataSlice';
import type { SplitRows } from './timing/expected';

/** Rows of the shown experiment's data set; null while it has not been inspected. */
export function splitRows(lab: ShownRun & Pick<DataSlice, 'inspection'>): SplitRows | null {
  const { dataset, data } = shownExperiment(lab);
  const isLookedAt = dataset === lab.experiment.dataset && data === lab.experiment.data;
  return isLookedAt ? (lab.inspection?.rows ?? null) : null;
}

/** What each scenario of the shown experiment will take on the device, where that is known. */
export function estimatedMemory(
  lab: ShownRun & Pick<EstimateSlice, 'estimated'>,
): readonly (MemoryBreakdown | null)[] {
  const { estimated } = lab;
  return estimated && haveSameTrials(estimated.experiment, shownExperiment(lab)) ? estimated.memory : UNKNOWN;
}

/** Whether the open lesson asks for a figure of memory, and its reader has neither answered nor skipped the question. */
export function withholdsMemory({
  lesson,
  predictions,
}: Pick<LessonSlice, 'lesson' | 'predictions'>): boolean {
  return lesson !== null && lessonById(lesson)?.asksFor === 'memory' && predictions[lesson] === undefined;
}

/** Whether the open lesson begins with the anatomy, so that it stands before the lesson's text. */
export const opensWithAnatomy = ({ lesson }: Pick<LessonSlice, 'lesson'>): boolean =>
  lessonById(lesson)?.opens !== undefined;

/** One array for all calls: a new one each time would redraw the panel. */
const UNKNOWN: readonly null[] = [];
