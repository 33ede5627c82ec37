/** @file Reads a table that is one JSON object: by column, by row or in parts, as to_json and to_dict of pandas write it. */
import { LabError } from '../../../base/errors';

/** The most characters of a text that is parsed as a whole; larger files must have one row a line. */
export const LARGEST_WHOLE = 64 * 2 ** 20;

export const LINES_REMEDY =
  'Save it as JSON lines: in pandas, df.to_json("data.jsonl", orient="records", lines=True).';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the rows of `{"text": {"0": "...", ...}, "label": {...}}`, of the same by row, of lists by column, and of names
 * and rows in lists of their own (`columns` and `data`).
 * @returns objects, one a row; null if it is not such a table
 * @throws LabError naming the layout, if it is another one of several tables
 */
export function rowsOfTable(value: unknown, fileName: string): Json[] | null {
  if (!isObject(value)) return null;
  const { columns, data } = ownParts(value);
  if (isTexts(columns) && Array.isArray(data) && data.every(Array.isArray)) return bySplit(columns, data);
  const entries = Object.entries(value);
  const wrapped = wrappedRows(value);
  if (wrapped) return wrapped;
  const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  if (lists.length >= 2 && lists.every(([, list]) => list.length > 0 && list.every(isObject)))
    throw new LabError(
      `${fileName} holds several lists of rows (${lists
        .slice(0, 5)
        .map(([key]) => `“${key.slice(0, 40)}”`)
        .join(', ')}).`,
      'Save each as a file of its own, to train on and to measure on.',
    );
  if (lists.length >= 2 && lists.length === entries.length) return byList(lists, fileName);
  if (entries.length === 0) return null;
  const inner: [string, Json][] = [];
  for (const [key, each] of entries) {
    if (!isObject(each)) return null;
    inner.push([key, each]);
  }
  return inner.every(([, each]) => Object.values(each).every((cell) => !isObject(cell)))
    ? byKeys(inner)
    : null;
}

/** `{"features": [...], "rows": [{"row": {...}}]}`, as the hub's data set viewer answers. */
function wrappedRows(value: Json): Json[] | null {
  const rows = Object.hasOwn(value, 'rows') ? value.rows : undefined;
  if (!Array.isArray(rows) || rows.length === 0) return null;
  const inner = rows.map((each: unknown) => (isObject(each) && Object.hasOwn(each, 'row') ? each.row : null));
  return inner.every(isObject) ? inner : null;
}

function bySplit(columns: readonly string[], data: readonly (readonly unknown[])[]): Json[] {
  return data.map((row) => objectOf(columns.map((name, index) => [name, row[index]])));
}

function byList(lists: readonly (readonly [string, readonly unknown[]])[], fileName: string): Json[] {
  const [first] = lists;
  if (!first) return [];
  const { length } = first[1];
  const other = lists.find(([, list]) => list.length !== length);
  if (other)
    throw new LabError(
      `${fileName} is laid out by column, but “${other[0].slice(0, 40)}” has ${other[1].length} values where “${first[0].slice(0, 40)}” has ${length}.`,
      LINES_REMEDY,
    );
  return Array.from({ length }, (_, row) => objectOf(lists.map(([name, list]) => [name, list[row]])));
}

/** Reads the table by column if the inner keys belong to rows, which are numbers or many; otherwise by row. */
function byKeys(inner: readonly (readonly [string, Json])[]): Json[] {
  const outer = inner.map(([key]) => key);
  const within = new Set(inner.flatMap(([, each]) => Object.keys(each)));
  const countUp = (keys: Iterable<string>): boolean => [...keys].every((key) => /^\d+$/.test(key));
  const isByRow = countUp(outer) === countUp(within) ? outer.length > within.size : countUp(outer);
  if (isByRow) return inner.map(([, row]) => row);
  const cells = inner.map(([name, column]) => [name, new Map(Object.entries(column))] as const);
  return [...within].map((row) => objectOf(cells.map(([name, column]) => [name, column.get(row)])));
}

/** Makes an object from these entries, even if a column is called __proto__. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Json {
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownParts(value: Json): { columns: unknown; data: unknown } {
  const own = (key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);
  return { columns: own('columns'), data: own('data') };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
