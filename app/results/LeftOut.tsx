/** @file Buttons that show what a lesson leaves out of the results. */
import type { ResultsPanel } from '../../src/lessons/lesson';
import type { ShownPanels } from './useShownPanels';

const NAMES: Readonly<Record<ResultsPanel, string>> = {
  lineUp: 'Accuracy and costs',
  curves: 'Learning curves',
  choices: 'The choices',
  byLayer: 'Memory by layer',
  byRank: 'By rank',
  sweep: 'Sweep',
  differences: 'Differences',
  front: 'Accuracy against cost',
};

export function LeftOut({ left, reveal }: Pick<ShownPanels, 'left' | 'reveal'>) {
  if (left.length === 0) return null;
  return (
    <p className="left-out" data-testid="left-out">
      <span className="quiet">This lesson leaves out</span>
      {left.map((panel) => (
        <button key={panel} type="button" className="quiet-button" onClick={() => reveal(panel)}>
          {NAMES[panel]}
        </button>
      ))}
    </p>
  );
}
