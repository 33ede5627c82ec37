/** @file Shows the prediction beside the result, and beside the published result if there is one. */
import { CLAIMS } from '../../src/lessons';
import type { Lesson, PredictionTask } from '../../src/lessons/lesson';
import { publishedOutcomes } from '../../src/lessons/publishedOutcomes';
import { ARTICLE } from '../../src/lessons/sources';
import type { Outcomes } from '../../src/lessons/outcomes';
import { resultOf, score, type Prediction } from '../../src/lessons/prediction';
import { CheckField } from '../ui/CheckField';
import { useLab } from '../store/lab';
import { PredictionLines } from './PredictionLines';
import { useRecordedOutcomes } from './recordedOutcomes';
import { predictionLines, resultLines, formatScore } from './formatScore';

export interface RevealProps {
  readonly lesson: Lesson;
  readonly prediction: Prediction;
  readonly outcomes: Outcomes;
  /** Trials of the asked scenarios that are still to come. */
  readonly open: number;
  /** The smallest difference of accuracies that matters to the person, a fraction. */
  readonly delta: number;
}

export function Reveal({ lesson, prediction, outcomes, open, delta }: RevealProps) {
  const overlay = useLab((lab) => lab.overlay);
  const { setOverlay } = useLab.getState();
  const { task, published } = lesson;
  const result = resultOf(task, outcomes);
  const reached = score(task, prediction, outcomes);
  const others = overlay && published ? resultOf(task, publishedOutcomes(published, delta)) : null;
  const known = useRecordedOutcomes();
  const recorded = known === 'soon' ? null : known;
  const ofRecorded = recorded && resultOf(task, recorded);
  const missing = task.scenarios.filter((name) => !outcomes.byName.has(name));

  return (
    <div className="reveal" data-testid="reveal">
      <dl>
        <PredictionLines title="Your prediction" lines={predictionLines(task, prediction)} />
        {result && (
          <PredictionLines
            title={open > 0 ? 'Your results so far' : 'Your results'}
            lines={resultLines(task, result)}
          />
        )}
        {known === 'soon' && <PredictionLines title="Recorded run" lines={awaitedLines(task)} />}
        {ofRecorded && <PredictionLines title="Recorded run" lines={resultLines(task, ofRecorded)} />}
        {others && <PredictionLines title="Published" lines={resultLines(task, others)} />}
      </dl>
      <p role="status">
        {reached && formatScore(reached)}
        {result && open > 0 && ` ${open} ${open === 1 ? 'trial is' : 'trials are'} still to come.`}
        {!result &&
          (missing.length > 0
            ? `The experiment has no scenario called ${missing.join(', ')} any more, so there is nothing to compare.`
            : 'Now run the experiment: your result will appear here.')}
        {!result && recorded && <RecordedScore {...{ task, prediction, recorded }} />}
      </p>
      {published ? (
        <>
          <CheckField
            label="Show the published results"
            hint={published.note}
            checked={overlay}
            onChange={setOverlay}
          />
          <p className="caption">
            From {ARTICLE.author}, <a href={ARTICLE.url}>{ARTICLE.title}</a>.
          </p>
        </>
      ) : (
        // A claim’s figures stand with the claim.
        !CLAIMS.includes(lesson) && <p className="caption">Nothing was published to compare with.</p>
      )}
    </div>
  );
}

/** As many lines as there will be, so that nothing moves when they come. */
const awaitedLines = (task: PredictionTask): string[] =>
  task.kind === 'ranking' ? task.scenarios.map(() => '…') : ['…'];

/** What the recorded run says of the prediction, until the person's own trials do. */
function RecordedScore(shown: {
  readonly task: PredictionTask;
  readonly prediction: Prediction;
  readonly recorded: Outcomes;
}) {
  const reached = score(shown.task, shown.prediction, shown.recorded);
  return reached && <span className="quiet"> By the recorded run: {formatScore(reached)}</span>;
}
