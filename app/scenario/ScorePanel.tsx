/** @file Scores of modules beside the presets: computing them, what they say, and scenarios made from them. */
import type { Scenario } from '../../src/experiment/experiment';
import { formatScoreValue, isByLogarithm } from '../../src/figures/scores/scoreHeat';
import type { ModuleScores } from '../../src/scores/moduleScores';
import { isOfTrained, MOST_STEPS, SCORE_SEEDS, type ScoreRequest } from '../../src/scores/scoreRequest';
import { useLab } from '../store/lab';
import { scoredTrials } from '../store/results/scoredTrials';
import { drawnScores, shownScores, type Scoring } from '../store/results/scoresSlice';
import { ScoreAgreement } from './ScoreAgreement';
import { ScoreMaker } from './ScoreMaker';
import { ScoreRanks } from './ScoreRanks';
import { ScoreTable } from './ScoreTable';
import { ScoreVerdicts } from './ScoreVerdicts';
import { SCORE_MEANINGS } from './scoreMeanings';

const BATCHES = [4, 8, 16, 32, 64];
const STEPS = [8, 16, 32, 64, 128, 256, MOST_STEPS];
const PHASES: Readonly<Record<Scoring['phase'], string>> = {
  loading: 'Loading the model and the data',
  tokenizing: 'Tokenizing',
  compiling: 'Preparing the device',
  training: 'Training adapters on all modules',
  scoring: 'Scoring',
};

export default function ScorePanel({ scenario }: { readonly scenario: Scenario }) {
  const score = useLab((lab) => lab.score);
  const scores = useLab(shownScores);
  const drawn = useLab(drawnScores);
  const scoring = useLab((lab) => lab.scoring);
  const trials = useLab((lab) => (lab.score && isOfTrained(lab.score) ? scoredTrials(lab).length : null));
  const problem = useLab((lab) => lab.scoreProblem);
  if (!score) return null;
  return (
    <div className="score-panel" data-testid="score-panel">
      <Meaning score={score} trials={trials} />
      {score.kind !== 'knockout' && <AmountField score={score} disabled={scoring !== null} />}
      <Computation {...{ score, scoring, trials }} isScored={scores !== null} />
      {problem && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
      {drawn && <Legend scores={drawn} />}
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
      {seeds > 0 && `Over ${amountText(score)}${over}. `}
      Here “best” is the largest and “worst” the smallest score.{' '}
      {source && 'Publications dispute which end of a score is the better one. '}
      Let trials of both ends and of chance decide.
    </p>
  );
}

function amountText(score: ScoreRequest): string {
  if (score.kind === 'knockout') return '';
  return score.kind === 'adalora' ? `${score.steps} steps of each of ` : `${score.batches} batches and `;
}

interface AmountFieldProps {
  readonly score: Exclude<ScoreRequest, { kind: 'knockout' }>;
  readonly disabled: boolean;
}

/** The number of batches for each seed, or of steps where the score trains. */
function AmountField({ score, disabled }: AmountFieldProps) {
  const { chooseScore } = useLab.getState();
  const trains = score.kind === 'adalora';
  const [amount, usual] = trains ? [score.steps, STEPS] : [score.batches, BATCHES];
  const choices = usual.includes(amount) ? usual : [...usual, amount];
  return (
    <label className="score-field">
      <span>{trains ? 'Steps of each seed' : 'Batches for each seed'}</span>
      <select
        value={amount}
        disabled={disabled}
        data-testid={trains ? 'score-steps' : 'score-batches'}
        onChange={({ target }) => {
          const chosen = Number(target.value);
          chooseScore(trains ? { ...score, steps: chosen } : { ...score, batches: chosen });
        }}
      >
        {choices.map((one) => (
          <option key={one} value={one}>
            {one}
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
