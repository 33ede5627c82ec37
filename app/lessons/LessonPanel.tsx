/** @file The open lesson: text and prediction, then result and conclusion. */
import { useMemo, useState, type ReactNode } from 'react';
import { encodeChanges } from '../../src/experiment/address/url';
import { LESSONS } from '../../src/lessons';
import type { Experiment } from '../../src/experiment/experiment';
import type { Lesson, PredictionTask } from '../../src/lessons/lesson';
import { resultOf, type Prediction } from '../../src/lessons/prediction';
import { wordsOf } from '../../src/lessons/words';
import { useJudgedByAccuracy } from '../store/useJudged';
import { LockedDuringRun } from '../lock/LockedDuringRun';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { useInTurn } from '../ui/InTurn';
import { withOwnSeed } from '../store/experiment/onDevice';
import { Claims } from './Claims';
import { outcomesOf } from './outcomes';
import { PredictionForm } from './PredictionForm';
import { Reveal, type RevealProps } from './Reveal';
import { RunLength } from './RunLength';
import { Explained } from '../ui/Explained';
import { ONE_COLUMN, useMedia } from '../ui/useMedia';

export default function LessonPanel({ lesson }: { readonly lesson: Lesson }) {
  const prediction = useLab((lab) => lab.predictions[lesson.id]) ?? null;
  const view = useInTurn(useLab(runView));
  const { all: groups, judging } = useJudgedByAccuracy(view);
  const outcomes = useMemo(() => outcomesOf(groups, judging), [groups, judging]);
  const { task } = lesson;
  const { conclusion, claims = [] } = wordsOf(lesson.id);
  const result = resultOf(task, outcomes);
  const open = groups
    .filter(({ scenario }) => task.scenarios.includes(scenario.name))
    .reduce((sum, group) => sum + group.open, 0);

  return (
    <section className="lesson" aria-labelledby="lesson-title" data-testid="lesson">
      <div className="lesson-text">
        <LessonText lesson={lesson}>
          {!prediction && <Claims {...{ claims, outcomes }} isRevealed={false} />}
        </LessonText>
        {prediction && <Claims {...{ claims, outcomes }} isRevealed />}
        {prediction && (
          <details className="conclusion" open={result !== null && open === 0} data-testid="conclusion">
            <summary>What to conclude{result === null && ' (gives the answer away)'}</summary>
            {conclusion.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </details>
        )}
      </div>
      <div className="lesson-task">
        <h3>{prediction ? 'Prediction and result' : 'First predict, then run'}</h3>
        <LessonPrediction
          {...{ lesson, prediction, outcomes, open }}
          delta={judging.delta}
          canChange={result === null}
        />
        <LockedDuringRun part="lessons" quiet>
          <LockedDuringRun part="training" quiet>
            <RunLength />
          </LockedDuringRun>
          <LessonSteps lesson={lesson} />
        </LockedDuringRun>
      </div>
    </section>
  );
}

/** The lesson's question in the words of a workshop, which are for a ranking. */
const askedAs = (task: PredictionTask, question: string | null): PredictionTask =>
  task.kind === 'ranking' && question !== null ? { ...task, prompt: question } : task;

interface LessonTextProps {
  readonly lesson: Lesson;
  /** What is read before the prediction, beside the text. */
  readonly children: ReactNode;
}

/** The text, which is folded where the page has one column: the question is in sight, and so is the grid. */
function LessonText({ lesson, children }: LessonTextProps) {
  const folded = useMedia(ONE_COLUMN);
  return (
    <details key={String(folded)} className="lesson-words" open={!folded}>
      <summary>
        <h2 id="lesson-title">{lesson.title}</h2>
      </summary>
      {wordsOf(lesson.id).text.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {children}
    </details>
  );
}

interface LessonPredictionProps extends Omit<RevealProps, 'prediction'> {
  readonly prediction: Prediction | null;
  /** Whether no result has answered the question yet. */
  readonly canChange: boolean;
}

/** The question, or the prediction and its result. */
function LessonPrediction({ prediction, canChange, ...shown }: LessonPredictionProps) {
  const { lesson } = shown;
  const question = useLab((lab) => lab.workshop?.question ?? null);
  const [before, setBefore] = useState<Prediction | null>(null);
  const { enterPrediction } = useLab.getState();
  if (!prediction)
    return (
      <PredictionForm
        task={askedAs(lesson.task, question)}
        before={before}
        onPredict={(made) => enterPrediction(lesson.id, made)}
      />
    );
  return (
    <>
      <Reveal {...shown} prediction={prediction} />
      {canChange && (
        <button
          type="button"
          className="quiet-button"
          data-testid="change-prediction"
          onClick={() => {
            setBefore(prediction);
            enterPrediction(lesson.id, null);
          }}
        >
          {prediction.kind === 'skipped' ? 'Predict after all' : 'Change the prediction'}
        </button>
      )}
    </>
  );
}

/** Whether the scenarios are the lesson's own, with fewer seeds or less training. */
function isShorter(experiment: Experiment, lesson: Experiment): boolean {
  const isSame = JSON.stringify(experiment.scenarios) === JSON.stringify(lesson.scenarios);
  return isSame && experiment.trials <= lesson.trials;
}

/** Buttons that lead to the lesson's own experiment, out of the lesson, and on to the next one. */
function LessonSteps({ lesson }: { readonly lesson: Lesson }) {
  const experiment = useLab((lab) => lab.experiment);
  const workshop = useLab((lab) => lab.workshop);
  const changed = useMemo(
    () => encodeChanges(experiment, withOwnSeed(lesson.experiment, workshop)) !== '',
    [experiment, lesson, workshop],
  );
  const { openLesson, leaveLesson } = useLab.getState();
  const next = LESSONS[LESSONS.indexOf(lesson) + 1];
  return (
    <div className="lesson-steps">
      {/* Who opens a workshop’s link has not changed the lesson: its maker has. */}
      {changed && workshop === null && (
        <p className="caption">
          {isShorter(experiment, lesson.experiment)
            ? 'This run is shortened.'
            : 'This run differs from the lesson.'}{' '}
          <button type="button" className="link-button" onClick={() => openLesson(lesson.id)}>
            Restore the full lesson
          </button>
        </p>
      )}
      <Explained text="The experiment stays as it is.">
        <button type="button" className="quiet-button" data-testid="leave-lesson" onClick={leaveLesson}>
          Leave the lesson
        </button>
      </Explained>
      {next && (
        <button
          type="button"
          className="text-button"
          data-testid="next-lesson"
          onClick={() => openLesson(next.id)}
        >
          Next: {next.title}
        </button>
      )}
    </div>
  );
}
