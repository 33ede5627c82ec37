/** @file Values of JSON as rows of a table, whose columns come as they are found. */
import { LabError } from '../../errors';
import type { ReadingChoice } from '../../experiment/experiment';
import { PackedRows } from '../packedRows';
import { RowPlaces } from '../rowPlaces';
import { type Cell, LeftOutCounter, memorySource, type RowSource } from '../table';
import { checkColumnCount, columnNames } from './columnNames';
import { MissingCells } from './missingCells';

const REMEDY = 'Each line, or each element of one list, must be an object like {"text": "...", "label": 0}.';

export class JsonRows {
  /** Position of a column, by key: a Map, because keys are a stranger's text. */
  private readonly columns = new Map<string, number>();
  private readonly packed = new PackedRows();
  private readonly places = new RowPlaces();
  private readonly leftOut = new LeftOutCounter();

  private readonly missing: MissingCells;

  constructor(
    readonly fileName: string,
    choice: ReadingChoice,
  ) {
    this.missing = new MissingCells(choice.missing, []);
  }

  get count(): number {
    return this.packed.rows;
  }

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
      found.push({ column, cell: this.missing.cell(toCell(each), column) });
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
      reading: { missing: this.missing.list(), missingWords: this.missing.words },
    });
  }
}

/** Any value of JSON or Parquet as text: what is nested, as JSON. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'object')
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
  return String(value as number | bigint | boolean);
}
