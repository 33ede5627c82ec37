/** @file The density of one scenario's accuracies as a hill, with the mean as a line and its interval as a bar. */
import { memo } from 'react';
import type { AccuracyRow } from '../../../src/figures/accuracy/accuracyFigure';
import type { Scenario } from '../../../src/experiment/experiment';
import { hillPaths } from '../../../src/figures/accuracy/hillPaths';

/** The drawing is a square of this side, which the style sheet stretches over the plot: lines keep their width. */
const HILL_SIDE = 1000;
const HILL_SCALES = {
  x: (at: number) => at * HILL_SIDE,
  y: (height: number) => (1 - height) * HILL_SIDE,
  digits: 1,
};

export interface HillProps extends Pick<AccuracyRow, 'hill' | 'mean'> {
  readonly scenario: Scenario;
  /** Of a recorded run's trials none is drawn. */
  readonly interval?: AccuracyRow['interval'];
  /** Whether the trials are a recorded run's: an outline behind the hill of one's own. */
  readonly isRecorded?: boolean;
}

export const Hill = memo(function Hill(props: HillProps) {
  const { scenario, hill, mean, interval = null, isRecorded = false } = props;
  const kind = isRecorded ? 'recorded' : 'hill';
  const paths = hillPaths(hill, HILL_SCALES);
  if (!paths && !interval && !mean) return null;
  const { x, y } = HILL_SCALES;
  return (
    <svg
      className={isRecorded ? 'hill recorded-hill' : 'hill'}
      viewBox={`0 0 ${HILL_SIDE} ${HILL_SIDE}`}
      preserveAspectRatio="none"
      stroke={scenario.color}
      aria-hidden="true"
    >
      {paths && (
        <>
          <path className={`${kind}-area`} d={paths.area} fill={scenario.color} />
          <path className={`${kind}-line`} d={paths.line} />
        </>
      )}
      {interval && (
        <line
          className="hill-interval"
          x1={x(interval.from)}
          x2={x(interval.to)}
          y1={HILL_SIDE}
          y2={HILL_SIDE}
        />
      )}
      {mean && (
        <line className={`${kind}-mean`} x1={x(mean.at)} x2={x(mean.at)} y1={HILL_SIDE} y2={y(mean.height)} />
      )}
    </svg>
  );
});
