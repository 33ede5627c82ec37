/** @file One scenario's trials: the density of its accuracies above the strip of single trials. */
import { memo } from 'react';
import type { DensityPoint } from '../../src/stats/density';
import { othersText } from '../../src/stats/outcomes';
import { PublishedStrip } from '../lessons/PublishedStrip';
import { ModuleGlyph } from '../scenario/ModuleGlyph';
import { useInTurn } from '../ui/InTurn';
import { percent } from '../ui/format';
import type { Axis } from '../../src/stats/axis';
import { DensityChart } from './DensityChart';
import type { ScenarioGroup } from './groups';
import { intervalWords } from '../../src/stats/summaryWords';

/** Trials of equal accuracy lie beside each other, not on top of each other. */
const STRIP_LEVELS = 3;

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
  const { scenario, accuracies, summary, open } = group;
  const { mean, sd, interval, n } = summary;
  const others = othersText(group);

  return (
    <li className="density-row">
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
          {interval && <p className="quiet">95 %: {intervalWords(interval)}</p>}
          <p className="quiet">
            n = {n}
            {open > 0 && mean !== null && `, ${open} to come`}
            {others && `, ${others}`}
          </p>
        </div>
      </div>
      <div
        className="density-charts"
        role="img"
        aria-label={
          mean === null
            ? `${scenario.name}: no trial yet`
            : `${scenario.name}: mean accuracy ${percent(mean)}, sd ${sd === null ? 'unknown' : percent(sd)}, n ${n}${interval ? `, 95 % interval ${intervalWords(interval)}` : ''}`
        }
      >
        <div className="density-plot" data-testid="density-plot">
          <DensityChart hill={{ color: scenario.color, curve, mean, highest }} axis={axis} />
          {n === 1 && <p className="quiet density-note">One trial has no spread; two make a curve.</p>}
        </div>
        <div className="trial-strip" data-testid="trial-strip">
          {accuracies.map((accuracy, i) => (
            <span
              key={i}
              className="trial-dot"
              title={percent(accuracy)}
              style={{
                left: `${((accuracy - axis.from) / (axis.to - axis.from)) * 100}%`,
                top: `${((i % STRIP_LEVELS) + 1) * (100 / (STRIP_LEVELS + 1))}%`,
                background: scenario.color,
              }}
            />
          ))}
        </div>
      </div>
      <PublishedStrip scenario={scenario.name} />
    </li>
  );
});
