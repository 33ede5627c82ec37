/** @file What the person at this page expected of the open experiment. */
import type { Experiment } from '../../../src/experiment/experiment';
import { lessonById } from '../../../src/lessons';
import { isPrediction } from '../../../src/lessons/prediction';
import type { SharedPrediction } from '../../../src/results/prediction';
import type { LessonSlice } from './lessonSlice';
import { rankingTask } from './rankingTask';
import type { WorkshopSlice } from './workshopSlice';

type Known = Partial<
  Pick<LessonSlice, 'lesson' | 'predictions'> & Pick<WorkshopSlice, 'workshop' | 'workshopPrediction'>
>;

/** @returns null if nothing was asked or predicted, or not of these scenarios */
export function ownPrediction(
  { scenarios }: Pick<Experiment, 'scenarios'>,
  { lesson: id = null, predictions = {}, workshop, workshopPrediction }: Known,
): SharedPrediction | null {
  const lesson = lessonById(id);
  const prediction = lesson ? predictions[lesson.id] : workshop?.predict ? workshopPrediction : null;
  const names = scenarios.map(({ name }) => name);
  const task = lesson?.task ?? rankingTask(names, null);
  if (!isPrediction(prediction, task) || prediction.kind === 'skipped') return null;
  const answers = { lesson: lesson?.id ?? null };
  return prediction.kind === 'number'
    ? { kind: 'number', ...answers, guess: prediction.value }
    : { ...prediction, ...answers };
}
