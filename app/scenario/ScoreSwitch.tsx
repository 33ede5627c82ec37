/** @file The switch that shows scores of modules on the grid. */
import type { Scenario } from '../../src/experiment/experiment';
import { SCORE_KINDS, type ScoreKind } from '../../src/scores/scoreRequest';
import { useLab } from '../store/lab';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { loadable } from '../ui/loadable';
import { SCORE_WORDS } from './scoreWords';

const ScorePanel = loadable('The scores of modules', () => import('./ScorePanel'));

const OPTIONS: readonly ChoiceOption<ScoreKind | 'none'>[] = [
  { value: 'none', label: 'none' },
  ...SCORE_KINDS.map((kind) => ({
    value: kind,
    label: SCORE_WORDS[kind].label,
    hint: SCORE_WORDS[kind].hint,
  })),
];

export function ScoreSwitch({ scenario }: { readonly scenario: Scenario }) {
  const score = useLab((lab) => lab.score);
  const { chooseScoreKind, openDialog } = useLab.getState();
  return (
    <>
      <div className="score-switch" data-testid="score-switch">
        <Choice
          label="Scores"
          options={OPTIONS}
          value={score?.kind ?? 'none'}
          onChange={(kind) => chooseScoreKind(kind === 'none' ? null : kind)}
        />
        <div className="score-openers">
          <button
            type="button"
            className="quiet-button"
            data-testid="recommend-button"
            onClick={() => openDialog('recommend')}
          >
            Where should I fine-tune?
          </button>
          <button
            type="button"
            className="quiet-button"
            data-testid="footing-button"
            onClick={() => openDialog('footing')}
          >
            Equal footing…
          </button>
        </div>
      </div>
      {score && <ScorePanel scenario={scenario} />}
    </>
  );
}
