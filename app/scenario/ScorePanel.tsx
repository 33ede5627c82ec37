/** @file Scores of modules beside the presets: computing them, what they say, and scenarios made from them. */
import type { Scenario } from '../../src/experiment/experiment';
import { formatScoreValue, isByLogarithm } from '../../src/figures/scores/scoreHeat';
import type { ModuleScores } from '../../src/scores/moduleScores';
import { isOfTrained, SCORE_SEEDS, type ScoreRequest } from '../../src/scores/scoreRequest';
import { useLab } from '../store/lab';
import { scoredTrials } from '../store/results/scoredTrials';
import { shownScores, type Scoring } from '../store/results/scoresSlice';
import { ScoreAgreement } from './ScoreAgreement';
import { ScoreMaker } from './ScoreMaker';
import { ScoreRanks } from './ScoreRanks';
import { ScoreTable } from './ScoreTable';
import { ScoreVerdicts } from './ScoreVerdicts';
import { SCORE_MEANINGS } from './scoreMeanings';

const BATCHES = [4, 8, 16, 32, 64];
const PHASES: Readonly<Record<Scoring['phase'], string>> = {
  loading: 'Loading the model and the data',
  tokenizing: 'Tokenizing',
  compiling: 'Preparing the device',
  scoring: 'Scoring',
};

export default function ScorePanel({ scenario }: { readonly scenario: Scenario }) {
  const score = useLab((lab) => lab.score);
  const scores = useLab(shownScores);
  const scoring = useLab((lab) => lab.scoring);
  const trials = useLab((lab) => (lab.score && isOfTrained(lab.score) ? scoredTrials(lab).length : null));
  const problem = useLab((lab) => lab.scoreProblem);
  if (!score) return null;
  return (
    <div className="score-panel" data-testid="score-panel">
      <Meaning score={score} trials={trials} />
      {'batches' in score && <BatchField score={score} disabled={scoring !== null} />}
      <Computation {...{ score, scoring, trials }} isScored={scores !== null} />
      {problem && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
      {scores && <Legend scores={scores.modules} />}
      {scores && (
        <ScoreMaker kind={score.kind} scores={scores.modules} like={scenario} isOfLike={isOfTrained(score)} />
      )}
      {scores && (
        <ScoreRanks kind={score.kind} scores={scores.modules} like={scenario} isOfLike={isOfTrained(score)} />
      )}
      {scores && <ScoreVerdicts />}
      {scores && <ScoreTable score={score} scored={scores} scenario={scenario} />}
      {scores && <ScoreAgreement />}
    </div>
  );
}

/** @param trials how many trained trials are scored; null for a score before training */
function Meaning({ score, trials }: { readonly score: ScoreRequest; readonly trials: number | null }) {
  const { text, source } = SCORE_MEANINGS[score.kind];
  const seeds = trials ?? SCORE_SEEDS;
  const over = `${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;
  return (
    <p className="caption">
      {text}{' '}
      {source && (
        <>
          After <a href={source.address}>{source.name}</a>.{' '}
        </>
      )}
      {seeds > 0 && ('batches' in score ? `Over ${score.batches} batches and ${over}. ` : `Over ${over}. `)}
      Here “best” is the largest and “worst” the smallest score.{' '}
      {source && 'Publications dispute which end of a score is the better one. '}
      Let trials of both ends and of chance decide.
    </p>
  );
}

interface BatchFieldProps {
  readonly score: Extract<ScoreRequest, { batches: number }>;
  readonly disabled: boolean;
}

function BatchField({ score, disabled }: BatchFieldProps) {
  const { chooseScore } = useLab.getState();
  const choices = BATCHES.includes(score.batches) ? BATCHES : [...BATCHES, score.batches];
  return (
    <label className="score-field">
      <span>Batches for each seed</span>
      <select
        value={score.batches}
        disabled={disabled}
        data-testid="score-batches"
        onChange={(event) => chooseScore({ ...score, batches: Number(event.target.value) })}
      >
        {choices.map((batches) => (
          <option key={batches} value={batches}>
            {batches}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ComputationProps {
  readonly score: ScoreRequest;
  /** How far the computation is; null while there is none. */
  readonly scoring: Scoring | null;
  readonly isScored: boolean;
  /** How many trained trials there are to score; null for a score before training. */
  readonly trials: number | null;
}

/** One button computes and cancels, so that the keyboard's focus stays where it is. */
function Computation({ score, scoring, isScored, trials }: ComputationProps) {
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { computeScores, cancelScores } = useLab.getState();
  // What goes wrong is told by the store's `scoreProblem`.
  const compute = (): void => void computeScores(score).catch(() => undefined);
  const told = scoring
    ? `${PHASES[scoring.phase]}… A run would stop this.`
    : isScored
      ? 'All modules are scored.'
      : trials === null
        ? 'Not scored yet with this model, these data and settings.'
        : trials > 0
          ? 'The trained adapters of this scenario are not scored yet.'
          : 'No trained adapters of this scenario are kept: run it first.';
  return (
    <div className="score-progress">
      {scoring && <ScoringProgress scoring={scoring} />}
      <span className="caption" role="status">
        {told}
      </span>
      <button
        type="button"
        className={scoring ? 'quiet-button' : 'text-button'}
        data-testid={scoring ? 'score-cancel' : 'score-compute'}
        disabled={running || (trials === 0 && !scoring)}
        onClick={scoring ? cancelScores : compute}
      >
        {scoring ? 'Cancel' : isScored ? 'Score the modules again' : 'Score the modules'}
      </button>
    </div>
  );
}

function ScoringProgress({ scoring: { phase, done, total } }: { readonly scoring: Scoring }) {
  return <progress aria-label={PHASES[phase]} {...(total > 0 && { value: done, max: total })} />;
}

function Legend({ scores }: { readonly scores: ModuleScores }) {
  const values = scores.map(({ value }) => value);
  return (
    <p className="score-legend caption">
      <span>{formatScoreValue(Math.min(...values))}</span>
      <span className="score-ramp" aria-hidden="true" />
      <span>{formatScoreValue(Math.max(...values))}</span>
      <span>
        ({isByLogarithm(scores) ? 'by the logarithm' : 'by the value'}; a ring marks ticked modules)
      </span>
    </p>
  );
}
