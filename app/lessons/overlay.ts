/** @file Which published figures lie over the results, if any. */
import { lessonById } from '../../src/lessons';
import type { PublishedFigures, PublishedOverlay } from '../../src/lessons/lesson';
import { type Axis, zoomedAxis } from '../../src/stats/axis';
import { useLab, type Lab } from '../store/lab';

/** Not before the reader has predicted, for they would give the answer away; and not over the library's results. */
export function shownOverlay(
  lab: Pick<Lab, 'lesson' | 'overlay' | 'predictions' | 'screen'>,
): PublishedOverlay | null {
  if (!lab.overlay || lab.screen === 'library' || lab.lesson === null || !(lab.lesson in lab.predictions))
    return null;
  return lessonById(lab.lesson)?.published ?? null;
}

/** The figures that lie over one scenario's results. */
export function usePublished(scenario: string): PublishedFigures | null {
  return useLab((lab) => shownOverlay(lab)?.figures[scenario] ?? null);
}

/** Around every published mean and deviation; null where no accuracies were published. */
export function publishedAxis({ figures }: PublishedOverlay): Axis | null {
  const ends = Object.values(figures).flatMap(({ accuracy, sd = 0 }) =>
    accuracy === undefined ? [] : [accuracy - sd, accuracy + sd],
  );
  return ends.length === 0 ? null : zoomedAxis({ from: Math.min(...ends), to: Math.max(...ends) });
}
