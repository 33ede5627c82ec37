/** @file Published accuracies below the person's own trials, on an axis of their own because model and data differ. */
import { percent } from '../../base/format';
import type { PublishedFigures, PublishedOverlay } from '../../lessons/lesson';
import { PUBLISHED_SOURCE } from '../../lessons/published';
import { positionOn, tickTexts, zoomedAxis, type Axis, type Range } from '../../stats/densities/axis';
import type { Tick } from '../figure';

export interface PublishedAxis {
  readonly range: Range;
  readonly ticks: readonly Tick[];
  readonly caption: string;
}

/** Positions on the axis of the published figures. */
export interface PublishedSpread {
  readonly at: number;
  /** One standard deviation to either side. */
  readonly from: number;
  readonly to: number;
  /** "94.18 % ± 0.26". */
  readonly text: string;
  readonly description: string;
}

const CAPTION =
  `◇ Published: ${PUBLISHED_SOURCE.model} on ${PUBLISHED_SOURCE.dataset} (${PUBLISHED_SOURCE.author}, ` +
  `${PUBLISHED_SOURCE.work}), mean ± deviation, on an axis of its own. Model and data differ, so compare ` +
  'order and gaps, not heights.';

/** The range that holds every published mean with its deviation; null if no accuracies were published. */
export function publishedAxis({ figures }: PublishedOverlay): PublishedAxis | null {
  const ends = Object.values(figures).flatMap(({ accuracy, sd = 0 }) =>
    accuracy === undefined ? [] : [accuracy - sd, accuracy + sd],
  );
  if (ends.length === 0) return null;
  const range: Axis = zoomedAxis({ from: Math.min(...ends), to: Math.max(...ends) });
  const texts = tickTexts(range);
  return {
    range,
    ticks: range.ticks.map((value, i) => ({ value, at: positionOn(range, value), text: texts[i] ?? '' })),
    caption: CAPTION,
  };
}

/** @returns null if no accuracy of the scenario was published */
export function publishedSpread(
  figures: PublishedFigures | undefined,
  { range }: PublishedAxis,
): PublishedSpread | null {
  if (figures?.accuracy === undefined) return null;
  const { accuracy, sd = 0 } = figures;
  return {
    at: positionOn(range, accuracy),
    from: positionOn(range, accuracy - sd),
    to: positionOn(range, accuracy + sd),
    text: `${percent(accuracy, 2)} ± ${(sd * 100).toFixed(2)}`,
    description: `published: ${percent(accuracy, 2)}, sd ${percent(sd, 2)}`,
  };
}
