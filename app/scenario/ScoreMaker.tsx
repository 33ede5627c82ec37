/** @file Scenarios made from scores of modules: of the best, of the worst, and of as many at random. */
import { useId, useState } from 'react';
import { nextColor } from '../../src/experiment/colors';
import type { LoraScenario, Scenario } from '../../src/experiment/experiment';
import { scenarioId } from '../../src/experiment/scenarioId';
import { asTall } from '../../src/scores/judging/choices';
import { adapterOf, hasAdapters } from '../../src/scores/judging/scenarios';
import { modulesAtEnd, randomModules, type ModuleScores, type ScoreEnd } from '../../src/scores/moduleScores';
import type { ScoreKind } from '../../src/scores/scoreRequest';
import { uniqueName } from '../store/experiment/scenarioEdits';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { ScoreJudge } from './ScoreJudge';

export interface ScoreMakerProps {
  readonly kind: ScoreKind;
  readonly scores: ModuleScores;
  /** The open scenario, whose rank and alpha the made ones have. */
  readonly like: Scenario;
  /** Whether the scores are of that scenario: it then stays open, so that its scores stay in sight. */
  readonly isOfLike: boolean;
}

/** The modules of a scenario made of scores, where nobody has said how many: a sixth of 72. */
const USUAL_COUNT = 12;

/** Which modules of all scored ones a scenario gets. */
type Choice = ScoreEnd | 'random';

export function ScoreMaker(props: ScoreMakerProps) {
  const { kind, scores, like } = props;
  const [typed, setText] = useState<string | null>(null);
  const text = typed ?? String(Math.min(USUAL_COUNT, scores.length));
  const id = useId();
  const count = Number(text);
  const isCount = /^\d+$/.test(text.trim()) && count >= 1 && count <= scores.length;
  const button = (choice: Choice, label: string, hint: string) => (
    <Explained text={hint}>
      <button
        type="button"
        className="chip"
        disabled={!isCount}
        data-testid={`score-${choice}`}
        onClick={() => addScenario(choice, count, props)}
      >
        {label}
      </button>
    </Explained>
  );
  return (
    <>
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
      {isCount && count < scores.length && <ScoreJudge {...{ kind, scores, like, count }} />}
    </>
  );
}

/** Adds a scenario of `count` modules and opens it, unless the scores are of the one that is open. */
function addScenario(choice: Choice, count: number, { scores, like, isOfLike }: ScoreMakerProps): void {
  const { experiment, appendScenario, selectScenario } = useLab.getState();
  const { scenarios } = experiment;
  const adapter = adapterOf(like);
  const name = uniqueName(choice === 'random' ? `${count} at random` : `${count} ${choice}`, scenarios);
  const drawn = Number(/ (\d+)$/.exec(name)?.[1] ?? 1);
  const chosen =
    choice === 'random' ? randomModules(scores, count, drawn) : modulesAtEnd(scores, count, choice);
  const modules = asTall(chosen, like.method === 'lora' ? like.modules.length : 0);
  // The same modules with the same adapters are the same scenario, which is there already; chance may well repeat.
  const same = choice !== 'random' && scenarios.find((other) => hasAdapters(other, adapter, modules));
  const made: LoraScenario = { ...adapter, name, color: nextColor(scenarios), modules };
  if (!same) appendScenario(made);
  selectScenario(scenarioId(isOfLike ? like : same || made));
}
