/** @file CSV and TSV: records of fields, with the quoting and the header that the file seems to mean. */
import Papa from 'papaparse';
import { LabError } from '../../errors';
import { PackedRows } from '../packedRows';
import { RowPlaces } from '../rowPlaces';
import { LeftOutCounter, memorySource, type RowSource } from '../table';
import { checkColumnCount, columnNames } from './columnNames';
import { HEADER_SAMPLE, looksLikeHeader } from './header';
import { LONGEST_RECORD, RecordPass, type RecordSink } from './recordPass';
import type { TextReading } from './textReading';

const DELIMITERS = [',', ';', '\t', '|'];

export interface DelimitedOptions {
  /** For messages. */
  readonly fileName: string;
  /** What the file's name suggests; null finds out. */
  readonly delimiter: '\t' | null;
  readonly notes: readonly string[];
  /** Enough of the file to see what separates its fields. */
  readonly head: string;
}

/**
 * Quotes: a CSV file's quote fields, as RFC 4180 says; a TSV file's are text, as in GLUE's files. Where that reading
 * does not fit the file (see {@link fitsBetter}), the other one is taken, and a note says so.
 * @throws LabError if the file has no rows, too many columns or a record that is too long
 */
export function* readDelimited(options: DelimitedOptions): TextReading<RowSource> {
  const delimiter = options.delimiter ?? guessDelimiter(options.head);
  const byCustom = delimiter !== '\t';
  const rows = new Rows(options.fileName);
  const pass = new RecordPass(delimiter, byCustom, rows.take);
  yield pass;
  if (!pass.sawQuote || (byCustom && !pass.misquoted)) return rows.source(pass, options.notes);
  const other = new RecordPass(delimiter, !byCustom, null);
  yield other;
  if (!fitsBetter(other, pass, byCustom)) return rows.source(pass, options.notes);
  rows.forget();
  const anew = new Rows(options.fileName);
  yield new RecordPass(delimiter, !byCustom, anew.take);
  const note = byCustom
    ? 'Quotes do not close where they should, so they were read as text.'
    : 'Fields in quotes were read without them.';
  return anew.source(other, [...options.notes, note]);
}

/**
 * The reading with quotes of the kind that the format has by custom, unless the other one fits better:
 * - a CSV file with misplaced quotes, in which fewer records are ragged if quotes are text;
 * - a TSV file in which fewer records are ragged if quotes are syntax, or whose every quote is properly
 *   part of a quoted field, with at least one that had to be quoted.
 */
function fitsBetter(other: RecordPass, custom: RecordPass, quotesByCustom: boolean): boolean {
  if (other.endless) return false;
  if (quotesByCustom) return custom.misquoted && (custom.endless || custom.ragged > other.ragged);
  if (other.misquoted) return false;
  const proper = custom.properlyQuoted && custom.needsQuotes;
  return other.ragged < custom.ragged || (other.ragged === 0 && proper);
}

function guessDelimiter(head: string): string {
  const { meta } = Papa.parse(head, {
    delimitersToGuess: DELIMITERS,
    newline: '\n',
    preview: 1,
    skipEmptyLines: 'greedy',
  });
  return meta.delimiter;
}

/** Records become rows as they come, once the first ones have told whether there is a header. */
class Rows {
  private first: { readonly record: readonly string[]; readonly line: number }[] | null = [];
  private names: string[] = [];
  private rows = new PackedRows();
  private places = new RowPlaces();
  private readonly leftOut = new LeftOutCounter();
  private readonly notes: string[] = [];
  /** Told only if this reading is the one that is taken. */
  private problem: LabError | null = null;

  constructor(private readonly fileName: string) {}

  readonly take: RecordSink = (record, line) => {
    if (this.problem !== null) return;
    if (!this.first) return this.add(record, line);
    this.first.push({ record, line });
    if (this.first.length === HEADER_SAMPLE) this.begin();
  };

  /** Lets go of what was read. */
  forget(): void {
    this.rows = new PackedRows();
    this.places = new RowPlaces();
  }

  /** @param pass which has ended @throws LabError if there are no rows */
  source(pass: RecordPass, notes: readonly string[]): RowSource {
    this.begin();
    if (this.problem !== null) throw this.problem;
    const { fileName, rows, places } = this;
    if (pass.endless)
      throw new LabError(
        `${fileName} has a line of more than ${LONGEST_RECORD / 2 ** 20} million characters.`,
        'Check that lines end where they should.',
      );
    if (rows.rows === 0)
      throw new LabError(`${fileName} has no rows.`, 'Choose a file with rows of text and label.');
    rows.close();
    return memorySource({
      name: fileName,
      columns: this.names.map((name) => ({ name, classNames: null })),
      packed: rows,
      unit: 'line',
      places,
      leftOut: this.leftOut.list(),
      notes: [...notes, ...this.notes],
    });
  }

  private begin(): void {
    const sample = this.first;
    if (!sample) return;
    this.first = null;
    try {
      const header = sample[0]?.record;
      if (!header)
        throw new LabError(`${this.fileName} is empty.`, 'Choose a file with rows of text and label.');
      checkColumnCount(header.length, this.fileName);
      const hasHeader = looksLikeHeader(sample.map(({ record }) => record));
      if (!hasHeader) this.notes.push('The first line looks like data, so the columns have no names.');
      this.names = columnNames(hasHeader ? header : header.map(() => ''), this.fileName);
      for (const { record, line } of sample.slice(hasHeader ? 1 : 0)) this.add(record, line);
    } catch (problem) {
      if (!(problem instanceof LabError)) throw problem;
      this.problem = problem;
    }
  }

  private add(record: readonly string[], line: number): void {
    const { length } = this.names;
    if (record.length > length && record.slice(length).some((field) => field !== '')) {
      this.leftOut.add('more fields than the first line has', line);
      return;
    }
    this.rows.add(record.length > length ? record.slice(0, length) : record, null);
    this.places.add(line);
  }
}
