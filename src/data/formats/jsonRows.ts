/** @file JSON lines, and JSON files that hold a list of rows. */
import { parseBoundedJson } from '../../boundedJson';
import { LabError } from '../../errors';
import { type Cell, LeftOutCounter, memorySource, type RowSource } from '../table';
import { checkColumnCount, columnNames } from './columnNames';

const REMEDY = 'Each line, or each element of one list, must be an object like {"text": "...", "label": 0}.';

/**
 * Rows of objects (or of lists, whose columns then have no names), one a line or as one list; the list may
 * be the only list inside an object, like {"data": [...]}.
 * @throws LabError if the file holds no such rows
 */
export function readJsonRows(text: string, fileName: string, notes: readonly string[]): RowSource {
  const list = text.trimStart().startsWith('[') || !isJson(firstLine(text)) ? wholeList(text) : null;
  const rows = new Rows(fileName);
  if (list) for (const [index, value] of list.entries()) rows.add(value, index + 1);
  else
    for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
      if (line.trim() === '') continue;
      rows.add(parse(line), index + 1);
    }
  return rows.source(list ? 'row' : 'line', notes);
}

class Rows {
  /** Position of a column, by key: a Map, because keys are a stranger's text. */
  private readonly columns = new Map<string, number>();
  private readonly cells: Cell[][] = [];
  private readonly places: number[] = [];
  private readonly leftOut = new LeftOutCounter();

  constructor(private readonly fileName: string) {}

  add(value: unknown, place: number): void {
    if (typeof value !== 'object' || value === null) {
      this.leftOut.add(value === undefined ? 'not JSON' : 'neither an object nor a list', place);
      return;
    }
    const row = this.places.length;
    const isList = Array.isArray(value);
    for (const [key, cell] of Object.entries(value as Record<string, unknown>)) {
      const column = this.column(isList ? `${Number(key) + 1}` : key, isList);
      column[row] = toCell(cell);
    }
    this.places.push(place);
  }

  private column(key: string, isList: boolean): Cell[] {
    const name = isList ? `column ${key}` : key;
    let index = this.columns.get(name);
    if (index === undefined) {
      index = this.columns.size;
      checkColumnCount(index + 1, this.fileName);
      this.columns.set(name, index);
      this.cells.push([]);
    }
    return this.cells[index]!;
  }

  /** @throws LabError if there is no row */
  source(unit: 'line' | 'row', notes: readonly string[]): RowSource {
    if (this.places.length === 0) throw new LabError(`${this.fileName} holds no rows of JSON.`, REMEDY);
    const rows = this.places.length;
    return memorySource({
      name: this.fileName,
      columns: columnNames([...this.columns.keys()], this.fileName).map((name) => ({
        name,
        classNames: null,
      })),
      cells: this.cells, // with holes: filled up, few wide rows among many others would take any amount of memory
      rows,
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

function wholeList(text: string): unknown[] | null {
  const whole = parse(text);
  if (Array.isArray(whole)) return whole as unknown[];
  if (typeof whole !== 'object' || whole === null) return null;
  const lists = Object.values(whole).filter((value): value is unknown[] => Array.isArray(value));
  return lists.length === 1 ? lists[0]! : null;
}

function firstLine(text: string): string {
  return /[^\s].*/.exec(text)?.[0] ?? '';
}

function isJson(line: string): boolean {
  return parse(line) !== undefined;
}

/** undefined if it is no JSON, or nested too deep. */
function parse(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch {
    return undefined;
  }
}
