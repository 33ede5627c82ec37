/**
 * @file Products in which one side is as narrow as the LoRA rank. Each thread takes up to 8 ranks.
 *
 *   narrow: lowRank [T, r] = dropout(x) [T, I] A [r, I]^T       du [T, r] = scaling * dy [T, O] B [O, r]
 *   tall:   dA [r, I] = du [T, r]^T dropout(x) [T, I]           dB [O, r] = scaling * dy [T, O]^T lowRank [T, r]
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Dropout, Operand } from '../index';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms } from './dropout';
import { rowShare, unroll } from './kernel';
import { rowChunks, sumOfChunks } from './reduce';
import type { Runner } from './runner';

const RANKS = 8;

export interface NarrowArgs {
  readonly x: Tensor; // [rows, inner]
  readonly weight: Operand; // [rank, inner]; transposed: [inner, rank]
  readonly transposed: boolean;
  readonly rank: number;
  readonly scale: number;
  /** Of x. */
  readonly dropout: Dropout | null;
}

/** scale * dropout(x) weight^T, or scale * x weight where the weight is transposed: [rows, rank]. */
export function narrow(runner: Runner, args: NarrowArgs): Tensor {
  const { x, weight, transposed, rank, dropout } = args;
  const [rows = 0, inner = 0] = x.shape;
  const y = runner.tensor([rows, rank]);
  const vec = inner % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const ranks = Math.min(rank, RANKS);
  const share = rowShare(runner.software ? 1 : 32);
  const keep = dropout ? (vec ? ' * keep4(4u * at)' : ' * keep1(at)') : '';
  /** The weight of rank j at k: its vec4, or the scalar. */
  const weightAt = (j: number): string => {
    if (!transposed) return `weight[j${j} * p.groups + k]`;
    if (!vec) return `weight[k * p.rank + j${j}]`;
    return `vec4f(${unroll(4, (i) => `weight[(4u * k + ${i}u) * p.rank + j${j}]`, ', ')})`;
  };
  runner.run(
    `narrow ${type} ${transposed} ${ranks} ${Boolean(dropout)} ${runner.software}`,
    () => ({
      inputs: { x: type, weight: transposed ? 'f32' : type },
      outputs: { y: 'f32' },
      uniforms: { rows: 'u32', groups: 'u32', rank: 'u32', scale: 'f32', ...DROPOUT_FIELDS },
      workgroup: share.workgroup,
      functions: `${share.functions}${dropout ? DROPOUT_FUNCTIONS : ''}`,
      body: `
  let blocks = (p.rank + ${ranks - 1}u) / ${ranks}u;
  if (${share.row} >= p.rows * blocks) { return; }
  let row = ${share.row} / blocks;
  let first = ${share.row} % blocks * ${ranks}u;
  ${unroll(ranks, (j) => `let j${j} = min(first + ${j}u, p.rank - 1u); var sum${j} = 0.0;`)}
  for (var k = ${share.start}; k < p.groups; k += ${share.stride}) {
    let at = row * p.groups + k;
    let value = x[at]${keep};
    ${unroll(ranks, (j) => `sum${j} += ${vec ? `dot(value, ${weightAt(j)})` : `value * ${weightAt(j)}`};`)}
  }
  ${unroll(Math.ceil(ranks / 4), (q) => `let total${q} = rowSum(vec4f(${unroll(4, (j) => (q * 4 + j < ranks ? `sum${q * 4 + j}` : '0.0'), ', ')}), lane);`)}
  // Ranks beyond the last were computed as the last: storing them again does no harm.
  if (${share.start} == 0u) { ${unroll(ranks, (j) => `y[row * p.rank + j${j}] = p.scale * total${j >> 2}[${j & 3}];`)} }`,
    }),
    {
      buffers: { x, weight, y },
      uniforms: {
        rows,
        groups: vec ? inner / 4 : inner,
        rank,
        scale: args.scale,
        ...dropoutUniforms(dropout),
      },
      threads: share.threads(rows * Math.ceil(rank / ranks)),
    },
  );
  return y;
}

export interface TallArgs {
  readonly narrow: Tensor; // [rows, rank]
  readonly wide: Tensor; // [rows, width]
  readonly scale: number;
  /** Of `wide`. */
  readonly dropout: Dropout | null;
  /** [rank, width]; transposed: [width, rank]. */
  readonly output: Operand;
  readonly transposed: boolean;
}

/** scale * narrow^T dropout(wide), or its transpose. */
export function tall(runner: Runner, args: TallArgs): void {
  const { wide, dropout, transposed, output } = args;
  const [rows = 0, width = 0] = wide.shape;
  const rank = args.narrow.shape[1] ?? 0;
  const vec = width % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const groups = vec ? width / 4 : width;
  const ranks = Math.min(rank, RANKS);
  const blocks = Math.ceil(rank / ranks);
  const { chunks, chunkRows } = rowChunks(runner, rows);
  const keep = dropout ? (vec ? ' * keep4(4u * at)' : ' * keep1(at)') : '';
  const store = (j: number): string => {
    const value = `p.scale * sum${j}`;
    if (!transposed) return `partial[start / ${vec ? 4 : 1}u + j${j} * p.groups + group] = ${value};`;
    if (!vec) return `partial[start + group * p.rank + j${j}] = ${value};`;
    return unroll(4, (i) => `partial[start + (4u * group + ${i}u) * p.rank + j${j}] = (${value})[${i}];`);
  };
  sumOfChunks(runner, output, rank * width, chunks, (partial) =>
    runner.run(
      `tall ${type} ${transposed} ${ranks} ${Boolean(dropout)}`,
      () => ({
        inputs: { narrow: 'f32', wide: type },
        outputs: { partial: transposed ? 'f32' : type },
        uniforms: {
          rows: 'u32',
          groups: 'u32',
          size: 'u32',
          rank: 'u32',
          chunks: 'u32',
          chunkRows: 'u32',
          scale: 'f32',
          ...DROPOUT_FIELDS,
        },
        workgroup: [16, 1],
        functions: dropout ? DROPOUT_FUNCTIONS : '',
        body: `
  let blocks = (p.rank + ${ranks - 1}u) / ${ranks}u;
  if (index >= p.groups * blocks * p.chunks) { return; }
  let group = index % p.groups;
  let first = index / p.groups % blocks * ${ranks}u;
  let chunk = index / (p.groups * blocks);
  ${unroll(ranks, (j) => `let j${j} = min(first + ${j}u, p.rank - 1u); var sum${j} = ${type}();`)}
  let end = min((chunk + 1u) * p.chunkRows, p.rows);
  for (var row = chunk * p.chunkRows; row < end; row++) {
    let at = row * p.groups + group;
    let value = wide[at]${keep};
    ${unroll(ranks, (j) => `sum${j} += narrow[row * p.rank + j${j}] * value;`)}
  }
  let start = chunk * p.size;
  ${unroll(ranks, store)}`,
      }),
      {
        buffers: { narrow: args.narrow, wide, partial },
        uniforms: {
          rows,
          groups,
          size: rank * width,
          rank,
          chunks,
          chunkRows,
          scale: args.scale,
          ...dropoutUniforms(dropout),
        },
        threads: groups * blocks * chunks,
      },
    ),
  );
}
