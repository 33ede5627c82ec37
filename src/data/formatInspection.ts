/** @file What the page and the command line say about a data set. */
import type { DataFacts, ReadingFacts } from '../results/dataFacts';
import { count } from '../base/format';
import type { DataInspection, InspectedReading } from './inspectDataset';
import type { Problem } from './labelledSplit';

/** "train.csv: 3 rows left out: no text (lines 4, 9, 12)". The reason and the name are a stranger's text. */
export function formatProblem({ source, count: rows, reason, unit, first }: Problem): string {
  const places = first.map((place) => count(place)).join(', ');
  const more = rows > first.length ? ', ...' : '';
  const what = rows === 1 ? '1 row' : `${count(rows)} rows`;
  return `${source}: ${what} left out: ${reason} (${first.length === 1 ? unit : `${unit}s`} ${places}${more})`;
}

/** "3,200 rows for training, 1,000 for validation; 2 labels" */
export function formatSize({ rows, labels, validationSplit, splits }: DataInspection): string {
  const counted = labels.length > 0 ? `; ${labels.length} labels` : '';
  if (validationSplit === null || rows.validation === null)
    return `${count(rows.train)} rows; part held out for validation${counted}`;
  const measured = `${count(rows.validation)} for validation${splits.length > 2 ? ` (${validationSplit})` : ''}`;
  return `${count(rows.train)} rows for training, ${measured}${counted}`;
}

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  ' ': 'blank',
  '\x01': 'U+0001',
  '\x1f': 'U+001F',
};

export function formatDelimiter(delimiter: string): string {
  return DELIMITER_NAMES[delimiter] ?? `"${delimiter}"`;
}

/** "Read to train on: utf-8, delimiter comma, with a header"; null if nothing had to be found out. */
function formatReading(what: string, { encoding, delimiter, header }: InspectedReading): string | null {
  const parts = [
    encoding,
    delimiter === undefined ? undefined : `delimiter ${formatDelimiter(delimiter)}`,
    header === undefined ? undefined : header ? 'with a header' : 'without a header',
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? null : `${what}: ${parts.join(', ')}`;
}

/** Everything that the page says beside its data set, one line each. */
export function inspectionLines(inspection: DataInspection): string[] {
  const { chosen, labels, reading, problems, notes } = inspection;
  const columns = chosen && [
    `text "${chosen.text}"`,
    ...(chosen.pair === null ? [] : [`second text "${chosen.pair}"`]),
    `label "${chosen.label}"`,
  ];
  const classes = labels.map(({ name, train, validation }) =>
    validation === null
      ? `"${name}" (${count(train)})`
      : `"${name}" (${count(train)} for training, ${count(validation)} for validation)`,
  );
  return [
    formatSize(inspection),
    columns && `Columns: ${columns.join(', ')}`,
    classes.length === 0 ? null : `Labels: ${classes.join(', ')}`,
    formatReading('Training file', reading.train),
    reading.validation && formatReading('Validation file', reading.validation),
    ...problems.map(formatProblem),
    ...notes,
  ].filter((line) => line !== null);
}

/** The same facts for a results file; null while the columns cannot be chosen. */
export function dataFacts(inspection: DataInspection): DataFacts | null {
  const { rows, chosen, labels, problems, reading, notes } = inspection;
  if (!chosen) return null;
  return {
    rows,
    columns: chosen,
    classes: labels.map(({ name }) => name),
    leftOut: problems.map(({ source, reason, count: rowCount, unit, first }) => ({
      source,
      reason,
      count: rowCount,
      unit,
      first,
    })),
    reading: {
      train: readingFacts(reading.train, chosen),
      validation: reading.validation && readingFacts(reading.validation, chosen),
    },
    notes,
  };
}

/** Missing values of the columns that are used. */
function readingFacts(
  { encoding, delimiter, header, missing = [] }: InspectedReading,
  columns: DataFacts['columns'],
): ReadingFacts {
  const used = missing.filter(({ column }) => Object.values(columns).includes(column));
  return {
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header }),
    ...(used.length > 0 && { missing: used }),
  };
}
