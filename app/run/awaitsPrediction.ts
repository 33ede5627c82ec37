/** @file Whether a workshop still asks for a prediction. Until there is one, Run is not the first button. */
import { isPrediction } from '../../src/lessons/prediction';
import type { Lab } from '../store/lab';
import { rankingTask } from '../store/experiment/rankingTask';

export function awaitsPrediction({
  workshop,
  workshopPrediction,
  experiment: { scenarios },
  lesson,
}: Pick<Lab, 'workshop' | 'workshopPrediction' | 'experiment' | 'lesson'>): boolean {
  // A lesson asks by itself.
  if (!workshop?.predict || lesson !== null || scenarios.length < 2) return false;
  return !isPrediction(
    workshopPrediction,
    rankingTask(
      scenarios.map(({ name }) => name),
      null,
    ),
  );
}
