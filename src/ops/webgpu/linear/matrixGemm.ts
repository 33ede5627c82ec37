/**
 * @file The matrix products of a linear layer (see `gemm.ts`) on the matrix units. This file chooses the tiles for a
 * product; their WGSL is in `matrixGemmSource.ts`.
 */
import { maskOf } from '../elementwise/dropout';
import { gemmWork, type GemmArgs } from './gemmArgs';
import { epilogueBuffers, epilogueUniforms, epilogueVariant, scalesAlong } from './gemmEpilogue';
import type { Runner } from '../runtime/runner';
import type { MatrixDialect } from './matrixDialect';
import { matrixSource } from './matrixGemmSource';
import {
  matrixBytes,
  matrixTilingName,
  threadsOf,
  type MatrixTiling,
  type MatrixVariant,
} from './matrixTiles';
import { fitsTiledGemm, GRADIENT_RANGE, LEAST_IN_HALVES } from './tiledGemm';
import { splitSumSource } from './tiledGemmSource';

const COMMON = { buffers: 1, vectors: false, direct: false } as const;

/** The tilings in use, for small matrices of 8 or 16 rows. */
export const MATRIX_TILINGS = {
  wide: { ...COMMON, tileRows: 64, tileColumns: 128, kTile: 32, down: 2, across: 2 },
  small: { ...COMMON, tileRows: 64, tileColumns: 64, kTile: 32, down: 2, across: 2 },
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

/** @param products how many of this shape are computed side by side */
export function matrixPlanOf({ rows, columns, inner }: Product, products = 1): MatrixPlan {
  const tiles = ({ tileRows, tileColumns }: MatrixTiling): number =>
    products * Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);
  const { wide, small } = MATRIX_TILINGS;
  const tiling = tiles(wide) >= ENOUGH_WORKGROUPS ? wide : small;
  const missing = Math.ceil(ENOUGH_WORKGROUPS / tiles(tiling));
  const splits = Math.min(missing, Math.floor(inner / LEAST_CHUNK), MOST_SPLITS);
  return { tiling, splits: Math.max(1, splits) };
}

/** Whether the matrix units can compute this product, and have enough of it to do. */
export function fitsMatrixGemm(args: GemmArgs): boolean {
  const { rows, columns, inner } = args;
  return Math.min(rows, columns, inner) >= LEAST_IN_HALVES && inner % 4 === 0 && fitsTiledGemm(args);
}

export function matrixGemm(
  runner: Runner,
  args: GemmArgs,
  dialect: MatrixDialect,
  { tiling: wanted, splits }: MatrixPlan = matrixPlanOf(args, runner.slabs),
): void {
  const { form, a, b, rows, columns, inner } = args;
  const tiling = directlyIfWhole(wanted, args, dialect);
  const { tileRows, tileColumns, kTile } = tiling;
  const chunk = Math.ceil(inner / splits / kTile) * kTile;
  const parts = Math.ceil(inner / chunk);
  const epilogue = epilogueVariant(args);
  const variant: MatrixVariant = {
    form,
    tiling,
    even: inner % kTile === 0,
    precision: 'precision' in b ? b.precision : 'f32',
    scaled: scalesAlong(args) === 'inner',
    gradient: Boolean(args.gradient),
  };
  const limit = runner.backend.device.limits.maxComputeWorkgroupStorageSize;
  if (matrixBytes(variant, dialect.size) > limit)
    throw new Error(`The tiles ${matrixTilingName(tiling)} need more workgroup memory than ${limit} bytes.`);
  const matrices = { a, b: 'precision' in b ? b.data : b };
  const uniforms = { ...epilogueUniforms(args), inner, chunk, range: GRADIENT_RANGE };
  const threads: [number, number] = [
    Math.ceil(columns / tileColumns) * threadsOf(tiling, dialect.lanes),
    Math.ceil(rows / tileRows) * parts,
  ];
  const { even, precision, scaled, gradient } = variant;
  const name = [matrixTilingName(tiling), form, even, precision, scaled, gradient].join(' ');
  const ending = Object.values(epilogue).join(' ');
  if (parts === 1) {
    runner.run(`matrixGemm ${name} ${ending}`, () => matrixSource(variant, epilogue, dialect), {
      buffers: { ...matrices, ...epilogueBuffers(args) },
      uniforms,
      mask: maskOf([rows, columns]),
      threads,
      work: gemmWork(args),
    });
    return;
  }
  const partial = runner.tensor([parts, rows, columns]);
  runner.run(`matrixGemm split ${name}`, () => matrixSource(variant, null, dialect), {
    buffers: { ...matrices, ...epilogueBuffers(args), partial },
    uniforms,
    threads,
    work: gemmWork(args),
  });
  runner.run(`tiledGemm sum ${ending}`, () => splitSumSource(epilogue), {
    buffers: { partial, ...epilogueBuffers(args) },
    uniforms: { ...uniforms, splits: parts },
    mask: maskOf([rows, columns]),
    threads: (rows * columns) / 4,
  });
  partial.dispose();
}

/** What is loaded past workgroup memory is not clamped at the edge: without whole tiles there, it is copied after all. */
function directlyIfWhole(
  tiling: MatrixTiling,
  { columns, inner }: Product,
  { half }: MatrixDialect,
): MatrixTiling {
  const whole = columns % tiling.tileColumns === 0 && inner % tiling.kTile === 0;
  return tiling.direct && !(whole && half === 'f16') ? { ...tiling, direct: false } : tiling;
}
