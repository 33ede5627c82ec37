/**
 * @file Refuses rows that are nested deeper in a JSON object than the lab looks, as in search engines' answers, and
 * names their path.
 */
import { LabError } from '../../../base/errors';

type Json = Readonly<Record<string, unknown>>;

/** How many levels of objects are searched. */
const DEEPEST = 6;

interface Rows {
  readonly path: readonly string[];
  readonly rows: readonly unknown[];
}

/** @throws LabError if a list of objects lies somewhere within the object */
export function refuseDeeperRows(value: unknown, fileName: string): void {
  const found = longestList(value, []);
  if (!found) return;
  const inner = innerObject(found.rows[0]);
  const plain = /^[A-Za-z_]\w*$/;
  const step = (key: string): string => (plain.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
  const path = found.path.map(step).join('').slice(0, 200);
  const rest = inner === null ? '' : step(inner).slice(0, 50);
  throw new LabError(
    `${fileName} is one JSON object, and its rows lie deeper in it, at ${path.replace(/^\./, '')}.`,
    `Save the rows alone, one a line: jq -c '${path}[]${rest}' ${JSON.stringify(fileName)} > rows.jsonl`,
  );
}

/** The longest list of at least two objects, searched for within objects only. */
function longestList(value: unknown, path: readonly string[]): Rows | null {
  if (Array.isArray(value)) return value.length >= 2 && value.every(isObject) ? { path, rows: value } : null;
  if (!isObject(value) || path.length > DEEPEST) return null;
  return Object.entries(value)
    .map(([key, inner]) => longestList(inner, [...path, key]))
    .reduce((most, each) => (each && each.rows.length > (most?.rows.length ?? 0) ? each : most), null);
}

/** The only member of a row that is itself an object, where search engines keep the fields. */
function innerObject(row: unknown): string | null {
  const objects = isObject(row) ? Object.entries(row).filter(([, value]) => isObject(value)) : [];
  const [only] = objects;
  return only && objects.length === 1 ? only[0] : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
