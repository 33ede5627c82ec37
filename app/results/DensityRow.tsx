/** @file One scenario's trials: the density of its accuracies above the strip of single trials. */
import { memo } from 'react';
import { Area, ComposedChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { DensityPoint } from '../../src/stats/density';
import { ModuleGlyph } from '../scenario/ModuleGlyph';
import { percent } from '../ui/format';
import type { Axis } from './axis';
import { othersText, type ScenarioGroup } from './groups';

const MARGIN = { top: 2, right: 10, bottom: 0, left: 10 };
/** Trials of equal accuracy lie beside each other, not on top of each other. */
const STRIP_LEVELS = 3;

function heightAt(curve: readonly DensityPoint[], x: number): number {
  return curve.reduce((near, point) => (Math.abs(point.x - x) < Math.abs(near.x - x) ? point : near)).y;
}

export interface DensityRowProps {
  readonly group: ScenarioGroup;
  readonly axis: Axis;
  /** Empty for fewer than two trials. */
  readonly curve: readonly DensityPoint[];
  /** Shared by all scenarios, so that equal areas mean equal numbers. */
  readonly highest: number;
}

export const DensityRow = memo(function DensityRow({ group, axis, curve, highest }: DensityRowProps) {
  const { scenario, accuracies, summary, open } = group;
  const { mean, sd, n } = summary;
  const domain = [axis.from, axis.to];
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
            : `${scenario.name}: mean accuracy ${percent(mean)}, sd ${sd === null ? 'unknown' : percent(sd)}, n ${n}`
        }
      >
        <div className="density-plot" data-testid="density-plot">
          {curve.length > 0 ? (
            <ResponsiveContainer width="100%" height="100%">
              <ComposedChart data={[...curve]} margin={MARGIN} accessibilityLayer={false}>
                <XAxis dataKey="x" type="number" domain={domain} allowDataOverflow hide />
                <YAxis domain={[0, highest]} hide />
                <Area
                  dataKey="y"
                  type="linear"
                  stroke={scenario.color}
                  strokeWidth={2}
                  fill={scenario.color}
                  fillOpacity={0.22}
                  isAnimationActive={false}
                />
                {mean !== null && (
                  <ReferenceLine
                    segment={[
                      { x: mean, y: 0 },
                      { x: mean, y: heightAt(curve, mean) },
                    ]}
                    stroke={scenario.color}
                    strokeWidth={1.5}
                    strokeDasharray="2 3"
                  />
                )}
              </ComposedChart>
            </ResponsiveContainer>
          ) : (
            n === 1 && <p className="quiet density-note">One trial has no spread; two make a curve.</p>
          )}
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
    </li>
  );
});
