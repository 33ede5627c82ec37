/** @file The products of the encoder, and the tilings that are tried on them. */
import type { Form } from '../../src/ops/webgpu/linear/gemmArgs';
import { tilingName, type Tiling } from '../../src/ops/webgpu/linear/tileCopies';
import { TILINGS } from '../../src/ops/webgpu/linear/tiledGemm';

export interface Shape {
  readonly form: Form;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

const product = (form: Form, rows: number, columns: number, inner: number): Shape => ({
  form,
  rows,
  columns,
  inner,
});

/** The encoder's products at hidden 768 and intermediate 3072. All tilings are tried on the first one of each form. */
export function shapesOf(form: Form, tokens: number): readonly Shape[] {
  if (form === 'TN')
    return [
      [3072, 768],
      [768, 768],
      [2304, 768],
    ].map(([rows = 0, columns = 0]) => product(form, rows, columns, tokens));
  const widths: readonly [columns: number, inner: number][] =
    form === 'NT'
      ? [
          [3072, 768],
          [768, 768],
          [768, 3072],
          [2304, 768],
        ]
      : [
          [3072, 768],
          [768, 768],
          [768, 3072],
          [768, 2304],
        ];
  return widths.map(([columns, inner]) => product(form, tokens, columns, inner));
}

/** Tiny products, to see whether the page works on a software adapter. */
export const smallShapes = (form: Form): readonly Shape[] => [
  product(form, 72, 136, 64),
  product(form, 32, 64, 256),
];

const tile = (rows: number, columns: number, threadRows: number, threadColumns: number): Tiling => ({
  ...TILINGS.wide,
  tileRows: rows,
  tileColumns: columns,
  threadRows,
  threadColumns,
});

/** Changes that are tried on the two best tiles. */
const WAYS: readonly Partial<Tiling>[] = [
  {},
  { transpose: 'none' },
  { prefetch: false },
  { buffers: 2 },
  { kTile: 8 },
  { kTile: 8, buffers: 2 },
  { transpose: 'both' },
  { transpose: 'both', buffers: 2 },
  { warps: 'flat' },
  { warps: 'zigzag' },
  { lateLines: true, prefetch: false },
  { unroll: false },
  { unroll: false, prefetch: false },
  { transpose: 'none', prefetch: false },
  { transpose: 'none', buffers: 2 },
  { kTile: 32, prefetch: false },
  { kTile: 32, transpose: 'none', prefetch: false },
  { interleave: false },
];

const OTHERS: readonly Tiling[] = [
  tile(128, 64, 8, 8),
  tile(64, 64, 8, 4),
  tile(64, 64, 4, 8),
  tile(64, 64, 4, 4),
  tile(64, 64, 8, 8),
  tile(128, 64, 8, 4),
  tile(64, 128, 8, 4),
  tile(32, 128, 4, 8),
  tile(32, 64, 4, 4),
  tile(128, 128, 16, 8),
  tile(128, 128, 8, 16),
  { ...tile(256, 128, 16, 8), kTile: 8 },
  { ...tile(128, 256, 8, 16), kTile: 8 },
  tile(64, 256, 8, 8),
];

/** Each tile once: for products with few rows only the tile's size matters. */
export const TILES: readonly Tiling[] = [TILINGS.wide, TILINGS.large, ...OTHERS];

export const CANDIDATES: readonly Tiling[] = [
  ...new Map(
    [
      ...WAYS.map((way) => ({ ...TILINGS.wide, ...way })),
      ...WAYS.map((way) => ({ ...TILINGS.large, ...way })),
      ...OTHERS,
      ...OTHERS.map((tiling) => ({ ...tiling, prefetch: false })),
      ...Object.values<Tiling>(TILINGS),
    ].map((tiling) => [tilingName(tiling), tiling]),
  ).values(),
];

const lines = (rows: number, columns: number, threadRows: number, threadColumns: number): Tiling => ({
  ...tile(rows, columns, threadRows, threadColumns),
  prefetch: false,
  lateLines: true,
  warps: 'zigzag',
});

/** A few tilings, for a comparison of a minute or two: those in use, and those that may be better at 4,096 rows. */
export const FEW: readonly Tiling[] = [
  TILINGS.wide,
  TILINGS.wideLines,
  { ...TILINGS.wide, warps: 'zigzag' },
  { ...TILINGS.wideLines, warps: 'zigzag' },
  { ...TILINGS.wideLines, lateLines: true },
  lines(64, 128, 8, 8),
  lines(128, 64, 8, 8),
  lines(128, 128, 8, 8),
  lines(128, 96, 8, 12),
  { ...lines(128, 96, 8, 12), kTile: 8, prefetch: true },
  lines(64, 192, 8, 12),
  { ...lines(64, 128, 8, 8), kTile: 8, buffers: 2 },
  { ...lines(64, 128, 8, 8), buffers: 2 }, // 24 KiB
  { ...lines(64, 128, 8, 8), kTile: 32 }, // 24 KiB
];

/** The splits that make sense: enough workgroups but not too many, and at least 96 of inner in a part. */
export function splitsFor({ rows, columns, inner }: Shape, tiling: Tiling): readonly number[] {
  const tiles = Math.ceil(rows / tiling.tileRows) * Math.ceil(columns / tiling.tileColumns);
  const more = [2, 3, 4, 6, 8, 16].filter(
    (splits) => tiles < 300 && tiles * splits <= 900 && inner / splits >= 96,
  );
  return [1, ...more];
}
