/** @file Notes for a person who has set how a file is read, about settings that do not apply to it. */
import type { ReadingChoice } from '../../experiment/experiment';
import type { ReadingKey } from '../../experiment/readingChoice';

/**
 * One sentence for each setting that was given and has no effect.
 * @param reasons why, by setting; each completes "has no effect: "
 */
export function ignoredNotes(
  choice: ReadingChoice,
  reasons: Partial<Readonly<Record<ReadingKey, string>>>,
): string[] {
  return Object.entries(reasons).flatMap(([key, reason]) => {
    const value = choice[key as ReadingKey];
    return value === null ? [] : [`The setting ${key}=${value} has no effect: ${reason}.`];
  });
}
