/** @file What a results file tells of the data that was read; names, reasons and notes hold a stranger's text. */
import type { JsonPart } from '../base/json';

export interface DataFacts {
  /** Rows of the splits as they are; null for validation rows that were held out of the training rows. */
  readonly rows: { readonly train: number; readonly validation: number | null };
  readonly columns: { readonly text: string; readonly pair: string | null; readonly label: string };
  /** Names, in the order of the classes. */
  readonly classes: readonly string[];
  /** Rows that were left out, by file and reason. */
  readonly leftOut: readonly LeftOutFacts[];
  /** How the files were read; null for validation rows that were held out. */
  readonly reading: { readonly train: ReadingFacts; readonly validation: ReadingFacts | null };
  /** Sentences for a person, such as which words counted as missing values. */
  readonly notes: readonly string[];
}

export interface LeftOutFacts {
  readonly source: string;
  readonly reason: string;
  readonly count: number;
  readonly unit: 'line' | 'row';
  /** Where the first few are, 1-based. */
  readonly first: readonly number[];
}

/** Parts that do not apply to the kind of file are left out. */
export interface ReadingFacts {
  readonly encoding?: string;
  /** The character itself. */
  readonly delimiter?: string;
  /** Whether the first line names the columns. */
  readonly header?: boolean;
  /** Words that counted as missing values, in the columns that are used. */
  readonly missing?: readonly { readonly column: string; readonly word: string; readonly count: number }[];
}

const MAX_TEXT = 5000;

/** @throws LabError naming the path of what is wrong */
export function readDataFacts(part: JsonPart): DataFacts {
  const [rows, columns, reading] = [part.get('rows'), part.get('columns'), part.get('reading')];
  return {
    rows: { train: count(rows.get('train')), validation: rows.get('validation').nullable(count) },
    columns: {
      text: text(columns.get('text')),
      pair: columns.get('pair').nullable(text),
      label: text(columns.get('label')),
    },
    classes: part.get('classes').map(text),
    leftOut: part.get('leftOut').map((row) => ({
      source: text(row.get('source')),
      reason: text(row.get('reason')),
      count: count(row.get('count')),
      unit: row.get('unit').oneOf(['line', 'row']),
      first: row.get('first').map(count),
    })),
    reading: {
      train: readReading(reading.get('train')),
      validation: reading.get('validation').nullable(readReading),
    },
    notes: part.get('notes').map(text),
  };
}

function readReading(part: JsonPart): ReadingFacts {
  const encoding = part.get('encoding').optional(text);
  const delimiter = part.get('delimiter').optional(text);
  const header = part.get('header').optional((value) => value.boolean());
  const missing = part.get('missing').optional((list) =>
    list.map((each) => ({
      column: text(each.get('column')),
      word: text(each.get('word')),
      count: count(each.get('count')),
    })),
  );
  return {
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header }),
    ...(missing !== undefined && { missing }),
  };
}

function text(part: JsonPart): string {
  const value = part.text();
  if (value.length > MAX_TEXT) throw part.wrong(`a text of at most ${MAX_TEXT} characters`);
  return value;
}

const count = (part: JsonPart): number =>
  part.number('a whole number of 0 or more', (value) => Number.isSafeInteger(value) && value >= 0);
