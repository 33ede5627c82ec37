/** @file Columns that hold lists or objects: neither text nor label, whatever their values look like as text. */
import { LabError } from '../base/errors';
import { quote } from '../experiment/validate';
import { listNames } from './columnList';

const REMEDY =
  'Write what is meant into a column of its own, with one text or number a row. In pandas: pd.json_normalize(rows) for objects, df["label"].str[0] for lists; annotation tools export such a table themselves (Label Studio as JSON-MIN or CSV).';

/** @param name of the column that was asked for */
export function nestedColumn(sourceName: string, name: string): LabError {
  return new LabError(
    `Column ${quote(name)} of ${sourceName} holds lists or objects, of which the lab makes neither texts nor labels.`,
    REMEDY,
  );
}

/**
 * @param wanted completes "No column of a.csv looks like "
 * @param otherwise the remedy if no column is nested
 */
export function noColumn(
  sourceName: string,
  wanted: string,
  nested: readonly string[],
  otherwise: string,
): LabError {
  if (nested.length === 0) return new LabError(`No column of ${sourceName} looks like ${wanted}.`, otherwise);
  const names = listNames(nested);
  return new LabError(
    `No column of ${sourceName} looks like ${wanted}. ${nested.length === 1 ? `Column ${names} holds` : `Columns ${names} hold`} lists or objects, which are not looked into.`,
    REMEDY,
  );
}
