/**
 * @file The low-rank term of a product as further tiles along inner: x W^T + scale * low B^T is the product of [x, scale *
 * low] and [W, B]. So the term costs what a tile or two of inner cost, where at the end of the product each thread would
 * have to load `low` and the adapter from memory once more.
 *
 * A workgroup's columns must then belong to one module, and nothing may be done to the product before the term is added.
 */
import type { GemmArgs, LowRankTerm } from './gemmArgs';
import { NO_SLOT } from './gemmArgs';
import { scalesAlong } from './gemmEpilogue';
import type { KernelSource } from '../runtime/kernel';

/** Which term is appended: the output's in NN, or the input's in NT, as transposed matrices need them. */
export type AppendedTerm = LowRankTerm['kind'] | null;

/** @param width columns of a tile @param parts the number of parts that inner is split into */
export function appendedTerm(args: GemmArgs, width: number, parts: number): AppendedTerm {
  const { form, columns, adapter } = args;
  if (!adapter || adapter.dropout || adapter.rank % 4 !== 0 || parts > 1) return null;
  if (scalesAlong(args) !== 'none') return null;
  if (adapter.modules > 1 && (columns / adapter.modules) % width !== 0) return null;
  const fitting = { output: 'NN', input: 'NT' }[adapter.kind];
  return form === fitting ? adapter.kind : null;
}

export function appendedInputs(term: AppendedTerm): KernelSource['inputs'] {
  return term ? { low: 'vec4f', adapter: 'f32' } : {};
}

/**
 * Declares where the term's tiles lie: `more` is its length along inner, `appended` where it begins, and `last` where all
 * tiles end. They count on from `start`, by whole tiles.
 */
export function declareAppended(term: AppendedTerm, kTile: number): string {
  if (!term) return '';
  const whole = (length: string): string => `(${length} + ${kTile - 1}u) / ${kTile}u * ${kTile}u`;
  const slot =
    term === 'input'
      ? `let slot = 0u; let firstOfModule = 0u; let more = p.rank;`
      : `let block = firstColumn / p.moduleWidth;
  let found = (p.slots >> (4u * block)) & 15u;
  let slot = select(found, 0u, found == ${NO_SLOT}u);
  let firstOfModule = block * p.moduleWidth;
  let more = select(p.rank, 0u, found == ${NO_SLOT}u);`;
  return `${slot}
  let appended = start + ${whole('(end - start)')};
  let last = appended + ${whole('more')};`;
}

/** WGSL of four elements of [x, scale * low] in a row of the result, from the j-th of the term on. */
export function appendedRow(row: string, j: string): string {
  return `select(vec4f(0.0), p.scale * low[(min(${row}, p.rows - 1u) * p.lowWidth + slot * p.rank + ${j}) / 4u], ${j} < more)`;
}

/** WGSL of four neighbouring columns of the adapter's matrix at the j-th of the term. */
export function appendedColumns(column: string, j: string): string {
  const at = (i: number): string =>
    `adapter[(min(${column} + ${i}u, p.columns - 1u) - firstOfModule + slot * p.moduleWidth) * p.rank + min(${j}, p.rank - 1u)]`;
  return `select(vec4f(0.0), vec4f(${[0, 1, 2, 3].map(at).join(', ')}), ${j} < more)`;
}

/** WGSL of four elements of the adapter's matrix in one column, from the j-th of the term on. */
export function appendedColumn(column: string, j: string): string {
  const at = (i: number): string =>
    `adapter[min(${j} + ${i}u, p.rank - 1u) * p.columns + min(${column}, p.columns - 1u)]`;
  return `select(vec4f(0.0), vec4f(${[0, 1, 2, 3].map(at).join(', ')}), ${j} < more)`;
}
