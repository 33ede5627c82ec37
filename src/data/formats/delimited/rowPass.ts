/**
 * @file Cuts a text that comes in parts into rows of CSV, and gathers evidence of whether its quotes were read as
 * meant.
 */
import Papa from 'papaparse';
import type { TextPass } from '../text/textReading';

/** The most characters of a row; a quote that never closes makes one row of the whole file. */
export const LONGEST_RECORD = 16 * 2 ** 20;

/** Papa's own parser, whose published types leave out what its streams call. */
interface Parser {
  parse(text: string, base: number, ignoreLastRow: boolean): Papa.ParseResult<string[]>;
}
const createParser = Papa.Parser as unknown as new (config: Papa.ParseConfig) => Parser;

/** Takes the rows in order. @param line 1-based line on which the row begins */
export type RowSink = (record: readonly string[], line: number) => void;

/** How a quote within a quoted field is written. `none`: quotes are text. `single`: fields are enclosed in single quotes. */
export type Quoting = 'doubled' | 'backslash' | 'single' | 'none';

/** One reading of a whole file, with quotes as syntax or as text, and what it shows. */
export class RowPass implements TextPass {
  sawQuote = false;
  /** Whether a quote followed a backslash. */
  sawBackslashQuote = false;
  /** Whether there were quotes where the format does not allow them. */
  misquoted = false;
  /** The number of rows with a quote, and of all rows. */
  private quotedRows = 0;
  private records = 0;
  /** How many lines end with a backslash and continue on the next, as databases write a line break in a field. */
  joined = 0;
  /** A row that ends this way, until the rest of it arrives. */
  private cut: { readonly record: readonly string[]; readonly line: number } | null = null;
  /** The number of rows for each number of fields. */
  private readonly widths = new Map<number, number>();
  /** Whether a row was longer than LONGEST_RECORD; nothing after it is read. */
  endless = false;
  /** Whether every field with a quote is one quoted field of RFC 4180; meaningful only if quotes are read as text. */
  properlyQuoted = true;
  /** Whether one of those fields itself contains a quote. */
  needsQuotes = false;
  /**
   * Whether every field with a quote is one quoted field with its inner quotes after backslashes; meaningful in the
   * same case.
   */
  onlyBackslashes = true;
  private width: number | null = null;
  private line = 1;
  private pending = '';
  private readonly parts: string[] = [];
  private partsLength = 0;
  private readonly parser: Parser;

  private readonly quotes: boolean;
  private readonly quote: string;

  /**
   * @param sink null to look at the rows without keeping them
   * @param skipped how many rows at the beginning do not belong to the table
   */
  constructor(
    delimiter: string,
    quoting: Quoting,
    private readonly sink: RowSink | null,
    private skipped = 0,
  ) {
    this.quotes = quoting !== 'none';
    this.quote = quoting === 'single' ? "'" : '"';
    this.parser = new createParser({
      delimiter,
      newline: '\n',
      ...(quoting === 'backslash' && { escapeChar: '\\' }),
      ...(quoting === 'single' && { quoteChar: "'" }),
      ...(quoting === 'none' && { fastMode: true }), // takes quotes as text
    });
  }

  get done(): boolean {
    return this.endless;
  }

  /** The number of rows that are longer or shorter than most. */
  get ragged(): number {
    return this.records - Math.max(0, ...this.widths.values());
  }

  /**
   * Whether no row is without a quote, as if a program quoted all texts; meaningful only if quotes are read as text.
   */
  get alwaysQuoted(): boolean {
    return this.records > 1 && this.quotedRows === this.records;
  }

  push(part: string): void {
    this.parts.push(part);
    this.partsLength += part.length;
    // A row of many parts is tried again only when it has doubled, so that the time is linear.
    if (this.partsLength >= this.pending.length) this.read(false);
  }

  end(): void {
    if (!this.endless) this.read(true);
    if (this.cut) this.give(this.cut.record, this.cut.line);
    this.cut = null;
    this.pending = '';
  }

  private read(last: boolean): void {
    const text = this.pending + this.parts.join('');
    this.parts.length = 0;
    this.partsLength = 0;
    const { data, errors, meta } = this.parser.parse(text, 0, !last);
    const quoted = text.includes(this.quote);
    this.sawQuote ||= quoted;
    this.sawBackslashQuote ||= quoted && text.includes('\\"');
    // An error in a row that has not ended may not be one once the rest of the row is there.
    this.misquoted ||= errors.some(({ type, row }) => type === 'Quotes' && (row ?? 0) < data.length);
    for (const record of data) this.take(record, quoted);
    this.pending = last ? '' : text.slice(meta.cursor);
    if (this.pending.length <= LONGEST_RECORD) return;
    this.endless = true;
    this.misquoted ||= this.quotes && this.pending.includes(this.quote);
    this.pending = '';
  }

  private take(record: readonly string[], quoted: boolean): void {
    const { line } = this;
    this.line += quoted && this.quotes ? lineCount(record) : 1;
    if (isBlank(record)) return;
    if (this.skipped > 0) {
      this.skipped--;
      return;
    }
    this.width ??= record.length;
    if (quoted && !this.quotes) this.lookAtQuotes(record);
    if (this.quotes) return this.give(record, line);
    const { cut } = this;
    this.cut = null;
    if (!cut) return this.giveOrHold(record, line);
    const whole = continued(cut.record, record);
    if (whole.length <= this.width) {
      this.joined++;
      return this.giveOrHold(whole, cut.line);
    }
    this.give(cut.record, cut.line);
    this.giveOrHold(record, line);
  }

  private giveOrHold(record: readonly string[], line: number): void {
    const isCut = record.length < (this.width ?? 0) && /(?<!\\)(\\\\)*\\$/.test(record.at(-1) ?? '');
    if (isCut) this.cut = { record, line };
    else this.give(record, line);
  }

  private give(record: readonly string[], line: number): void {
    this.records++;
    this.widths.set(record.length, (this.widths.get(record.length) ?? 0) + 1);
    this.sink?.(record, line);
  }

  private lookAtQuotes(record: readonly string[]): void {
    if (record.some((field) => field.includes('"'))) this.quotedRows++;
    for (const field of record) {
      if (!field.includes('"')) continue;
      const inner = field.slice(1, -1);
      const proper = field.length >= 2 && field.startsWith('"') && field.endsWith('"');
      if (!proper || inner.replaceAll('""', '').includes('"')) this.properlyQuoted = false;
      this.needsQuotes ||= inner.includes('""');
      if (!proper || /(?<!\\)"/.test(inner)) this.onlyBackslashes = false;
    }
  }
}

/** Joins a row that a line break after a backslash cut in two. */
function continued(one: readonly string[], other: readonly string[]): string[] {
  const [first = '', ...rest] = other;
  return [...one.slice(0, -1), `${(one.at(-1) ?? '').slice(0, -1)}\n${first}`, ...rest];
}

function isBlank(record: readonly string[]): boolean {
  return record.length <= 1 && (record[0] ?? '').trim() === '';
}

/** How many lines of the file the row takes: line breaks inside quoted fields are kept in them. */
function lineCount(record: readonly string[]): number {
  return record.reduce((lines, field) => lines + (field.match(/\n/g)?.length ?? 0), 1);
}
