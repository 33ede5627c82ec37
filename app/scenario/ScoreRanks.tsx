/** @file Ranks of modules from the shown score at a budget of trainable parameters: shown on the grid, then an ordinary scenario. */
import { useEffect, useId, useMemo, useState } from 'react';
import { moduleCount } from '../../src/architecture/modules';
import type { ModelConfig } from '../../src/architecture/config';
import { count } from '../../src/base/format';
import { nextColor } from '../../src/experiment/colors';
import type { LoraScenario, Scenario } from '../../src/experiment/experiment';
import { rankText } from '../../src/experiment/ranks';
import { scenarioId } from '../../src/experiment/scenarioId';
import type { ModuleScores, ScoreEnd } from '../../src/scores/moduleScores';
import { rankedChoice, usualBudget, type RankedChoice } from '../../src/scores/ranksFromScore';
import type { ScoreKind } from '../../src/scores/scoreRequest';
import { uniqueName } from '../store/experiment/scenarioEdits';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';
import { SCORE_WORDS } from './scoreWords';

export interface ScoreRanksProps {
  readonly kind: ScoreKind;
  readonly scores: ModuleScores;
  /** The open scenario, whose parameters are the usual budget and whose scaling the ranks keep. */
  readonly like: Scenario;
  /** Whether the scores are of that scenario: it then stays open, so that its scores stay in sight. */
  readonly isOfLike: boolean;
}

export function ScoreRanks(props: ScoreRanksProps) {
  const config = useLab((lab) => lab.modelConfig);
  const [isOpen, open] = useState(false);
  return (
    <>
      <Explained text="Distributes ranks over the modules by this score, at a fixed number of trainable parameters. They stand on the grid first.">
        <button
          type="button"
          className="chip"
          aria-expanded={isOpen}
          disabled={!config}
          data-testid="score-ranks"
          onClick={() => open(!isOpen)}
        >
          Ranks from this score
        </button>
      </Explained>
      {isOpen && config && <RanksForm {...props} config={config} onDone={() => open(false)} />}
    </>
  );
}

interface RanksFormProps extends ScoreRanksProps {
  readonly config: ModelConfig;
  readonly onDone: () => void;
}

const ENDS: readonly { readonly end: ScoreEnd; readonly label: string }[] = [
  { end: 'best', label: 'large scores' },
  { end: 'worst', label: 'small scores' },
];

function RanksForm({ config, onDone, ...props }: RanksFormProps) {
  const { scores, like, isOfLike } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [end, setEnd] = useState<ScoreEnd>('best');
  const text = typed ?? String(usualBudget(config, like));
  const budget = /^\d{1,12}$/.test(text.trim()) ? Number(text) : null;
  const choice = useChoice({ ...props, config }, budget, end);
  const scenario = choice?.scenario ?? null;
  usePreview(scenario);
  const add = (): void => {
    if (!scenario) return;
    const { appendScenario, selectScenario } = useLab.getState();
    appendScenario(scenario);
    selectScenario(scenarioId(isOfLike ? like : scenario));
    onDone();
  };
  return (
    <div role="group" aria-label="Ranks from the score">
      <div className="score-maker">
        <BudgetField text={text} isValid={budget !== null} onChange={setTyped} />
        <EndField end={end} onChange={setEnd} />
        <button
          type="button"
          className="chip"
          disabled={!scenario}
          data-testid="score-ranks-add"
          onClick={add}
        >
          Add as a scenario
        </button>
      </div>
      <p className={choice ? 'caption' : 'field-message'} role="status" data-testid="score-ranks-told">
        {choice
          ? toldOf(choice, scores.length)
          : 'The budget must be a whole number of parameters, without commas.'}
      </p>
    </div>
  );
}

/** Shows a scenario's ranks on the grid as long as the form is there. */
function usePreview(scenario: LoraScenario | null): void {
  const { preview } = useLab.getState();
  useEffect(() => {
    preview(scenario);
    return () => preview(null);
  }, [scenario, preview]);
}

interface BudgetFieldProps {
  readonly text: string;
  readonly isValid: boolean;
  readonly onChange: (text: string) => void;
}

function BudgetField({ text, isValid, onChange }: BudgetFieldProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>Trainable parameters, at most</label>
      <input
        id={id}
        inputMode="numeric"
        size={11}
        value={text}
        aria-invalid={!isValid}
        data-testid="score-ranks-budget"
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}

interface EndFieldProps {
  readonly end: ScoreEnd;
  readonly onChange: (end: ScoreEnd) => void;
}

function EndField({ end, onChange }: EndFieldProps) {
  return (
    <label>
      more to{' '}
      <select
        value={end}
        aria-label="Which scores get more"
        onChange={(event) => onChange(event.target.value as ScoreEnd)}
      >
        {ENDS.map((each) => (
          <option key={each.end} value={each.end}>
            {each.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The scenario stays the same object as long as what it is made of does. */
function useChoice(
  { kind, scores, like, config }: Omit<ScoreRanksProps, 'isOfLike'> & { readonly config: ModelConfig },
  budget: number | null,
  end: ScoreEnd,
): RankedChoice | null {
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  return useMemo(() => {
    if (budget === null) return null;
    const name = uniqueName(
      `${SCORE_WORDS[kind].label}: ranks${end === 'worst' ? ', small scores' : ''}`,
      scenarios,
    );
    return rankedChoice({ ...{ scores, config, like, budget, end, name }, color: nextColor(scenarios) });
  }, [kind, scores, like, config, budget, end, scenarios]);
}

function toldOf({ scenario, parameters, budget }: RankedChoice, all: number): string {
  if (!scenario)
    return `No module gets a rank within ${count(budget)} trainable parameters, of which the head takes ${count(parameters)}.`;
  return (
    `${moduleCount(scenario.modules)} of ${all} modules get ranks of ${rankText(scenario)}, which stand on the grid: ` +
    `${count(parameters)} of at most ${count(budget)} trainable parameters. The next unit of rank goes to the module with the ` +
    'most score per parameter that it would then have (D’Hondt), up to rank 32.'
  );
}
