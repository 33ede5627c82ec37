/** @file "Which differences are real?": every scenario against every other, with one pair shown in full. */
import { memo, useMemo, useState } from 'react';
import { differencesFigure } from '../../../src/figures/differences/differencesFigure';
import type { Judging } from '../../../src/figures/differences/judging';
import { differenceAt, type CellPosition } from '../../../src/stats/comparisons/differences';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';
import { DifferenceDetail } from './DifferenceDetail';
import { DifferenceMatrix } from './DifferenceMatrix';
import { firstCell } from './matrixCells';
import { PlanBar } from './PlanBar';

export interface DifferencesPanelProps {
  readonly groups: readonly ScenarioGroup[];
  readonly judging: Judging;
  /** How many scenarios the matrix leaves out. */
  readonly hidden?: number;
}

export const DifferencesPanel = memo(function DifferencesPanel(props: DifferencesPanelProps) {
  const { groups, judging, hidden = 0 } = props;
  const figure = useMemo(() => differencesFigure(groups, { judging, hidden }), [groups, judging, hidden]);
  const { differences, scenarios } = figure;
  const [chosen, choose] = useState<CellPosition | null>(null);
  // The chosen pair may belong to an experiment that is no longer shown.
  const cell = chosen && differenceAt(differences, chosen) ? chosen : firstCell(differences);
  const pair = cell && differenceAt(differences, cell);
  if (!cell || !pair) return null;
  const [row, column] = [scenarios[cell.row]?.name ?? '', scenarios[cell.column]?.name ?? ''];
  const [first, second] = pair.turned ? [column, row] : [row, column];
  return (
    <figure className="differences" aria-labelledby="differences-title" data-testid="differences">
      <header className="figure-head">
        <h2 id="differences-title">{figure.title}</h2>
        <SaveMenu
          what="differences"
          words="the differences"
          groups={groups}
          draw={(pictures, paper) => pictures.differencesPicture(figure, paper)}
          table="differences"
        />
      </header>
      <PlanBar looks={figure.looks} isPlanned={judging.plan !== null} />
      <DifferenceMatrix figure={figure} chosen={cell} choose={choose} />
      <DifferenceDetail
        difference={pair.difference}
        differences={differences}
        first={first}
        second={second}
      />
      <figcaption className="caption">{figure.caption}</figcaption>
    </figure>
  );
});
