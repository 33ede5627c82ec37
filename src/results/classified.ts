/**
 * @file What a record says of each validation row: whether it was classified rightly, what classes were taken for which,
 * and which rows they were. The parts of one record must agree.
 */
import * as v from 'valibot';
import { unpackBits } from '../base/bits';
import { about, count, list, object, type Output, textThat } from '../base/schema';
import { sumOf } from '../base/sum';

/** The most classes of a record; the lab reads data sets of up to 20. */
const MAX_CLASSES = 100;

export const CORRECT = v.exactOptional(
  about(
    textThat('a text in base64', (text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text)),
    'base64 of one bit a validation row, in the order in which they were chosen: row i is bit i mod 8, the least ' +
      'significant first, of byte i / 8; 1 if the row was classified rightly at the end. Only in trials that are done; ' +
      'missing in older files, and in links that it would make too long',
  ),
);

export const VALIDATION_ID = v.exactOptional(
  about(
    textThat('16 to 64 letters and digits', (text) => /^[A-Za-z0-9]{16,64}$/.test(text)),
    'identity of the validation rows: equal for the same texts and classes in the same order; missing likewise',
  ),
);

export const CONFUSION = v.exactOptional(
  about(
    v.pipe(
      list(list(count)),
      v.check(
        (rows) =>
          rows.length >= 2 &&
          rows.length <= MAX_CLASSES &&
          rows.every(({ length }) => length === rows.length),
        'as many counts in each of its lists as it has lists',
      ),
    ),
    'for each class, how many of its validation rows were taken for each class at the end; missing likewise',
    'rows',
  ),
);

/** These fields alone, as a link has them. */
export const CLASSIFIED_FIELDS = object({
  validationId: VALIDATION_ID,
  correct: CORRECT,
  confusion: CONFUSION,
});

export interface Classified extends Output<typeof CLASSIFIED_FIELDS> {
  /** The record's accuracy, in [0, 1]; null unless the trial is done. */
  readonly accuracy: number | null;
  readonly validationClasses?: readonly number[];
}

/** Accuracies are divisions of whole numbers, so equal ones differ in the last bits at most. */
const ROUNDING = 1e-9;

/** The number of rows behind a record; null if it does not say. */
function measuredRows({ confusion, validationClasses }: Classified): number | null {
  const counts = validationClasses ?? confusion?.flat();
  return counts ? sumOf(counts) : null;
}

/** For each validation row 1 if it was classified rightly, else 0; null if the record does not say. */
export function readCorrect(record: Classified): Uint8Array | null {
  const rows = measuredRows(record);
  return record.correct === undefined || rows === null ? null : unpackBits(record.correct, rows);
}

/** Whether the counts are those of the record's accuracy and of its rows by class. */
export function confusionAgrees({ accuracy, confusion, validationClasses }: Classified): boolean {
  if (!confusion) return true;
  if (accuracy === null) return false;
  const right = sumOf(confusion.map((counts, label) => counts[label] ?? 0));
  const classes = confusion.map(sumOf);
  return (
    Math.abs(right - accuracy * sumOf(classes)) < ROUNDING * Math.max(1, right) &&
    (!validationClasses || classes.join() === validationClasses.join())
  );
}

/** Whether there is a bit for each row, as many of them 1 as the record's accuracy says. */
export function correctAgrees(record: Classified): boolean {
  if (record.correct === undefined) return true;
  const hits = readCorrect(record);
  if (!hits || record.accuracy === null) return false;
  return Math.abs(sumOf(hits) - record.accuracy * hits.length) < ROUNDING * Math.max(1, hits.length);
}
