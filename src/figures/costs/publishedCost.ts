/** @file A scenario's published cost below its own, on a separate scale if the units differ. */
import { percent, rate, withUnit } from '../../base/format';
import type { PublishedFigures, PublishedOverlay } from '../../lessons/lesson';
import { PUBLISHED_SOURCE } from '../../lessons/published';

type CostField = 'parametersPercent' | 'memoryPercent' | 'samplesPerSecond';

export interface PublishedCost {
  /** A mark on the figure's own axis, or a bar that is scaled among the published ones. */
  readonly kind: 'mark' | 'bar';
  /** In [0, 1]. */
  readonly at: number;
  /** "◇ published 909 /s". */
  readonly text: string;
}

const TEXTS: Readonly<Record<CostField, (value: number) => string>> = {
  parametersPercent: (value) => percent(value / 100, value < 10 ? 3 : 0),
  memoryPercent: (value) => `${withUnit(value, '%')} ${PUBLISHED_SOURCE.memoryUnit}`,
  samplesPerSecond: (value) => withUnit(rate(value), '/s'),
};

/**
 * @param position where a value lies on the figure's own axis, in [0, 1]; left out if the units differ
 * @returns null if nothing was published about the scenario
 */
export function publishedCost(
  overlay: PublishedOverlay | null,
  { scenario, field }: { readonly scenario: string; readonly field: CostField },
  position?: (value: number) => number,
): PublishedCost | null {
  const value = overlay?.figures[scenario]?.[field];
  if (!overlay || value === undefined) return null;
  const all = Object.values(overlay.figures).map((each: PublishedFigures) => each[field] ?? 0);
  const share = position ? position(value) : value / Math.max(...all);
  return {
    kind: position ? 'mark' : 'bar',
    at: Math.max(0, Math.min(1, share)),
    text: `◇ published ${TEXTS[field](value)}`,
  };
}
