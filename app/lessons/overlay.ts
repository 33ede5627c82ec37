/** @file Which published figures are overlaid on the results, if any. */
import { lessonById } from '../../src/lessons';
import type { PublishedOverlay } from '../../src/lessons/lesson';
import type { Lab } from '../store/lab';

/**
 * The overlay; null until the reader has predicted, because the figures would give the answer away, and for the
 * library's results.
 */
export function shownOverlay(
  lab: Pick<Lab, 'lesson' | 'overlay' | 'predictions' | 'screen'>,
): PublishedOverlay | null {
  if (!lab.overlay || lab.screen === 'library' || lab.lesson === null || !(lab.lesson in lab.predictions))
    return null;
  return lessonById(lab.lesson)?.published ?? null;
}
