/** @file The products on which the tilings of a class are tried, and what a tiling of one dispatches. */
import { epilogueUniforms } from '../linear/gemmEpilogue';
import type { Form } from '../linear/gemmArgs';
import { candidatesOf, TILE_CLASSES, type TileClass } from '../linear/tileClasses';
import { threadsX, threadsY, tilingName, type Tiling } from '../linear/tileCopies';
import { tileSource } from '../linear/tiledGemmSource';
import { workgroupsOf } from '../runtime/kernel';
import type { KernelCache } from '../runtime/kernelCache';

/** The product of a class on which its tilings are tried. Every extent is whole tiles of each of them. */
export interface Contest {
  readonly tileClass: string;
  readonly form: Form;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly splits: number;
  /** The table's first. */
  readonly tilings: readonly Tiling[];
}

/** The products of RoBERTa base's encoder: of many rows where inner is whole, of few where it is split. */
const PRODUCTS: Readonly<Record<TileClass, Pick<Contest, 'rows' | 'columns' | 'inner' | 'splits'>>> = {
  'NN whole': { rows: 4096, columns: 768, inner: 768, splits: 1 },
  'NT whole': { rows: 4096, columns: 768, inner: 768, splits: 1 },
  'TN whole': { rows: 3072, columns: 768, inner: 768, splits: 1 },
  'NN split': { rows: 1024, columns: 768, inner: 768, splits: 3 },
  'NT split': { rows: 1024, columns: 768, inner: 768, splits: 3 },
  'TN split': { rows: 768, columns: 768, inner: 512, splits: 4 },
};

export const CONTESTS: readonly Contest[] = TILE_CLASSES.map((tileClass) => ({
  tileClass,
  form: tileClass.slice(0, 2) as Form,
  ...PRODUCTS[tileClass],
  tilings: candidatesOf(tileClass),
}));

export const flopOf = ({ rows, columns, inner }: Contest): number => 2 * rows * columns * inner;

/** The buffers of a contest's matrices and of its sums. */
export interface Matrices {
  readonly a: GPUBuffer;
  readonly b: GPUBuffer;
  readonly partial: GPUBuffer;
}

const FLOAT_BYTES = 4;

/** Bytes that the matrices of a contest take. */
export function bytesOf({ rows, columns, inner, splits }: Contest): Readonly<Record<keyof Matrices, number>> {
  return {
    a: FLOAT_BYTES * rows * inner,
    b: FLOAT_BYTES * columns * inner,
    partial: FLOAT_BYTES * splits * rows * columns,
  };
}

/** Kernels leave their sums as a split product's do, which is the same loop with a shorter end. */
export function kernelOf(
  { form }: Contest,
  tiling: Tiling,
): readonly [name: string, source: () => ReturnType<typeof tileSource>] {
  const variant = {
    form,
    tiling,
    even: true,
    precision: 'f32',
    scaled: false,
    halves: null,
    term: null,
  } as const;
  return [`trial of ${form} ${tilingName(tiling)}`, () => tileSource(variant, null)];
}

/** What a tiling dispatches for the contest's product. */
export function dispatchOf(contest: Contest, tiling: Tiling, kernels: KernelCache, matrices: Matrices) {
  const { rows, columns, inner, splits } = contest;
  const [name, source] = kernelOf(contest, tiling);
  const kernel = kernels.get(name, source);
  const sizes = bytesOf(contest);
  const bindings = kernel.names.map((binding) => {
    const key = binding as keyof Matrices;
    return { buffer: matrices[key], size: sizes[key] };
  });
  const uniforms = {
    ...epilogueUniforms({ rows, columns }),
    inner,
    chunk: inner / splits,
  };
  const threads: [number, number] = [
    Math.ceil(columns / tiling.tileColumns) * threadsX(tiling),
    Math.ceil(rows / tiling.tileRows) * threadsY(tiling) * splits,
  ];
  return {
    pipeline: kernel.pipeline,
    bindGroup: kernels.bindGroup(name, kernel, bindings, uniforms),
    workgroups: workgroupsOf(threads, kernel.source.workgroup),
  };
}
