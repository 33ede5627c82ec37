/** @file "Which differences are real?": every scenario against every other, with one pair told in full. */
import { memo, useMemo, useState } from 'react';
import { allDifferences, differenceAt, type CellPosition } from '../../../src/stats/differences';
import { DifferenceDetail } from './DifferenceDetail';
import { DifferenceMatrix } from './DifferenceMatrix';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { firstCell } from './matrixCells';
import { SaveMenu } from '../save/SaveMenu';
import { formatHiddenComparisons } from '../view/formatView';

export interface DifferencesPanelProps {
  readonly groups: readonly ScenarioGroup[];
  /** Validation examples behind each accuracy; null if not known. */
  readonly rows: number | null;
  /** Scenarios left out of the matrix. */
  readonly hidden?: number;
}

export const DifferencesPanel = memo(function DifferencesPanel(props: DifferencesPanelProps) {
  const { groups, rows, hidden = 0 } = props;
  const matrix = useMemo(() => {
    const values = groups.map(({ bySeed }) => bySeed);
    return { groups, differences: allDifferences(values, rows) };
  }, [groups, rows]);
  const { differences } = matrix;
  const [chosen, choose] = useState<CellPosition | null>(null);
  // What was chosen may belong to an experiment that is no longer shown.
  const place = chosen && differenceAt(differences, chosen) ? chosen : firstCell(differences);
  const pair = place && differenceAt(differences, place);
  if (!place || !pair) return null;
  const names = groups.map(({ scenario }) => scenario.name);
  const [row, column] = [names[place.row] ?? '', names[place.column] ?? ''];
  const [first, second] = pair.turned ? [column, row] : [row, column];
  return (
    <figure className="differences" aria-labelledby="differences-title" data-testid="differences">
      <header className="figure-head">
        <h2 id="differences-title">Which differences are real?</h2>
        <SaveMenu
          what="differences"
          words="the differences"
          groups={groups}
          draw={(all, of) => all.differencesPicture(of)}
          table="differences"
        />
      </header>
      <DifferenceMatrix matrix={matrix} place={place} choose={choose} />
      <DifferenceDetail
        difference={pair.difference}
        tested={differences.tested}
        first={first}
        second={second}
      />
      <figcaption className="caption">
        A cell is the row’s mean accuracy minus the column’s in percentage points, with its 95 % t interval;
        trials of one seed are compared with each other. “Better” holds after Holm’s correction for all
        comparisons, “probably better” for this one alone; “a wash” is too small to matter on this validation
        set. Seeds tell how much training varies, not how other sentences would do.{' '}
        {formatHiddenComparisons(hidden)}
      </figcaption>
    </figure>
  );
});
