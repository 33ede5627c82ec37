/**
 * @file The part of shared results that says which validation sentences each trial classified rightly. It is the longest
 * part, so links that would become too long go without it.
 */
import type { JsonPart } from '../base/json';
import { CLASSIFIED_FIELDS, type Classified, confusionAgrees, correctAgrees } from '../results/classified';
import { readOrNull } from '../base/schema';
import { sumOf } from '../base/sum';

/** A trial's place among the identities of validation rows, its bits and its confusion counts; null if it has none. */
type SentenceRow = readonly [id: number, correct: string, confusion: readonly (readonly number[])[]] | null;

/** The most characters of all bits together, so that what a link unfolds to stays within what is read. */
const MOST_CHARACTERS = 200_000;

export interface SharedSentences {
  /** Identities of validation rows. */
  readonly ids: readonly string[];
  /** One entry a trial, in the order of the trials. */
  readonly rows: readonly SentenceRow[];
}

export type SentenceFields = Omit<Classified, 'accuracy'>;

/** @returns null if no trial says anything of its sentences, and for more than any link could carry */
export function packSentences(trials: readonly SentenceFields[]): SharedSentences | null {
  const ids: string[] = [];
  const rows = trials.map(({ validationId, correct, confusion }): SentenceRow => {
    if (validationId === undefined || correct === undefined || confusion === undefined) return null;
    if (!ids.includes(validationId)) ids.push(validationId);
    return [ids.indexOf(validationId), correct, confusion];
  });
  const characters = rows.reduce((sum, row) => sum + (row?.[1].length ?? 0), 0);
  return ids.length > 0 && characters <= MOST_CHARACTERS ? { ids, rows } : null;
}

/**
 * @param part what {@link packSentences} gave, from a stranger; its value is undefined if the link goes without
 * @param trial the trial's number in the link
 * @throws LabError if what it says of this trial does not agree with the accuracy
 */
export function unpackSentences(part: JsonPart, trial: number, accuracy: number | null): SentenceFields {
  if (part.value === undefined) return {};
  const row = part.get('rows').at(trial);
  if (row.value === null || row.value === undefined) return {};
  const [id, correct, confusion] = [row.at(0), row.at(1).text(), row.at(2)];
  const index = id.number('the place of an identity', (value) => Number.isSafeInteger(value) && value >= 0);
  const fields = readOrNull(CLASSIFIED_FIELDS, {
    validationId: part.get('ids').at(index).text(),
    correct,
    confusion: confusion.value,
  });
  if (!fields?.confusion) throw row.wrong('an identity of rows, their bits and their counts');
  const validationClasses = fields.confusion.map(sumOf);
  const read = { ...fields, validationClasses };
  if (!confusionAgrees({ accuracy, ...read }) || !correctAgrees({ accuracy, ...read }))
    throw row.wrong('bits and counts that agree with the accuracy');
  return read;
}
