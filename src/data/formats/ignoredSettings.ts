/** @file Settings of the reading that a person gave to data which they cannot change: told, not passed over. */
import type { ReadingChoice } from '../../experiment/experiment';
import type { ReadingKey } from '../../experiment/readingChoice';

/**
 * One sentence for each setting that was given and has no effect.
 * @param reasons by setting, each of which completes "has no effect: "
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
