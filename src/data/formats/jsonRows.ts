/** @file JSON lines, and JSON files that hold a list of rows. */
import { parseBoundedJson } from '../../boundedJson';
import { LabError } from '../../errors';
import { PackedRows } from '../packedRows';
import { RowPlaces } from '../rowPlaces';
import { type Cell, LeftOutCounter, memorySource, type RowSource } from '../table';
import { checkColumnCount, columnNames } from './columnNames';
import { ListElements, LONGEST_ROW } from './listElements';
import type { TextPass, TextReading } from './textReading';

const REMEDY = 'Each line, or each element of one list, must be an object like {"text": "...", "label": 0}.';
const TOO_LONG = `more than ${LONGEST_ROW / 2 ** 20} million characters`;

/**
 * Rows of objects (or of lists, whose columns then have no names), one a line or as one list; the list may
 * be the only list inside an object, like {"data": [...]}.
 * @throws LabError if the file holds no such rows
 */
export function* readJsonRows(fileName: string, notes: readonly string[]): TextReading<RowSource> {
  const first = new FirstLine();
  yield first;
  if (first.mayBeOfList()) {
    const list = new ListPass(new Rows(fileName));
    yield list;
    if (list.isList()) return list.rows.source('row', notes);
  }
  const lines = new LinesPass(new Rows(fileName));
  yield lines;
  return lines.rows.source('line', notes);
}

/** The first line that is not blank, as far as it matters. */
class FirstLine implements TextPass {
  private line = '';
  private ended = false;

  get done(): boolean {
    return this.ended || this.line.length > LONGEST_ROW;
  }

  push(part: string): void {
    this.line = (this.line + part).trimStart();
    const end = this.line.indexOf('\n');
    if (end < 0) return;
    this.line = this.line.slice(0, end);
    this.ended = true;
  }

  end(): void {
    // What has come is all there is.
  }

  /** A line of JSON that begins no list is a row. */
  mayBeOfList(): boolean {
    return this.line.startsWith('[') || this.line.length > LONGEST_ROW || parse(this.line) === undefined;
  }
}

class ListPass implements TextPass {
  private wrong = false;
  private index = 0;
  private readonly elements = new ListElements((element) => this.take(element));

  constructor(readonly rows: Rows) {}

  get done(): boolean {
    return this.wrong || this.elements.broken;
  }

  push(part: string): void {
    this.elements.push(part);
  }

  end(): void {
    // The outline tells whether the text ended as it should.
  }

  /** To be asked at the end. */
  isList(): boolean {
    if (this.done) return false;
    const outline = parse(this.elements.outline);
    if (Array.isArray(outline)) return true;
    if (typeof outline !== 'object' || outline === null) return false;
    return this.elements.lists === 1 && Object.values(outline).filter(Array.isArray).length === 1;
  }

  private take(element: string | null): void {
    if (this.wrong) return;
    this.index++;
    if (element === null) return this.rows.leaveOut(TOO_LONG, this.index);
    const value = parse(element);
    if (value === undefined) this.wrong = true;
    else this.rows.add(value, this.index);
  }
}

class LinesPass implements TextPass {
  private pending: string[] = [];
  private length = 0;
  private line = 0;

  constructor(readonly rows: Rows) {}

  push(part: string): void {
    const lines = part.split('\n');
    for (const [index, line] of lines.entries()) {
      this.length += line.length;
      if (this.length > LONGEST_ROW) this.pending = [];
      else this.pending.push(line);
      if (index < lines.length - 1) this.end();
    }
  }

  /** Of a line. */
  end(): void {
    this.line++;
    const text = this.length > LONGEST_ROW ? null : this.pending.join('');
    this.pending = [];
    this.length = 0;
    if (text === null) this.rows.leaveOut(TOO_LONG, this.line);
    else if (text.trim() !== '') this.rows.add(parse(text), this.line);
  }
}

class Rows {
  /** Position of a column, by key: a Map, because keys are a stranger's text. */
  private readonly columns = new Map<string, number>();
  private readonly packed = new PackedRows();
  private readonly places = new RowPlaces();
  private readonly leftOut = new LeftOutCounter();

  constructor(private readonly fileName: string) {}

  /** @param value undefined for what is no JSON */
  add(value: unknown, place: number): void {
    if (typeof value !== 'object' || value === null) {
      this.leaveOut(value === undefined ? 'not JSON' : 'neither an object nor a list', place);
      return;
    }
    const isList = Array.isArray(value);
    const found: { readonly column: number; readonly cell: Cell }[] = [];
    let ascending = true;
    for (const [key, each] of Object.entries(value as Record<string, unknown>)) {
      const column = this.column(isList ? `${Number(key) + 1}` : key, isList);
      ascending &&= column >= (found.at(-1)?.column ?? 0);
      found.push({ column, cell: toCell(each) });
    }
    if (!ascending) found.sort((a, b) => a.column - b.column);
    this.packed.add(
      found.map(({ cell }) => cell),
      found.map(({ column }) => column),
    );
    this.places.add(place);
  }

  leaveOut(reason: string, place: number): void {
    this.leftOut.add(reason, place);
  }

  private column(key: string, isList: boolean): number {
    const name = isList ? `column ${key}` : key;
    let index = this.columns.get(name);
    if (index === undefined) {
      index = this.columns.size;
      checkColumnCount(index + 1, this.fileName);
      this.columns.set(name, index);
    }
    return index;
  }

  /** @throws LabError if there is no row */
  source(unit: 'line' | 'row', notes: readonly string[]): RowSource {
    if (this.packed.rows === 0) throw new LabError(`${this.fileName} holds no rows of JSON.`, REMEDY);
    this.packed.close();
    return memorySource({
      name: this.fileName,
      columns: columnNames([...this.columns.keys()], this.fileName).map((name) => ({
        name,
        classNames: null,
      })),
      packed: this.packed,
      unit,
      places: this.places,
      leftOut: this.leftOut.list(),
      notes,
    });
  }
}

/** Any value of JSON or Parquet as text: what is nested, as JSON. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'object')
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
  return String(value as number | bigint | boolean);
}

/** undefined if it is no JSON, or nested too deep. */
function parse(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch {
    return undefined;
  }
}
