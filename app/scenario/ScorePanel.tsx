/** @file Scores of modules beside the presets: computing them, what they say, and scenarios made from them. */
import { useId, useState } from 'react';
import { nextColor } from '../../src/experiment/colors';
import { DEFAULT_RANK } from '../../src/experiment/defaults';
import type { LoraScenario, Scenario } from '../../src/experiment/experiment';
import { formatScoreValue } from '../../src/figures/scoreHeat';
import { modulesAtEnd, randomModules, type ModuleScores } from '../../src/scores/moduleScores';
import { SCORE_SEEDS, type ScoreRequest } from '../../src/scores/scoreRequest';
import { useLab } from '../store/lab';
import { shownScores, type Scoring } from '../store/results/scoresSlice';
import { uniqueName } from '../store/experiment/scenarioEdits';
import { Explained } from '../ui/Explained';
import { ScoreTable } from './ScoreTable';

const BATCHES = [4, 8, 16, 32, 64];
const SOURCE = 'https://arxiv.org/abs/2605.06183';
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
  const problem = useLab((lab) => lab.scoreProblem);
  if (!score) return null;
  return (
    <div className="score-panel" data-testid="score-panel">
      <p className="caption">
        Before training, how strongly the loss pulls at each module: the mean squared gradient of its
        adapter’s B, at B = 0, over {score.batches} batches and {SCORE_SEEDS} seeds, after{' '}
        <a href={SOURCE}>projected adapter gradient energy</a>. It knows of the first step alone, and
        publications dispute which end of a score is the better one: let trials of the best, the worst and of
        chance decide.
      </p>
      <BatchField score={score} disabled={scoring !== null} />
      <Computation score={score} scoring={scoring} isScored={scores !== null} />
      {problem && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
      {scores && <Legend scores={scores} />}
      {scores && <ScenarioMaker scores={scores} like={scenario} />}
      {scores && <ScoreTable scores={scores} />}
    </div>
  );
}

function BatchField({ score, disabled }: { readonly score: ScoreRequest; readonly disabled: boolean }) {
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
}

/** One button computes and cancels, so that the keyboard's focus stays where it is. */
function Computation({ score, scoring, isScored }: ComputationProps) {
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { computeScores, cancelScores } = useLab.getState();
  // What goes wrong is told by the store's `scoreProblem`.
  const compute = (): void => void computeScores(score).catch(() => undefined);
  const told = scoring
    ? `${PHASES[scoring.phase]}…`
    : isScored
      ? 'All modules are scored.'
      : 'Not scored yet with this model, these data and settings.';
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
        disabled={running}
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
      <span>(by the logarithm; a ring marks ticked modules)</span>
    </p>
  );
}

interface ScenarioMakerProps {
  readonly scores: ModuleScores;
  /** The scenario whose rank and alpha the made ones have. */
  readonly like: Scenario;
}

function ScenarioMaker({ scores, like }: ScenarioMakerProps) {
  const [text, setText] = useState('12');
  const id = useId();
  const count = Number(text);
  const isCount = /^\d+$/.test(text.trim()) && count >= 1 && count <= scores.length;
  const add = (kind: 'best' | 'worst' | 'random'): void => {
    const { experiment, appendScenario } = useLab.getState();
    const name = uniqueName(
      kind === 'random' ? `${count} at random` : `${count} ${kind}`,
      experiment.scenarios,
    );
    const drawn = Number(/ (\d+)$/.exec(name)?.[1] ?? 1);
    const modules =
      kind === 'random' ? randomModules(scores, count, drawn) : modulesAtEnd(scores, count, kind);
    appendScenario({ ...adapterOf(like), name, color: nextColor(experiment.scenarios), modules });
  };
  const button = (kind: 'best' | 'worst' | 'random', label: string, hint: string) => (
    <Explained text={hint}>
      <button
        type="button"
        className="chip"
        disabled={!isCount}
        data-testid={`score-${kind}`}
        onClick={() => add(kind)}
      >
        {label}
      </button>
    </Explained>
  );
  return (
    <div className="score-maker" role="group" aria-label="Scenarios from the scores">
      <label htmlFor={id}>Add a scenario of</label>
      <input
        id={id}
        inputMode="numeric"
        size={3}
        value={text}
        aria-invalid={!isCount}
        data-testid="score-count"
        onChange={(event) => setText(event.target.value)}
      />
      {button('best', 'best', 'Those with the largest scores.')}
      {button('worst', 'worst', 'Those with the smallest scores.')}
      {button('random', 'at random', 'Drawn without regard to the scores; each press draws others.')}
      {!isCount && (
        <p className="field-message" role="alert">
          The number of modules must be a whole number from 1 to {scores.length}.
        </p>
      )}
    </div>
  );
}

/** The adapter's settings of a scenario, or the usual ones if it has no adapters. */
function adapterOf(scenario: Scenario): Pick<LoraScenario, 'method' | 'rank' | 'alpha' | 'rsLora'> {
  const { rank, alpha, rsLora } =
    scenario.method === 'lora' ? scenario : { rank: DEFAULT_RANK, alpha: DEFAULT_RANK, rsLora: false };
  return { method: 'lora', rank, alpha, rsLora };
}
