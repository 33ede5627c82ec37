/** @file The density of one scenario's accuracies as a hill, with the mean as a dashed line and its interval as a bar. */
import { memo } from 'react';
import type { AccuracyRow } from '../../../src/figures/accuracy/accuracyFigure';
import { hillPaths } from '../../../src/figures/accuracy/hillPaths';

/** The drawing is a square of this side, which the style sheet stretches over the plot: lines keep their width. */
export const HILL_SIDE = 1000;
export const HILL_SCALES = {
  x: (at: number) => at * HILL_SIDE,
  y: (height: number) => (1 - height) * HILL_SIDE,
  digits: 1,
};

export const Hill = memo(function Hill({ row }: { readonly row: AccuracyRow }) {
  const { scenario, hill, mean, interval } = row;
  const paths = hillPaths(hill, HILL_SCALES);
  if (!paths && !interval && !mean) return null;
  const { x, y } = HILL_SCALES;
  return (
    <svg
      className="hill"
      viewBox={`0 0 ${HILL_SIDE} ${HILL_SIDE}`}
      preserveAspectRatio="none"
      stroke={scenario.color}
      aria-hidden="true"
    >
      {paths && (
        <>
          <path className="hill-area" d={paths.area} fill={scenario.color} />
          <path className="hill-line" d={paths.line} />
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
        <line className="hill-mean" x1={x(mean.at)} x2={x(mean.at)} y1={HILL_SIDE} y2={y(mean.height)} />
      )}
    </svg>
  );
});
