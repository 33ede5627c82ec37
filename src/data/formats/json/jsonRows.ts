/** @file Reads JSON lines, and JSON files that hold a list of rows or a table. */
import { LabError } from '../../../base/errors';
import type { RowSource } from '../../table';
import { refuseDeeperRows } from './deeperRows';
import { JsonRows } from './jsonColumns';
import { LARGEST_WHOLE, LINES_REMEDY, rowsOfTable } from './jsonTable';
import { SequencePass } from './jsonSequence';
import { JsonValues } from './jsonValue';
import { ListElements, LONGEST_ROW } from './listElements';
import type { TextFile, TextPass, TextReading } from '../text/textReading';

const TOO_LONG = `more than ${LONGEST_ROW / 2 ** 20} million characters`;

/**
 * Reads rows that are objects (or lists, the first of which may name the columns), one a line or as one list; the list may
 * be the only list inside an object, like {"data": [...]}; or one object that is a table, see {@link rowsOfTable};
 * or values one after another that take several lines each.
 * @throws LabError if the file holds no such rows
 */
export function* readJsonRows({ fileName, notes, choice }: TextFile): TextReading<RowSource> {
  const first = new FirstLine();
  yield first;
  if (first.mayBeOfWhole()) {
    const list = new ListPass(new JsonRows(fileName, choice));
    yield list;
    if (list.isList() && list.rows.count > 0)
      return list.rows.source('row', [...notes, ...list.values.notes()]);
  }
  const whole = new WholePass();
  if (first.mayBeOfWhole() && first.isObject()) {
    yield whole;
    const rows = whole.rows(fileName);
    if (rows) {
      const table = new JsonRows(fileName, choice);
      for (const [index, row] of rows.entries()) table.add(row, index + 1);
      return table.source('row', [...notes, ...whole.values.notes()]);
    }
  }
  if (!first.isValue()) {
    const sequence = new SequencePass(new JsonRows(fileName, choice), TOO_LONG);
    yield sequence;
    if (sequence.isSequence()) return sequence.rows.source('row', [...notes, ...sequence.values.notes()]);
  }
  const lines = new LinesPass(new JsonRows(fileName, choice));
  yield lines;
  if (lines.rows.count === 0 && whole.done)
    throw new LabError(
      `${fileName} is one JSON object of more than ${LARGEST_WHOLE / 2 ** 20} million characters.`,
      LINES_REMEDY,
    );
  return lines.rows.source('line', [...notes, ...lines.values.notes()]);
}

/** Looks at the first line that is not blank, as far as it matters, and checks whether there is another one. */
class FirstLine implements TextPass {
  private line = '';
  private ended = false;
  private alone = true;

  get done(): boolean {
    return !this.alone || this.line.length > LONGEST_ROW;
  }

  push(part: string): void {
    if (this.ended) {
      this.alone &&= part.trim() === '';
      return;
    }
    this.line = (this.line + part).trimStart();
    const end = this.line.indexOf('\n');
    if (end < 0) return;
    this.alone = this.line.slice(end).trim() === '';
    this.line = this.line.slice(0, end);
    this.ended = true;
  }

  end(): void {
    // Nothing to do: everything has already arrived.
  }

  /**
   * Whether the line may be a part of one value. The first of several lines is a row if it is JSON and does not begin a
   * list.
   */
  mayBeOfWhole(): boolean {
    return this.alone || this.line.startsWith('[') || !this.isValue();
  }

  isValue(): boolean {
    return this.line.length <= LONGEST_ROW && new JsonValues().parse(this.line) !== undefined;
  }

  isObject(): boolean {
    return this.line.startsWith('{');
  }
}

/** Takes a text to be parsed as a whole. */
class WholePass implements TextPass {
  readonly values = new JsonValues();
  private parts: string[] = [];
  private length = 0;

  get done(): boolean {
    return this.length > LARGEST_WHOLE;
  }

  push(part: string): void {
    this.parts.push(part);
    this.length += part.length;
  }

  end(): void {
    // Nothing to do: `rows` parses the text.
  }

  /**
   * @returns null for a text that is not a table, or is too large
   * @throws LabError naming a layout that is not read, or where rows lie
   */
  rows(fileName: string): ReturnType<typeof rowsOfTable> {
    const text = this.done ? null : this.parts.join('');
    this.parts = [];
    if (text === null) return null;
    const value = this.values.parse(text);
    const rows = rowsOfTable(value, fileName);
    if (!rows) refuseDeeperRows(value, fileName);
    return rows;
  }
}

class ListPass implements TextPass {
  readonly values = new JsonValues();
  private wrong = false;
  private index = 0;
  private readonly elements = new ListElements((element) => this.take(element));

  constructor(readonly rows: JsonRows) {}

  get done(): boolean {
    return this.wrong || this.elements.broken;
  }

  push(part: string): void {
    this.elements.push(part);
  }

  end(): void {
    // Nothing to do: the outline tells whether the text ended as it should.
  }

  /** Whether the text is one list; ask at the end. */
  isList(): boolean {
    if (this.done) return false;
    const outline = new JsonValues().parse(this.elements.outline);
    if (Array.isArray(outline)) return true;
    if (typeof outline !== 'object' || outline === null) return false;
    return this.elements.lists === 1 && Object.values(outline).filter(Array.isArray).length === 1;
  }

  private take(element: string | null): void {
    if (this.wrong) return;
    this.index++;
    if (element === null) return this.rows.leaveOut(TOO_LONG, this.index);
    const value = this.values.parse(element);
    if (value === undefined) this.wrong = true;
    else this.rows.add(value, this.index);
  }
}

class LinesPass implements TextPass {
  readonly values = new JsonValues();
  private pending: string[] = [];
  private length = 0;
  private line = 0;

  constructor(readonly rows: JsonRows) {}

  push(part: string): void {
    const lines = part.split('\n');
    for (const [index, line] of lines.entries()) {
      this.length += line.length;
      if (this.length > LONGEST_ROW) this.pending = [];
      else this.pending.push(line);
      if (index < lines.length - 1) this.end();
    }
  }

  /** The end of a line. */
  end(): void {
    this.line++;
    const text = this.length > LONGEST_ROW ? null : this.pending.join('');
    this.pending = [];
    this.length = 0;
    if (text === null) this.rows.leaveOut(TOO_LONG, this.line);
    else if (text.trim() !== '') this.rows.add(this.values.parse(text), this.line);
  }
}
