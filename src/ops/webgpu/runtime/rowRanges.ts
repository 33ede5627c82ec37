/** @file Row ranges of a table that is larger than a binding may be, so that it can be bound range by range. */
import { LabError } from '../../../base/errors';
import type { Operand } from '../../index';

/** A range of a table's rows, as a kernel binds it. */
export interface TableRows {
  readonly table: Operand; // [tableRows, width]
  readonly tableRows: number;
  /** The first row. */
  readonly first: number;
  readonly rows: number;
}

/** A part of a buffer, in bytes. */
export interface Range {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/** The bytes of some rows. @param table the range of the whole table */
export function rangeOfRows(table: Range, { tableRows, first, rows }: TableRows): Range {
  const rowBytes = table.size / tableRows;
  return { buffer: table.buffer, offset: table.offset + first * rowBytes, size: rows * rowBytes };
}

export interface BindingLimits {
  /** The largest binding of a storage buffer, in bytes. */
  readonly bytes: number;
  /** Offsets of bindings must be multiples of this many bytes. */
  readonly alignment: number;
}

/**
 * Cuts a table into as few ranges as possible, in order.
 * @param rowBytes bytes of a row, a multiple of 4
 * @throws LabError if even the fewest rows that end at an aligned offset are too many
 */
export function rowRanges(
  rows: number,
  rowBytes: number,
  limits: BindingLimits,
): { readonly first: number; readonly rows: number }[] {
  if (rows * rowBytes <= limits.bytes) return [{ first: 0, rows }];
  const step = limits.alignment / greatestCommonDivisor(limits.alignment, rowBytes);
  const most = Math.floor(limits.bytes / rowBytes / step) * step;
  if (most === 0) throw bindingTooLarge(step * rowBytes, limits.bytes);
  return Array.from({ length: Math.ceil(rows / most) }, (_, i) => ({
    first: i * most,
    rows: Math.min(most, rows - i * most),
  }));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

const MIB = 2 ** 20;

export function bindingTooLarge(bytes: number, limit: number): LabError {
  return new LabError(
    `A tensor takes ${Math.ceil(bytes / MIB)} MiB, but this GPU lets a kernel see ${Math.floor(limit / MIB)} MiB of one at a time.`,
    'Choose a smaller batch, a shorter sequence length or a smaller model, or compute on WebAssembly.',
  );
}

export function flatTooLarge(bytes: number, limit: number): LabError {
  return new LabError(
    `The parameters to train take ${Math.ceil(bytes / MIB)} MiB, but this GPU lets a kernel see ${Math.floor(limit / MIB)} MiB at a time.`,
    'Train LoRA adapters or the classifier only instead of the whole model, choose a smaller model, or compute on WebAssembly.',
  );
}
