/**
 * @file The matrix products of a linear layer (see `gemm.ts`) through workgroup memory, for GPUs. This file chooses the
 * tiles for a product; their WGSL is in `tiledGemmSource.ts`.
 */
import type { GemmArgs } from './gemmArgs';
import {
  epilogueUniforms,
  epilogueVariant,
  MAX_MODULES,
  scalesAlong,
  type EpilogueVariant,
} from './gemmEpilogue';
import { appendedTerm } from './lowRankTiles';
import { nf4Uniforms } from './nf4';
import { GRADIENT_RANGE } from '../runtime/halves';
import type { Runner } from '../runtime/runner';
import { threadsX, threadsY, tilingName, type TileVariant, type Tiling } from './tileCopies';
import { runSplit } from './splitProduct';
import { tileSource } from './tiledGemmSource';

const COMMON = {
  kTile: 16,
  prefetch: true,
  buffers: 1,
  interleave: true,
  transpose: 'none',
  unroll: true,
  lateLines: false,
  warps: 'square',
} as const;

/** The tilings in use. All are within WebGPU's default limits: 256 threads and 16 KiB of workgroup memory. */
export const TILINGS = {
  /** 128 threads. */
  wide: { ...COMMON, tileRows: 64, tileColumns: 128, threadRows: 8, threadColumns: 8 },
  /** 128 threads. For NT, where both matrices come as lines and leave no registers to prefetch the next tiles. */
  wideLines: {
    ...COMMON,
    tileRows: 64,
    tileColumns: 128,
    threadRows: 8,
    threadColumns: 8,
    prefetch: false,
  },
  /** 256 threads. */
  large: { ...COMMON, tileRows: 128, tileColumns: 128, threadRows: 8, threadColumns: 8 },
  /** 128 threads. */
  medium: { ...COMMON, tileRows: 64, tileColumns: 64, threadRows: 8, threadColumns: 4 },
  /** 128 threads. */
  small: { ...COMMON, tileRows: 32, tileColumns: 64, threadRows: 4, threadColumns: 4 },
} as const satisfies Readonly<Record<string, Tiling>>;

type Product = Pick<GemmArgs, 'form' | 'rows' | 'columns' | 'inner'>;

export interface Plan {
  readonly tiling: Tiling;
  /** The number of parts that inner is split into. Each has its own workgroups; a second kernel adds them up. */
  readonly splits: number;
}

/**
 * The number of workgroups wanted: two for each of an H100's 132 multiprocessors, so that the two hide each other's
 * waiting.
 */
export const ENOUGH_WORKGROUPS = 264;
/**
 * The least length of inner in a part of a split product, if the tiles are as usual or small ones of more rows. With less, adding up the
 * parts costs more than it gains.
 */
const LEAST_CHUNK = { usual: 128, small: 256 };
const FEW_ROWS = 32;
const MOST_SPLITS = 16;

/** With fewer rows, columns or elements of inner than this, a product in mixed precision stays in float32. */
export const LEAST_IN_HALVES = 64;

/**
 * The tiles of a product, and into how many parts to split it so that there are enough workgroups.
 * @param products how many of this shape are computed side by side: one for each trial of a company
 */
export function planOf({ form, rows, columns, inner }: Product, products = 1): Plan {
  const tiles = ({ tileRows, tileColumns }: Tiling): number =>
    products * Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);
  const wide = form === 'NT' ? TILINGS.wideLines : TILINGS.wide;
  // What makes few tiles even of the small ones takes as long as one of them.
  const tiling = rows <= FEW_ROWS || tiles(TILINGS.small) < ENOUGH_WORKGROUPS ? TILINGS.small : wide;
  const count = tiles(tiling);
  if (count >= ENOUGH_WORKGROUPS) return { tiling, splits: 1 };
  const chunk = rows <= FEW_ROWS || tiling === wide ? LEAST_CHUNK.usual : LEAST_CHUNK.small;
  const splits = Math.min(Math.ceil(ENOUGH_WORKGROUPS / count), Math.floor(inner / chunk), MOST_SPLITS);
  return { tiling, splits: Math.max(1, splits) };
}

/** Whether the kernel can compute this product: every matrix has rows of whole vec4s. */
export function fitsTiledGemm({ form, b, rows, columns, inner, adapter }: GemmArgs): boolean {
  if (columns % 4 !== 0 || (form === 'TN' ? rows : inner) % 4 !== 0) return false;
  if (form === 'TN') return !adapter && !('precision' in b);
  return !adapter || (adapter.modules <= MAX_MODULES && columns % (4 * adapter.modules) === 0);
}

/** Whether mixed precision multiplies this product in half floats: if it is large, as the encoder's are. */
function multipliesHalves({ precision }: Runner, { rows, columns, inner }: GemmArgs): boolean {
  return (
    precision.isOn &&
    precision.path.kind === 'arithmetic' &&
    Math.min(rows, columns, inner) >= LEAST_IN_HALVES
  );
}

export function tiledGemm(
  runner: Runner,
  args: GemmArgs,
  { tiling, splits }: Plan = planOf(args, runner.slabs),
): void {
  const { form, a, b, rows, columns, inner } = args;
  const { tileRows, tileColumns, kTile } = tiling;
  const chunk = Math.ceil(inner / splits / kTile) * kTile;
  const parts = Math.ceil(inner / chunk);
  const halves = multipliesHalves(runner, args) ? { gradient: Boolean(args.gradient) } : null;
  const term =
    tiling.transpose === 'none' && !halves && !('precision' in b && b.precision !== 'f32')
      ? appendedTerm(args, tileColumns, parts)
      : null;
  const epilogue = epilogueVariant(term ? { ...args, adapter: null } : args);
  const variant: TileVariant = {
    form,
    tiling,
    even: inner % kTile === 0,
    precision: 'precision' in b ? b.precision : 'f32',
    scaled: scalesAlong(args) === 'inner',
    halves,
    term,
  };
  const matrices = { a, b: 'precision' in b ? b.data : b };
  const ofNf4 = 'precision' in b && b.precision === 'nf4' ? nf4Uniforms(b) : {};
  const uniforms = { ...epilogueUniforms(args), inner, chunk, range: GRADIENT_RANGE, ...ofNf4 };
  const threads: [number, number] = [
    Math.ceil(columns / tileColumns) * threadsX(tiling),
    Math.ceil(rows / tileRows) * threadsY(tiling) * parts,
  ];
  const own = [tilingName(tiling), form, variant.even, variant.precision, variant.scaled];
  const name = [
    ...own,
    ...(term ? ['appended', term] : []),
    ...(halves ? ['half arithmetic', halves.gradient] : []),
  ].join(' ');
  const source = (ending: EpilogueVariant | null) => tileSource(variant, ending);
  runSplit(runner, args, { kind: 'tiledGemm', name, source, epilogue, matrices, uniforms, threads, parts });
}
