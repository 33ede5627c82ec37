/** @file CSV and TSV: records of fields, with the quoting and the header that the file seems to mean. */
import Papa from 'papaparse';
import { LabError } from '../../errors';
import { type Cell, LeftOutCounter, memorySource, type RowSource } from '../table';
import { checkColumnCount, columnNames } from './columnNames';
import { looksLikeHeader } from './header';

const DELIMITERS = [',', ';', '\t', '|'];
/** Enough of a file to see what separates its fields. */
const GUESS_CHARACTERS = 100_000;

export interface DelimitedOptions {
  /** For messages. */
  readonly fileName: string;
  /** What the file's name suggests; null finds out. */
  readonly delimiter: '\t' | null;
  readonly notes: readonly string[];
}

interface Reading {
  readonly records: readonly (readonly string[])[];
  /** Whether quotes stood where the format does not allow them. */
  readonly misquoted: boolean;
  /** Records that are longer or shorter than the first one. */
  readonly ragged: number;
}

/**
 * Quotes: a CSV file's quote fields, as RFC 4180 says; a TSV file's are text, as in GLUE's files. Where that reading
 * does not fit the file (see {@link chooseReading}), the other one is taken, and a note says so.
 * @throws LabError if the file has no rows or too many columns
 */
export function readDelimited(text: string, options: DelimitedOptions): RowSource {
  const { fileName } = options;
  const notes = [...options.notes];
  const lines = text.replace(/\r\n?/g, '\n'); // files mix them
  const { records } = chooseReading(lines, options.delimiter ?? guessDelimiter(lines), notes);
  const header = records.findIndex((record) => !isBlank(record));
  if (header < 0) throw new LabError(`${fileName} is empty.`, 'Choose a file with rows of text and label.');
  checkColumnCount(records[header]!.length, fileName);

  const hasHeader = looksLikeHeader(records.slice(header));
  const first = records[header]!;
  if (!hasHeader) notes.push('The first line looks like data, so the columns have no names.');
  const names = columnNames(hasHeader ? first : first.map(() => ''), fileName);
  const leftOut = new LeftOutCounter();
  const cells: Cell[][] = names.map(() => []);
  const places: number[] = [];
  let line = 1;
  for (const [index, record] of records.entries()) {
    const place = line;
    line += lineCount(record);
    if (isBlank(record) || index < header || (index === header && hasHeader)) continue;
    if (record.slice(names.length).some((field) => field !== '')) {
      leftOut.add('more fields than the first line has', place);
      continue;
    }
    // What a short record lacks stays a hole: filled up, a wide header over short records would take any amount of memory.
    for (const [column, field] of record.slice(0, names.length).entries())
      cells[column]![places.length] = field;
    places.push(place);
  }
  if (places.length === 0)
    throw new LabError(`${fileName} has no rows.`, 'Choose a file with rows of text and label.');
  return memorySource({
    name: fileName,
    columns: names.map((name) => ({ name, classNames: null })),
    cells,
    rows: places.length,
    unit: 'line',
    places,
    leftOut: leftOut.list(),
    notes,
  });
}

/**
 * The reading with quotes of the kind that the format has by custom, unless the other one fits better:
 * - a CSV file with misplaced quotes, in which fewer records are ragged if quotes are text;
 * - a TSV file in which fewer records are ragged if quotes are syntax, or whose every quote is properly
 *   part of a quoted field, with at least one that had to be quoted.
 */
function chooseReading(text: string, delimiter: string, notes: string[]): Reading {
  const quoted = parse(text, delimiter, true);
  if (!text.includes('"')) return quoted;
  const unquoted = parse(text, delimiter, false);
  if (delimiter === '\t') {
    const fitsBetter = !quoted.misquoted && quoted.ragged < unquoted.ragged;
    if (!fitsBetter && !(quoted.ragged === 0 && !quoted.misquoted && isProperlyQuoted(unquoted.records)))
      return unquoted;
    notes.push('Fields in quotes were read without them.');
    return quoted;
  }
  if (!quoted.misquoted || quoted.ragged <= unquoted.ragged) return quoted;
  notes.push('Quotes do not close where they should, so they were read as text.');
  return unquoted;
}

function parse(text: string, delimiter: string, quotes: boolean): Reading {
  const { data, errors } = Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    fastMode: quotes ? undefined : true, // fast mode knows no quotes
  });
  const width = data.find((record) => !isBlank(record))?.length ?? 0;
  return {
    records: data,
    misquoted: errors.some(({ type }) => type === 'Quotes'),
    ragged: data.filter((record) => !isBlank(record) && record.length !== width).length,
  };
}

function guessDelimiter(text: string): string {
  const { meta } = Papa.parse(text.slice(0, GUESS_CHARACTERS), {
    delimitersToGuess: DELIMITERS,
    newline: '\n',
    preview: 1,
    skipEmptyLines: 'greedy',
  });
  return meta.delimiter;
}

/** Whether every field with a quote is one quoted field of RFC 4180, and one of them holds a quote itself. */
function isProperlyQuoted(records: readonly (readonly string[])[]): boolean {
  let needed = false;
  for (const record of records)
    for (const field of record) {
      if (!field.includes('"')) continue;
      if (field.length < 2 || !field.startsWith('"') || !field.endsWith('"')) return false;
      const inner = field.slice(1, -1);
      if (inner.replaceAll('""', '').includes('"')) return false;
      needed ||= inner.includes('""');
    }
  return needed;
}

function isBlank(record: readonly string[]): boolean {
  return record.length <= 1 && (record[0] ?? '').trim() === '';
}

/** Lines of the file that the record takes: line breaks inside quoted fields are kept in them. */
function lineCount(record: readonly string[]): number {
  return record.reduce((lines, field) => lines + (field.match(/\n/g)?.length ?? 0), 1);
}
