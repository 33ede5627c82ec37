/**
 * @file The matrix products of a linear layer (see `gemm.ts`) on the matrix units. This file chooses the tiles for a
 * product; their WGSL is in `matrixGemmSource.ts`.
 */
import { Tensor } from '@tensorflow/tfjs';
import type { Operand } from '../../index';
import type { GemmArgs } from './gemmArgs';
import { epilogueUniforms, epilogueVariant, scalesAlong, type EpilogueVariant } from './gemmEpilogue';
import { appendedTerm } from './lowRankTiles';
import { GRADIENT_RANGE } from '../runtime/halves';
import type { MatrixUnits } from '../runtime/matrixUnits';
import type { Runner } from '../runtime/runner';
import type { MatrixDialect } from './matrixDialect';
import { matrixSource } from './matrixGemmSource';
import {
  matrixBytes,
  matrixTilingName,
  threadsOf,
  type MatrixTiling,
  type MatrixVariant,
  type UnitPrecision,
} from './matrixTiles';
import { runSplit } from './splitProduct';
import { fitsTiledGemm, LEAST_IN_HALVES } from './tiledGemm';

/** The tilings in use, for small matrices of 8 or 16 rows. */
export const MATRIX_TILINGS = {
  /** For results that make enough of so large tiles. */
  large: { tileRows: 128, tileColumns: 128, kTile: 32, down: 2, across: 4 },
  wide: { tileRows: 64, tileColumns: 128, kTile: 32, down: 2, across: 2 },
  /** For products of long lines. */
  deep: { tileRows: 64, tileColumns: 128, kTile: 64, down: 2, across: 2 },
  /** For products along lines of both matrices. */
  lines: { tileRows: 64, tileColumns: 128, kTile: 64, down: 2, across: 4 },
  small: { tileRows: 64, tileColumns: 64, kTile: 32, down: 2, across: 2 },
} as const satisfies Readonly<Record<string, MatrixTiling>>;

/** The number of workgroups wanted, see `tiledGemm.ts`. */
const ENOUGH_WORKGROUPS = 132;
/** The least length of inner in a part of a split product. */
const LEAST_CHUNK = 256;
const MOST_SPLITS = 8;

export interface MatrixPlan {
  readonly tiling: MatrixTiling;
  /** The number of parts that inner is split into, see `Plan` in `tiledGemm.ts`. */
  readonly splits: number;
}

type Product = Pick<GemmArgs, 'form' | 'rows' | 'columns' | 'inner'>;

/** With fewer tiles than this for each workgroup wanted, large ones leave multiprocessors idle at the end. */
const ROUNDS = 4;
const LONG = 2048;

/**
 * Measured on an H200 with 4096 rows, TFLOP/s forward and for the input's gradient: 768 columns and 768 of inner 107 (wide)
 * and 98 (deep), 768 and 3072 102 and 111 (deep), 3072 and 768 129 and 116 (large). Two tiles of each matrix in workgroup
 * memory, and matrices loaded from storage into the small matrices, took up to three times as long.
 * Later, on half floats: `lines` 104 and 125 for the input's gradient of the first two, where `deep` reached 97 and 122.
 * @param products how many of this shape are computed side by side
 * @param bytes of workgroup memory that there are
 * @returns null if there is no room for any tiles
 */
export function matrixPlanOf(
  { form, rows, columns, inner }: Product,
  size: number,
  bytes: number,
  products = 1,
): MatrixPlan | null {
  const tiles = ({ tileRows, tileColumns }: MatrixTiling): number =>
    products * Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);
  const { large, wide, deep, lines, small } = MATRIX_TILINGS;
  const longer = form === 'NT' ? [lines, wide] : inner >= LONG ? [deep, wide] : [wide];
  const wanted = [
    ...(tiles(large) >= ROUNDS * ENOUGH_WORKGROUPS ? [large] : []),
    ...(tiles(wide) < ENOUGH_WORKGROUPS ? [] : longer),
    small,
  ];
  const tiling = wanted.find((each) => matrixBytes(each, size) <= bytes);
  if (!tiling) return null;
  const missing = Math.ceil(ENOUGH_WORKGROUPS / tiles(tiling));
  const splits = Math.min(missing, Math.floor(inner / LEAST_CHUNK), MOST_SPLITS);
  return { tiling, splits: Math.max(1, splits) };
}

/** The plan of a product on the matrix units; null if they cannot compute it, or have not enough of it to do. */
export function planOnUnits(runner: Runner, args: GemmArgs, { size }: MatrixUnits): MatrixPlan | null {
  const { b, rows, columns, inner } = args;
  if ('precision' in b && b.precision === 'nf4') return null;
  if (Math.min(rows, columns, inner) < LEAST_IN_HALVES || inner % 4 !== 0 || !fitsTiledGemm(args))
    return null;
  const { maxComputeWorkgroupStorageSize: bytes } = runner.backend.device.limits;
  return matrixPlanOf(args, size, bytes, runner.slabs);
}

/** @throws Error for NF4, which `planOnUnits` leaves to other kernels */
function precisionOf(runner: Runner, b: GemmArgs['b']): UnitPrecision {
  if (!('precision' in b)) return isHalf(runner, b) ? 'f16' : 'f32';
  if (b.precision === 'nf4') throw new Error('The matrix units do not multiply NF4.');
  return b.precision;
}

export function matrixGemm(
  runner: Runner,
  args: GemmArgs,
  dialect: MatrixDialect,
  { tiling, splits }: MatrixPlan,
): void {
  const { form, a, b, rows, columns, inner } = args;
  const { tileRows, tileColumns, kTile } = tiling;
  const chunk = Math.ceil(inner / splits / kTile) * kTile;
  const parts = Math.ceil(inner / chunk);
  const packed = 'precision' in b && b.precision !== 'f32' && b.precision !== 'f16';
  const term = packed ? null : appendedTerm(args, tileColumns, parts);
  const epilogue = epilogueVariant(term ? { ...args, adapter: null } : args);
  const variant: MatrixVariant = {
    form,
    tiling,
    even: inner % kTile === 0,
    precisionA: isHalf(runner, a) ? 'f16' : 'f32',
    precision: precisionOf(runner, b),
    scaled: scalesAlong(args) === 'inner',
    gradient: Boolean(args.gradient),
    term,
  };
  const matrices = { a, b: 'precision' in b ? b.data : b };
  const uniforms = { ...epilogueUniforms(args), inner, chunk, range: GRADIENT_RANGE };
  const threads: [number, number] = [
    Math.ceil(columns / tileColumns) * threadsOf(tiling, dialect.lanes),
    Math.ceil(rows / tileRows) * parts,
  ];
  const { even, precisionA, precision, scaled, gradient } = variant;
  const own = [matrixTilingName(tiling), form, even, precisionA, precision, scaled, gradient];
  const name = [...own, ...(term ? ['appended', term] : [])].join(' ');
  const source = (ending: EpilogueVariant | null) => matrixSource(variant, ending, dialect);
  runSplit(runner, args, { kind: 'matrixGemm', name, source, epilogue, matrices, uniforms, threads, parts });
}

const isHalf = ({ precision }: Runner, operand: Operand): boolean =>
  operand instanceof Tensor && precision.isHalf(operand);
