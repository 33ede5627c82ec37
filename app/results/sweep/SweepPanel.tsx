/** @file Mean accuracy by two settings, where the scenarios are such a grid. */
import { memo, useMemo } from 'react';
import type { Hyperparameters } from '../../../src/experiment/experiment';
import { sweepView } from '../../../src/experiment/sweep/sweepView';
import { allDifferences } from '../../../src/stats/differences';
import { bestOf, formatBest, meanRange } from './sweepCells';
import { SweepTableView, tableName } from './SweepTableView';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';

export interface SweepPanelProps {
  readonly groups: readonly ScenarioGroup[];
  /** Validation examples behind each accuracy; null if not known. */
  readonly rows: number | null;
  /** The experiment's. */
  readonly training: Hyperparameters;
}

export const SweepPanel = memo(function SweepPanel({ groups, rows, training }: SweepPanelProps) {
  const { tables, leftOut } = useMemo(
    () =>
      sweepView(
        groups.map(({ scenario }) => scenario),
        training,
      ),
    [groups, training],
  );
  const differences = useMemo(
    () =>
      tables.length > 0
        ? allDifferences(
            groups.map(({ bySeed }) => bySeed),
            rows,
          )
        : null,
    [tables, groups, rows],
  );
  const [first] = tables;
  if (!first || !differences) return null;
  const range = meanRange(tables, groups);
  const alike = tables.every(
    ({ rowName, columnName }) => rowName === first.rowName && columnName === first.columnName,
  );
  const others = leftOut.map((index) => groups[index]?.scenario.name ?? '');
  return (
    <figure className="grid-panel" aria-labelledby="grid-title" data-testid="grid-panel">
      <header className="figure-head">
        <h2 id="grid-title">
          Mean accuracy by {alike ? `${first.rowName} × ${first.columnName}` : 'two settings'}
        </h2>
        <SaveMenu what="grid" words="the table by settings" groups={groups} table="summary" />
      </header>
      <div className="grid-tables">
        {tables.map((table, i) => (
          <div key={i} className="grid-one">
            <div className="table-scroll" role="region" aria-label={tableName(table)} tabIndex={0}>
              <SweepTableView table={table} groups={groups} range={range} best={bestOf(table, groups)} />
            </div>
            <p className="caption">{formatBest(table, groups, differences)}</p>
          </div>
        ))}
      </div>
      <figcaption className="caption">
        A cell is the mean over the seeds in percent, ± their standard deviation; the stronger the blue, the
        higher.
        {others.length > 0 && ` Not in the table: ${others.join(', ')}.`}
      </figcaption>
    </figure>
  );
});
