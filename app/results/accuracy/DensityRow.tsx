/** @file One scenario's trials: the density of its accuracies above the strip of single trials. */
import { memo } from 'react';
import type { DensityPoint } from '../../../src/stats/density';
import { othersText } from '../../../src/stats/outcomes';
import { PublishedStrip } from '../../lessons/PublishedStrip';
import { ModuleGlyph } from '../../ui/ModuleGlyph';
import { useInTurn } from '../../ui/InTurn';
import { percent } from '../../../src/base/format';
import { formatInterval } from '../../../src/stats/formatSummary';
import type { Axis } from '../../../src/stats/axis';
import { DensityChart } from '../charts/charts';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { TrialStrip } from './TrialStrip';
import { Loaded } from '../../ui/Loaded';

export interface DensityRowData {
  readonly group: ScenarioGroup;
  readonly axis: Axis;
  /** Empty for fewer than two trials. */
  readonly curve: readonly DensityPoint[];
  /** Shared by all scenarios, so that equal areas mean equal numbers. */
  readonly highest: number;
}

/** Rows are drawn one after another, though they change together. */
export function DensityRow({ row }: { readonly row: DensityRowData }) {
  return <DensityRowContent row={useInTurn(row)} />;
}

const DensityRowContent = memo(function DensityRowContent({ row }: { readonly row: DensityRowData }) {
  const { group, axis, curve, highest } = row;
  const { scenario, summary, open } = group;
  const { mean, sd, interval, n } = summary;
  const others = othersText(group);
  const trials = n + open + Object.values(group.others).reduce((sum, count) => sum + count, 0);

  return (
    <li className="density-row" data-scenario={scenario.name}>
      <div className="density-label">
        <ModuleGlyph scenario={scenario} />
        <div>
          <h3>{scenario.name}</h3>
          <p className="figure-line">
            {mean === null ? (
              <span className="quiet">not run yet</span>
            ) : (
              <>
                <strong>{percent(mean)}</strong>{' '}
                <span>{sd === null ? 'sd –' : `± ${(sd * 100).toFixed(1)}`}</span>
              </>
            )}
          </p>
          {/* Its line is there before it is, so that nothing moves when it comes. */}
          <p className="quiet interval-line">{interval && `95 %: ${formatInterval(interval)}`}</p>
          <p className="quiet">
            n = {n}
            {open > 0 && mean !== null && ` of ${trials}`}
            {others && `, ${others}`}
          </p>
        </div>
      </div>
      <div className="density-charts">
        <div
          className="density-plot"
          data-testid="density-plot"
          role="img"
          aria-label={
            mean === null
              ? `${scenario.name}: no trial yet`
              : `${scenario.name}: mean accuracy ${percent(mean)}, sd ${sd === null ? 'unknown' : percent(sd)}, n ${n}${interval ? `, 95 % interval ${formatInterval(interval)}` : ''}`
          }
        >
          {curve.length > 0 && (
            <Loaded what="The chart">
              <DensityChart hill={{ color: scenario.color, curve, mean, highest }} axis={axis} />
            </Loaded>
          )}
          {n === 1 && <p className="quiet density-note">One trial has no spread; two make a curve.</p>}
        </div>
        <TrialStrip group={group} axis={axis} />
      </div>
      <PublishedStrip scenario={scenario.name} />
    </li>
  );
});
