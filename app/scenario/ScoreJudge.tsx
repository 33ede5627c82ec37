/** @file One click adds the scenarios by which the shown score is judged. They run as any others do. */
import { useState } from 'react';
import { count as countText } from '../../src/base/format';
import type { Scenario } from '../../src/experiment/experiment';
import { scenarioId } from '../../src/experiment/scenarioId';
import { DEFAULT_DRAWS, MOST_DRAWS } from '../../src/scores/judging/choices';
import { judgingScenarios, type JudgingScenario } from '../../src/scores/judging/scenarios';
import type { ModuleScores } from '../../src/scores/moduleScores';
import type { ScoreKind } from '../../src/scores/scoreRequest';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { SCORE_WORDS } from './scoreWords';

export interface ScoreJudgeProps {
  readonly kind: ScoreKind;
  readonly scores: ModuleScores;
  /** The open scenario, whose rank and scaling the choices go by. */
  readonly like: Scenario;
  /** The number of modules of each choice, fewer than there are scores. */
  readonly count: number;
}

const DRAWS = [1, 2, DEFAULT_DRAWS, 5, MOST_DRAWS];

export function ScoreJudge({ kind, scores, like, count }: ScoreJudgeProps) {
  const [draws, setDraws] = useState(DEFAULT_DRAWS);
  const config = useLab((lab) => lab.modelConfig);
  const { scenarios, trials } = useLab((lab) => lab.experiment);
  if (!config) return null;
  const { label } = SCORE_WORDS[kind];
  const judging = judgingScenarios({ scores, label, count, draws, like, config, scenarios });
  const added = judging.filter(({ isThere }) => !isThere);
  return (
    <div className="score-maker" role="group" aria-label="Judging the score">
      <Explained text="Adds the best, the worst and draws at random with about the same number of adapter parameters; trials on the same seeds then say whether the score chose better than chance.">
        <button
          type="button"
          className="chip"
          disabled={added.length === 0}
          data-testid="score-judge"
          onClick={() => addAll(added, like)}
        >
          Judge this score
        </button>
      </Explained>
      <label>
        against{' '}
        <select
          value={draws}
          aria-label="Draws at random"
          data-testid="score-draws"
          onChange={(event) => setDraws(Number(event.target.value))}
        >
          {DRAWS.map((each) => (
            <option key={each} value={each}>
              {each === 1 ? '1 draw at random' : `${each} draws at random`}
            </option>
          ))}
        </select>
      </label>
      <span className="caption" role="status" data-testid="score-judge-cost">
        {costText(judging, trials)}
      </span>
    </div>
  );
}

/** What the click adds, and how far the sizes lie from each other. */
function costText(judging: readonly JudgingScenario[], trials: number): string {
  const added = judging.filter(({ isThere }) => !isThere).length;
  const off = Math.max(...judging.map(({ deviation }) => Math.abs(deviation)));
  const equal = `Their adapters’ parameters are within ${(off * 100).toFixed(1)} % of the same number${
    off > 0.1 ? '; a larger rank brings them closer' : ''
  }.`;
  if (added === 0) return `All ${judging.length} scenarios are there. ${equal}`;
  const some = added < judging.length ? `${added} of ${judging.length} scenarios` : `${added} scenarios`;
  return `Adds ${some}: ${countText(added * trials)} trials. ${equal}`;
}

/** Adds the scenarios in one step. The open one stays open: the next click is to find the same ones. */
function addAll(added: readonly JudgingScenario[], like: Scenario): void {
  const { experiment, replaceScenarios, selectScenario } = useLab.getState();
  replaceScenarios([...experiment.scenarios, ...added.map(({ scenario }) => scenario)]);
  selectScenario(scenarioId(like));
}
