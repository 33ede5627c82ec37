/** @file Gathers values of JSON as rows of a table, and adds columns as they are found. */
import { LabError } from '../../../base/errors';
import type { ReadingChoice } from '../../../experiment/experiment';
import { PackedRows } from '../../packedRows';
import { RowPositions } from '../../rowPositions';
import { type Cell, toCell } from '../../cell';
import { LeftOutCounter, memorySource, type RowSource } from '../../table';
import { listNames } from '../../columnList';
import { checkColumnCount, columnNames } from '../columnNames';
import { guessHeader, HEADER_SAMPLE } from '../header';
import { ignoredNotes } from '../ignoredSettings';
import { MissingCells } from '../missingCells';

const REMEDY = 'Each line, or each element of one list, must be an object like {"text": "...", "label": 0}.';

/** A row of values by position, before it is known whether it names the columns. */
interface Listed {
  readonly values: readonly unknown[];
  readonly place: number;
}

export class JsonRows {
  /** Position of a column, by name. A Map, because names come from the file and can be anything. */
  private readonly columns = new Map<string, number>();
  /** Names of the columns, if the rows are lists; as many as the longest list so far has values. */
  private listNames: string[] = [];
  /** The first rows that are lists, until they have told whether the first of them names the columns. */
  private first: Listed[] | null = [];
  /** null if the rows are not lists. */
  private header: boolean | null = null;
  private readonly packed = new PackedRows();
  private readonly places = new RowPositions();
  private readonly leftOut = new LeftOutCounter();
  private readonly missing: MissingCells;
  private readonly notes: string[] = [];
  /** Columns with a list of several values or an object in a row, and columns with lists of one value. */
  private readonly nested = new Set<number>();
  private readonly unwrapped = new Set<number>();

  constructor(
    readonly fileName: string,
    private readonly choice: ReadingChoice,
  ) {
    this.missing = new MissingCells(choice.missing, []);
  }

  get count(): number {
    return this.packed.rows + (this.first?.length ?? 0);
  }

  /** @param value undefined for text that is not JSON */
  add(value: unknown, place: number): void {
    if (typeof value !== 'object' || value === null) {
      this.leaveOut(value === undefined ? 'not JSON' : 'neither an object nor a list', place);
      return;
    }
    if (!Array.isArray(value)) {
      this.begin();
      this.addCells(Object.entries(value as Record<string, unknown>), place);
    } else if (this.first) {
      this.first.push({ values: value, place });
      if (this.first.length === HEADER_SAMPLE) this.begin();
    } else this.addList(value, place);
  }

  leaveOut(reason: string, place: number): void {
    this.leftOut.add(reason, place);
  }

  /** Finds out whether the first list names the columns, and adds the lists that were held back so far. */
  private begin(): void {
    const sample = this.first;
    this.first = null;
    const [first] = sample ?? [];
    if (!sample || !first) return;
    this.header = this.hasHeader(sample.map(({ values }) => values));
    const rest = sample.slice(this.header ? 1 : 0);
    if (this.header)
      this.listNames = columnNames(
        first.values.map((value) => toCell(value) ?? ''),
        this.fileName,
      );
    for (const { values, place } of rest) this.addList(values, place);
  }

  /** Names are texts. Apart from that, names are told from values as in a table of texts. */
  private hasHeader(lists: readonly (readonly unknown[])[]): boolean {
    const { header: chosen } = this.choice;
    if (chosen !== null) return chosen === 'yes';
    const [first = []] = lists;
    if (first.length === 0 || !first.every((value) => typeof value === 'string')) return false;
    const { header, differs } = guessHeader(
      lists.slice(0, HEADER_SAMPLE).map((list) => list.map((value) => toCell(value) ?? '')),
    );
    if (header && differs) this.notes.push('The first list was read as the names of the columns.');
    return header && differs;
  }

  private addList(values: readonly unknown[], place: number): void {
    checkColumnCount(values.length, this.fileName);
    const { listNames } = this;
    // Existing names stay as they are.
    if (values.length > listNames.length) {
      const unnamed = Array.from({ length: values.length - listNames.length }, () => '');
      this.listNames = columnNames([...listNames, ...unnamed], this.fileName);
    }
    const names = this.listNames.slice(0, values.length);
    this.addCells(
      names.map((name, index) => [name, values[index]]),
      place,
    );
  }

  private addCells(entries: readonly (readonly [string, unknown])[], place: number): void {
    const found: { readonly column: number; readonly cell: Cell }[] = [];
    let ascending = true;
    for (const [name, each] of entries) {
      const column = this.column(name);
      ascending &&= column >= (found.at(-1)?.column ?? 0);
      found.push({ column, cell: this.missing.cell(toCell(this.flat(each, column)), column) });
    }
    if (!ascending) found.sort((a, b) => a.column - b.column);
    this.packed.add(
      found.map(({ cell }) => cell),
      found.map(({ column }) => column),
    );
    this.places.add(place);
  }

  /**
   * The only value of a list, as annotation tools write labels; otherwise the value itself. Nested columns are noted.
   */
  private flat(value: unknown, column: number): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value) && value.length === 0) return null;
    const [only] = Array.isArray(value) && value.length === 1 ? (value as unknown[]) : [value];
    if (typeof only === 'object' && only !== null) this.nested.add(column);
    else this.unwrapped.add(column);
    return this.nested.has(column) ? value : only;
  }

  private column(name: string): number {
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
    this.begin();
    const { fileName, choice, header } = this;
    if (this.packed.rows === 0) throw new LabError(`${fileName} holds no rows of JSON.`, REMEDY);
    this.packed.close();
    const ignored = ignoredNotes(choice, {
      delimiter: 'JSON has no delimiter',
      ...(header === null && { header: 'the columns are called as the keys of the JSON objects' }),
    });
    const names = columnNames([...this.columns.keys()], fileName);
    const unwrapped = names.filter((_, column) => this.unwrapped.has(column) && !this.nested.has(column));
    if (unwrapped.length > 0)
      this.notes.push(`Lists of one value were read as this value: ${listNames(unwrapped)}.`);
    return memorySource({
      name: fileName,
      nested: names.filter((_, column) => this.nested.has(column)),
      columns: names.map((name) => ({ name, classNames: null })),
      packed: this.packed,
      unit,
      places: this.places,
      leftOut: this.leftOut.list(),
      notes: [...notes, ...this.notes, ...ignored],
      reading: {
        ...(header !== null && { header }),
        missing: this.missing.list(),
        missingWords: this.missing.words,
      },
    });
  }
}
