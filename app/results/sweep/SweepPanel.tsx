/** @file Mean accuracy by two settings, if the scenarios are such a sweep. */
import { memo, useMemo } from 'react';
import type { Hyperparameters } from '../../../src/experiment/experiment';
import type { Judging } from '../../../src/figures/differences/judging';
import { sweepFigure } from '../../../src/figures/sweep/sweepFigure';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';
import { ConfirmBest } from './ConfirmBest';
import { SweepTableView } from './SweepTableView';

export interface SweepPanelProps {
  readonly groups: readonly ScenarioGroup[];
  readonly judging: Judging;
  /** The experiment's training settings. */
  readonly training: Hyperparameters;
  /** How many scenarios the tables leave out. */
  readonly hidden?: number;
}

export const SweepPanel = memo(function SweepPanel(props: SweepPanelProps) {
  const { groups, judging, training, hidden = 0 } = props;
  const figure = useMemo(
    () => sweepFigure(groups, { judging, training, hidden }),
    [groups, judging, training, hidden],
  );
  if (!figure) return null;
  return (
    <figure className="sweep-panel" aria-labelledby="sweep-title" data-testid="sweep-panel">
      <header className="figure-head">
        <h2 id="sweep-title">{figure.title}</h2>
        <SaveMenu
          what="sweep"
          words="the table by settings"
          groups={groups}
          draw={(pictures, paper) => pictures.sweepPicture(figure, paper)}
          table="summary"
        />
      </header>
      <div className="sweep-tables">
        {figure.tables.map((table, i) => (
          <div key={i} className="sweep-one">
            <div className="table-scroll" role="region" aria-label={table.name} tabIndex={0}>
              <SweepTableView table={table} />
            </div>
            <p className="caption">{table.note}</p>
            {table.best && table.selection && <ConfirmBest scenario={table.best} />}
          </div>
        ))}
      </div>
      <figcaption className="caption">{figure.caption}</figcaption>
    </figure>
  );
});
