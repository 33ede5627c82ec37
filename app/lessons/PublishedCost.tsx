/** @file A scenario's published cost below its own, in a panel: on a scale of its own where the units differ. */
import type { PublishedFigures } from '../../src/lessons/lesson';
import { PUBLISHED_SOURCE } from '../../src/lessons/published';
import { useLab } from '../store/lab';
import { percent, rate, withUnit } from '../../src/base/format';
import { shownOverlay } from './overlay';

export type CostFigure = 'parametersPercent' | 'memoryPercent' | 'samplesPerSecond';

const WORDS: Readonly<Record<CostFigure, (value: number) => string>> = {
  parametersPercent: (value) => percent(value / 100, value < 10 ? 3 : 0),
  memoryPercent: (value) => `${withUnit(value, '%')} ${PUBLISHED_SOURCE.memoryUnit}`,
  samplesPerSecond: (value) => withUnit(rate(value), '/s'),
};

export interface PublishedCostProps {
  readonly scenario: string;
  readonly figure: CostFigure;
  /** Where a value lies on the panel's own axis, 0 to 1; without it the bars are scaled among themselves. */
  readonly at?: ((value: number) => number) | undefined;
}

export function PublishedCost({ scenario, figure, at }: PublishedCostProps) {
  const overlay = useLab(shownOverlay);
  const value = overlay?.figures[scenario]?.[figure];
  if (!overlay || value === undefined) return null;
  const most = Math.max(...Object.values(overlay.figures).map((each: PublishedFigures) => each[figure] ?? 0));
  const share = Math.max(0, Math.min(1, at ? at(value) : value / most));
  return (
    <>
      <span className="published-cost">
        <span
          className={at ? 'published-mark' : 'published-bar'}
          style={at ? { left: `${share * 100}%` } : { width: `${share * 100}%` }}
        />
      </span>
      <span className="published-words">◇ published {WORDS[figure](value)}</span>
    </>
  );
}
