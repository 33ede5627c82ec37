/** @file The chart library, a third of the page's script, loads when there is something to draw with it. */
import { lazy } from 'react';

const curveChart = () => import('./CurveChart');

export const CurveChart = lazy(async () => ({ default: (await curveChart()).CurveChart }));

/** Whoever touches the page may soon press Run, and then nothing should have to load. */
const FIRST_TOUCH = ['pointerdown', 'pointermove', 'keydown', 'focusin'] as const;

export function loadCurveChartOnFirstTouch(): void {
  const load = (): void => {
    for (const type of FIRST_TOUCH) removeEventListener(type, load);
    // Those that have something to draw ask again.
    curveChart().catch(() => undefined);
  };
  for (const type of FIRST_TOUCH) addEventListener(type, load, { passive: true });
}
