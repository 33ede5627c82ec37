/** @file A cell of a data set. */

/** A value as text; null for an empty cell. The text may come from a stranger. */
export type Cell = string | null;

/** Any value of JSON or Parquet as text; nested values become JSON. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'object')
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
  return String(value as number | bigint | boolean);
}
