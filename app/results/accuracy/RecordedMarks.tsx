/** @file A scenario's recorded trials: a dashed outline behind its hill, and rings among its dots. */
import { memo } from 'react';
import type { Scenario } from '../../../src/experiment/experiment';
import { hillPaths } from '../../../src/figures/accuracy/hillPaths';
import type { RecordedRow } from '../../../src/figures/accuracy/recordedRow';
import { atPercent } from '../../ui/atPercent';
import { HILL_SCALES, HILL_SIDE } from './Hill';

export interface RecordedMarksProps {
  readonly scenario: Scenario;
  readonly recorded: RecordedRow;
}

export const RecordedHill = memo(function RecordedHill({ scenario, recorded }: RecordedMarksProps) {
  const { hill, meanMark: mean } = recorded;
  const paths = hillPaths(hill, HILL_SCALES);
  if (!paths && !mean) return null;
  const { x, y } = HILL_SCALES;
  return (
    <svg
      className="hill recorded-hill"
      viewBox={`0 0 ${HILL_SIDE} ${HILL_SIDE}`}
      preserveAspectRatio="none"
      stroke={scenario.color}
      aria-hidden="true"
    >
      {paths && (
        <>
          <path className="recorded-area" d={paths.area} fill={scenario.color} />
          <path className="recorded-line" d={paths.line} />
        </>
      )}
      {mean && (
        <line className="recorded-mean" x1={x(mean.at)} x2={x(mean.at)} y1={HILL_SIDE} y2={y(mean.height)} />
      )}
    </svg>
  );
});

export const RecordedDots = memo(function RecordedDots({ scenario, recorded: { dots } }: RecordedMarksProps) {
  return (
    <div className="recorded-strip" aria-hidden="true">
      {dots.map(({ record, at, level }) => (
        <span
          key={record.id}
          className="recorded-dot"
          style={{ left: atPercent(at), top: atPercent(level), borderColor: scenario.color }}
        />
      ))}
    </div>
  );
});
