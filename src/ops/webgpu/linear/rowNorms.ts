/**
 * @file The norms of the rows of W + scaling * B A of a layer's adapted modules, which DoRA divides by. On software
 * adapters each thread has a row, on GPUs 64 threads share one; if W is transposed in memory, it is four rows.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Adapter, FrozenMatrix, Linear, Operand } from '../../index';
import { rowShare, type KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { loader, PACKED_TYPES, packedLoader } from './gemm';
import { packModules } from './narrow';
import { NF4_FIELDS, nf4Uniforms } from './nf4';

interface Variant {
  readonly precision: FrozenMatrix['precision'];
  readonly transposed: boolean;
  /** Whether rows of W are whole vec4s. */
  readonly vec: boolean;
  readonly lanes: number;
}

/** [n * O / modules]. @throws Error if the layer has no adapter */
export function rowNorms(runner: Runner, { weight, adapter }: Linear): Tensor {
  if (!adapter) throw new Error('A layer without an adapter has no magnitudes.');
  const frozen = 'precision' in weight ? weight : null;
  const [outputs, inner] = matrixShape(weight);
  const height = outputs / adapter.modules;
  const norms = runner.tensor([adapter.adapted.length * height]);
  const variant: Variant = {
    precision: frozen?.precision ?? 'f32',
    transposed: frozen?.transposed ?? false,
    vec: inner % 4 === 0,
    lanes: runner.software ? 1 : 64,
  };
  const rows = variant.transposed ? norms.size / 4 : norms.size;
  runner.run(`rowNorms ${Object.values(variant).map(String).join(' ')}`, () => source(variant), {
    buffers: {
      a: adapter.a,
      b: frozen ? frozen.data : (weight as Operand),
      factors: adapter.b,
      ...(frozen?.scale ? { scales: frozen.scale } : {}),
      norms,
    },
    uniforms: {
      rows,
      height,
      inner,
      widthB: variant.transposed ? outputs : inner,
      ...adapterUniforms(adapter),
      ...(frozen?.precision === 'nf4' ? nf4Uniforms(frozen) : {}),
    },
    threads: rowShare(variant.lanes).threads(rows),
  });
  return norms;
}

function adapterUniforms({ rank, adapted, scaling }: Adapter): Record<string, number> {
  return { rank, modules: packModules(adapted), scale: scaling };
}

function source({ precision, transposed, vec, lanes }: Variant): KernelSource {
  const share = rowShare(lanes);
  const four = transposed || vec;
  return {
    inputs: {
      a: !transposed && vec ? 'vec4f' : 'f32',
      b: precision === 'f32' ? (four ? 'vec4f' : 'f32') : PACKED_TYPES[precision],
      factors: 'f32',
      ...(precision === 'int8' ? { scales: transposed ? 'vec4f' : 'f32' } : {}),
      ...(precision === 'nf4' ? { scales: 'u32' } : {}),
    },
    outputs: { norms: transposed ? 'vec4f' : 'f32' },
    uniforms: {
      rows: 'u32',
      height: 'u32',
      inner: 'u32',
      widthB: 'u32',
      rank: 'u32',
      modules: 'u32',
      scale: 'f32',
      ...(precision === 'nf4' ? NF4_FIELDS : {}),
    },
    workgroup: share.workgroup,
    functions: [
      share.functions,
      transposed ? '' : loader('a', vec, 'p.inner'),
      precision === 'f32' ? loader('b', four, 'p.widthB') : packedLoader(precision, transposed),
    ].join('\n'),
    body: `
  let row = ${share.row};
  if (row >= p.rows) { return; }
  let first = ${transposed ? '4u * row' : 'row'};
  let slot = first / p.height;
  let output = ((p.modules >> (4u * slot)) & 15u) * p.height + first % p.height;
  var sum = vec4f(0.0);
  ${transposed ? columnsOf(share) : rowOf(share)}
  ${
    transposed ? 'let total = rowSum(sum, lane);' : 'let total = rowSum(vec4f(dot(sum, vec4f(1.0))), lane).x;'
  }
  if (${share.start} == 0u) { norms[row] = sqrt(total); }`,
  };
}

/** Squares of one row, four elements at a time. */
const rowOf = ({ start, stride }: ReturnType<typeof rowShare>): string => `
  for (var k = ${start}; k < (p.inner + 3u) / 4u; k += ${stride}) {
    var term = vec4f(0.0);
    for (var j = 0u; j < p.rank; j++) { term += factors[first * p.rank + j] * load_a(slot * p.rank + j, k); }
    let value = load_b(output, k) + p.scale * term;
    sum += value * value;
  }`;

/** Squares of four rows, which lie beside each other. */
const columnsOf = ({ start, stride }: ReturnType<typeof rowShare>): string => `
  for (var k = ${start}; k < p.inner; k += ${stride}) {
    var term = vec4f(0.0);
    for (var j = 0u; j < p.rank; j++) {
      let at = first * p.rank + j;
      let four = vec4f(factors[at], factors[at + p.rank], factors[at + 2u * p.rank], factors[at + 3u * p.rank]);
      term += four * a[(slot * p.rank + j) * p.inner + k];
    }
    let value = load_b(k, output / 4u) + p.scale * term;
    sum += value * value;
  }`;
