/** @file Turns rows of CSV and TSV into rows of a table, once the first of them have shown the names of the columns. */
import { LabError } from '../../../base/errors';
import type { ReadingChoice } from '../../../experiment/experiment';
import { PackedRows } from '../../packedRows';
import { RowPositions } from '../../rowPositions';
import { LeftOutCounter, memorySource, type RowSource } from '../../table';
import { checkColumnCount, columnNames } from '../columnNames';
import { guessHeader, HEADER_SAMPLE, isSameRecord } from '../header';
import { findHeaderLines } from './headerLines';
import { MissingCells } from '../missingCells';
import { LONGEST_RECORD, type RowPass, type RowSink } from './rowPass';

/** The least share of rows with the same number of fields, in a file whose first lines have fewer. */
const MOST_OF_THEM = 0.8;

interface Located {
  readonly record: readonly string[];
  readonly line: number;
}

export class DelimitedRows {
  private first: Located[] | null = [];
  private names: string[] = [];
  /** null if the first line is data. */
  private header: readonly string[] | null = null;
  /** The lines of the header, if it has several. */
  private headerLines: readonly (readonly string[])[] = [];
  /** Positions of the fields by column, if the header has come again in another order. */
  private order: readonly number[] | null = null;
  private rows = new PackedRows();
  private places = new RowPositions();
  private readonly leftOut = new LeftOutCounter();
  private readonly missing: MissingCells;
  private readonly notes: string[] = [];
  /** The error to throw if this reading of the quotes is the one used. */
  private problem: LabError | null = null;

  constructor(
    private readonly fileName: string,
    private readonly choice: ReadingChoice,
  ) {
    this.missing = new MissingCells(choice.missing);
  }

  readonly take: RowSink = (record, line) => {
    if (this.problem !== null) return;
    if (isRule(record)) return this.leftOut.add('a rule between lines', line);
    if (!this.first) return this.add(record, line);
    this.first.push({ record, line });
    if (this.first.length === HEADER_SAMPLE) this.begin();
  };

  /** Drops the rows read so far. */
  forget(): void {
    this.rows = new PackedRows();
    this.places = new RowPositions();
  }

  /** @param pass must have ended @throws LabError if there are no rows */
  source(pass: RowPass, delimiter: string, notes: readonly string[]): RowSource {
    this.begin();
    if (this.problem !== null) throw this.problem;
    const { fileName, rows, places, missing } = this;
    if (pass.endless)
      throw new LabError(
        `${fileName} has a line of more than ${LONGEST_RECORD / 2 ** 20} million characters.`,
        'Check that lines end where they should.',
      );
    if (rows.rows === 0) throw this.noRows();
    rows.close();
    return memorySource({
      name: fileName,
      columns: this.names.map((name) => ({ name, classNames: null })),
      packed: rows,
      unit: 'line',
      places,
      leftOut: this.leftOut.list(),
      notes: [...notes, ...this.notes],
      reading: {
        delimiter,
        header: this.header !== null,
        missing: missing.list(),
        missingWords: missing.words,
      },
    });
  }

  private noRows(): LabError {
    const reasons = this.leftOut.list().map(({ reason, count }) => `${count} left out: ${reason}`);
    const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
    return new LabError(
      `${this.fileName} has no rows${this.header ? ' below its header' : ''}${why}.`,
      'Choose a file with rows of text and label, or choose its header and delimiter beside the columns.',
    );
  }

  private begin(): void {
    if (!this.first) return;
    const sample = this.withOneHeader(this.withoutTitles(this.first));
    this.first = null;
    try {
      const first = sample[0]?.record;
      if (!first)
        throw new LabError(`${this.fileName} is empty.`, 'Choose a file with rows of text and label.');
      checkColumnCount(first.length, this.fileName);
      if (this.headerLines.length > 0 || this.hasHeader(sample)) this.header = first;
      const names = this.header ? this.withRowNames(sample) : first.map(() => '');
      this.names = columnNames(names, this.fileName);
      for (const { record, line } of sample.slice(this.header ? 1 : 0)) this.add(record, line);
    } catch (problem) {
      if (!(problem instanceof LabError)) throw problem;
      this.problem = problem;
    }
  }

  private hasHeader(sample: readonly Located[]): boolean {
    const { header: chosen } = this.choice;
    if (chosen !== null) return chosen === 'yes';
    const { header, doubtful } = guessHeader(sample.map(({ record }) => record));
    if (!header) this.notes.push('The first line looks like data, so the columns have no names.');
    else if (doubtful)
      this.notes.push('The first line was read as the names of the columns, though it could be a row.');
    return header;
  }

  /** Drops lines above the table that have fewer fields than it: titles and comments. */
  private withoutTitles(sample: readonly Located[]): readonly Located[] {
    const width = usualWidth(sample);
    const [first] = sample;
    if (width < 2 || !first || first.record.length >= width) return sample;
    if (first.record.length > 1 && first.record.length === width - 1) return sample; // perhaps R's header
    const begin = sample.findIndex(({ record }) => record.length === width);
    const lines = sample.slice(0, begin).map(({ line }) => line);
    this.notes.push(
      `${lines.length === 1 ? 'Line' : 'Lines'} ${lines.slice(0, 5).join(', ')}${lines.length > 5 ? ', ...' : ''} above the table ${lines.length === 1 ? 'was' : 'were'} passed over.`,
    );
    return sample.slice(begin);
  }

  /** Keeps only the line that names the columns, if the header has several lines. */
  private withOneHeader(sample: readonly Located[]): readonly Located[] {
    const found = this.choice.header === null ? findHeaderLines(sample.map(({ record }) => record)) : null;
    const lines = sample.slice(0, found?.count ?? 0);
    const names = found && lines[found.names];
    if (!names) return sample;
    const others = lines.filter((each) => each !== names).map(({ line }) => line);
    this.headerLines = lines.map(({ record }) => record);
    this.notes.push(
      `Line ${names.line} names the columns. ${others.length === 1 ? 'Line' : 'Lines'} ${others.join(', ')} beside it ${others.length === 1 ? 'differs' : 'differ'} from all rows and ${others.length === 1 ? 'was' : 'were'} passed over; with header=yes, only the first line is the header.`,
    );
    return [names, ...sample.slice(lines.length)];
  }

  /** The header's names, plus one for R's row names, a nameless column in which all values differ. */
  private withRowNames(sample: readonly Located[]): readonly string[] {
    const [header, ...rest] = sample.map(({ record }) => record);
    if (!header || rest.length === 0) return header ?? [];
    const { length } = header;
    const isLonger = rest.every((record) => record.length === length + 1);
    // If a comma cuts sentences in two, the first fields have several words, unlike row names.
    const areNames =
      new Set(rest.map((record) => record[0])).size === rest.length &&
      rest.every((record) => /^\s*\S+\s*$/.test(record[0] ?? ''));
    // If the last fields are all empty, each row ends with a delimiter.
    if (!isLonger || !areNames || rest.every((record) => record[length]?.trim() === '')) return header;
    this.notes.push(
      'The first field of each row has no name: it was read as the name of the row, as R writes it.',
    );
    return ['', ...header];
  }

  private add(record: readonly string[], line: number): void {
    const { length } = this.names;
    if (record.length > length && record.slice(length).some((field) => field !== '')) {
      this.leftOut.add('more fields than the first line has', line);
      return;
    }
    if (record.every((field) => field.trim() === '')) {
      this.leftOut.add('every field is empty', line);
      return;
    }
    if (this.isHeaderAgain(record, line)) {
      this.leftOut.add('the header once more', line);
      return;
    }
    const { order } = this;
    const cells = order
      ? order.map((position) => record[position] ?? '')
      : record.length > length
        ? record.slice(0, length)
        : record;
    this.rows.add(
      cells.map((cell, column) => this.missing.cell(cell, column)),
      null,
    );
    this.places.add(line);
  }

  /** Files that were joined hold their header several times, perhaps with the columns in another order. */
  private isHeaderAgain(record: readonly string[], line: number): boolean {
    const { header } = this;
    if (!header) return false;
    if (this.headerLines.some((each) => isSameRecord(record, each))) return true;
    if (isSameRecord(record, header)) {
      this.order = null;
      return true;
    }
    const order = header.map((name) => record.indexOf(name));
    const isPermuted =
      record.length === header.length && header.length >= 2 && new Set(order).size === order.length;
    if (!isPermuted || order.includes(-1)) return false;
    this.order = order;
    this.notes.push(
      `Line ${line} names the columns in another order, so that the rows below it were read by it.`,
    );
    return true;
  }
}

/** `----+-----` below a header, or `|:---|---:|`, as databases and Markdown write them. */
function isRule(record: readonly string[]): boolean {
  return record.every((field) => /^[\s:=+-]*$/.test(field)) && record.some((field) => /--|==/.test(field));
}

/** The number of fields that nearly all rows have; 0 if there is no such number. */
function usualWidth(sample: readonly Located[]): number {
  const counts = new Map<number, number>();
  for (const { record } of sample) counts.set(record.length, (counts.get(record.length) ?? 0) + 1);
  const [width = 0, count = 0] = [...counts].reduce(
    (most, each) => (each[1] > most[1] ? each : most),
    [0, 0],
  );
  // Two lines are not counted, because a title or two are a large part of a short table.
  return count >= MOST_OF_THEM * (sample.length - 2) && count >= 2 ? width : 0;
}
