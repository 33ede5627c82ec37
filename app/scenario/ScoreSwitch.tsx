/** @file The switch that shows scores of modules on the grid. */
import type { Scenario } from '../../src/experiment/experiment';
import { DEFAULT_SCORE } from '../../src/scores/scoreRequest';
import { useLab } from '../store/lab';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { loadable } from '../ui/loadable';

const ScorePanel = loadable('The scores of modules', () => import('./ScorePanel'));

type Shown = 'none' | 'gradient';

const OPTIONS: readonly ChoiceOption<Shown>[] = [
  { value: 'none', label: 'none' },
  {
    value: 'gradient',
    label: 'gradient',
    hint: 'How strongly the loss pulls at each module before training.',
  },
];

export function ScoreSwitch({ scenario }: { readonly scenario: Scenario }) {
  const score = useLab((lab) => lab.score);
  const { chooseScore } = useLab.getState();
  return (
    <>
      <div className="score-switch" data-testid="score-switch">
        <Choice
          label="Scores"
          options={OPTIONS}
          value={score?.kind ?? 'none'}
          onChange={(kind) => chooseScore(kind === 'none' ? null : DEFAULT_SCORE)}
        />
      </div>
      {score && <ScorePanel scenario={scenario} />}
    </>
  );
}
