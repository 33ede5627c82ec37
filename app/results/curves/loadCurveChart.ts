/** @file Loads the chart of the learning curves, and with it recharts, when there is something to draw. */
import { lazy } from 'react';

const curveChart = () => import('./CurveChart');

export const CurveChart = lazy(async () => ({ default: (await curveChart()).CurveChart }));

/** A person who touches the page may soon press Run, and then nothing should have to load. */
const FIRST_TOUCH = ['pointerdown', 'pointermove', 'keydown', 'focusin'] as const;

export function loadCurveChartOnFirstTouch(): void {
  const load = (): void => {
    for (const type of FIRST_TOUCH) removeEventListener(type, load);
    // A chart that has something to draw tries again.
    curveChart().catch(() => undefined);
  };
  for (const type of FIRST_TOUCH) addEventListener(type, load, { passive: true });
}
