/** @file The ranking that a workshop asks for before the run, and its outcome. */
import { useMemo } from 'react';
import { isPrediction, resultOf, score } from '../../src/lessons/prediction';
import { outcomesOf } from '../lessons/outcomes';
import { PredictionForm } from '../lessons/PredictionForm';
import { PredictionLines } from '../lessons/PredictionLines';
import { predictionLines, resultLines, formatScore } from '../lessons/formatScore';
import { useJudgedByAccuracy } from '../store/useJudged';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { useInTurn } from '../ui/InTurn';
import { rankingTask } from '../store/experiment/rankingTask';

export function RoomPrediction({ question }: { readonly question: string | null }) {
  const view = useInTurn(useLab(runView));
  const prediction = useLab((lab) => lab.workshopPrediction);
  const { enterWorkshopPrediction } = useLab.getState();
  const { scenarios } = view.experiment;
  const task = useMemo(
    () =>
      rankingTask(
        scenarios.map(({ name }) => name),
        question,
      ),
    [scenarios, question],
  );
  const { all, judging } = useJudgedByAccuracy(view);
  const outcomes = useMemo(() => outcomesOf(all, judging), [all, judging]);
  if (scenarios.length < 2) return null;
  if (!isPrediction(prediction, task))
    return (
      <PredictionForm
        key={task.scenarios.join('\n')}
        task={task}
        before={null}
        onPredict={enterWorkshopPrediction}
      />
    );
  const result = resultOf(task, outcomes);
  const reached = score(task, prediction, outcomes);
  const missing = view.slots.length - view.settled;
  return (
    <div className="reveal" data-testid="reveal">
      <dl>
        <PredictionLines title="Your prediction" lines={predictionLines(task, prediction)} />
        {result && (
          <PredictionLines
            title={missing > 0 ? 'Your results so far' : 'Your results'}
            lines={resultLines(task, result)}
          />
        )}
      </dl>
      <p role="status">{result ? reached && formatScore(reached) : 'Now run the experiment.'}</p>
      {!result && (
        <button type="button" className="quiet-button" onClick={() => enterWorkshopPrediction(null)}>
          Change the prediction
        </button>
      )}
    </div>
  );
}
