/**
 * @file Attention (see `dispatch.ts`) for heads of any width. A thread holds one row of a head in its registers and goes
 * through the keys, four at a time, or through the queries. No barrier is needed, which suits software adapters.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionBackwardArgs, AttentionShape, Dropout } from '../../index';
import {
  FIELDS,
  headWidth,
  KEY,
  packedRowOf,
  QUERY,
  rowOf,
  maskOfProbabilities,
  uniformsOf,
  VALUE,
} from './attentionFields';
import { DROPOUT_FUNCTIONS } from '../elementwise/dropout';
import { unroll, type KernelSource, type StorageType } from '../runtime/kernel';
import type { Runner } from '../runtime/runner';

/** WGSL that handles rows of a head a vec4f at a time, padded with zeros if the width is not a multiple of 4. */
class Head {
  /** Whether the arrays hold vec4fs. */
  readonly vec: boolean;
  /** How many vec4fs a row has. */
  readonly groups: number;
  readonly type: StorageType;

  constructor(readonly width: number) {
    this.vec = width % 4 === 0;
    this.groups = Math.ceil(width / 4);
    this.type = this.vec ? 'vec4f' : 'f32';
  }

  /** How many elements of the array a row has. */
  get length(): number {
    return this.vec ? this.groups : this.width;
  }

  /** The row's vec4f number `group`. @param row WGSL of the index at which the row starts */
  load(array: string, row: string, group: number): string {
    if (this.vec) return `${array}[${row} + ${group}u]`;
    const element = (i: number): string =>
      group * 4 + i < this.width ? `${array}[${row} + ${group * 4 + i}u]` : '0.0';
    return `vec4f(${unroll(4, element, ', ')})`;
  }

  store(array: string, row: string, group: number, value: string): string {
    if (this.vec) return `${array}[${row} + ${group}u] = ${value};`;
    const count = Math.min(4, this.width - group * 4);
    return unroll(count, (i) => `${array}[${row} + ${group * 4 + i}u] = (${value})[${i}];`);
  }

  each(code: (group: number) => string): string {
    return unroll(this.groups, code);
  }

  /** Declares registers `name`0, `name`1, ... with the row's values. */
  registers(name: string, array: string, row: string): string {
    return this.each((g) => `let ${name}${g} = ${this.load(array, row, g)};`);
  }

  /** Dot product of registers with a row of an array. */
  dot(name: string, array: string, row: string): string {
    return unroll(this.groups, (g) => `dot(${name}${g}, ${this.load(array, row, g)})`, ' + ');
  }
}

/** There is a thread for each (b, h, row), whose number is `index`; `i` is the row's position in its sentence. */
const LOCATION = `
  if (index >= p.size) { return; }
  let i = index % p.sequence;
  let head = index / p.sequence % p.heads;
  let b = index / (p.sequence * p.heads);
  let first = b * p.sequence;
  let length = u32(lengths[b]);`;

/** Declares rows, scores and dropout factors of the four keys from j on. Scores of padding are -1e30. */
const fourKeys = (head: Head, dropout: boolean): string => `
    ${unroll(4, (n) => `let token${n} = first + min(j + ${n}u, length - 1u);`)}
    ${unroll(4, (n) => `let key${n} = ${packedRowOf(`token${n}`, KEY, head.length)};`)}
    ${unroll(4, (n) => `let value${n} = ${packedRowOf(`token${n}`, VALUE, head.length)};`)}
    let real = vec4u(j, j + 1u, j + 2u, j + 3u) < vec4u(length);
    let dots = vec4f(${unroll(4, (n) => head.dot('q', 'queryKeyValue', `key${n}`), ', ')});
    let scores = select(vec4f(-1e30), p.scale * dots, real);
    let mask = ${dropout ? 'keep4(index * p.sequence + j)' : 'vec4f(1.0)'};`;

function kernel(
  head: Head,
  dropout: Dropout | null,
  source: Pick<KernelSource, 'inputs' | 'outputs' | 'body'>,
): KernelSource {
  return {
    ...source,
    uniforms: FIELDS,
    workgroup: [32, 1],
    functions: dropout ? DROPOUT_FUNCTIONS : '',
    body: `${LOCATION}
  let row = ${rowOf('first + i', head.length)};
  let query_row = ${packedRowOf('first + i', QUERY, head.length)};
${source.body}`,
  };
}

/** y [T, H] and logSumExp [batch * heads * S]. */
export function plainAttention(
  runner: Runner,
  queryKeyValue: Tensor, // [T, 3H]
  lengths: Tensor,
  shape: AttentionShape,
  dropout: Dropout | null,
): { y: Tensor; logSumExp: Tensor } {
  const head = new Head(headWidth(queryKeyValue, shape));
  const threads = shape.batch * shape.heads * shape.sequence;
  const size = [shape.batch * shape.sequence, shape.heads * head.width] as const;
  const y = head.vec ? runner.kept(size) : runner.tensor([...size]); // halves are written four at a time
  const logSumExp = runner.tensor([threads]);
  runner.run(`attention ${head.width} ${Boolean(dropout)}`, () => forward(head, dropout), {
    buffers: { queryKeyValue, lengths, y, logSumExp },
    uniforms: uniformsOf(head.width, shape, threads, dropout),
    mask: maskOfProbabilities(shape),
    threads,
  });
  return { y, logSumExp };
}

/** Each thread has one query. */
function forward(head: Head, dropout: Dropout | null): KernelSource {
  const t = head.type;
  return kernel(head, dropout, {
    inputs: { queryKeyValue: t, lengths: 'i32' },
    outputs: { y: t, logSumExp: 'f32' },
    body: `
  ${head.registers('q', 'queryKeyValue', 'query_row')}
  ${head.each((g) => `var sum${g} = vec4f(0.0);`)}
  var best = -1e30;
  var total = 0.0;
  for (var j = 0u; j < length; j += 4u) {
    ${fourKeys(head, Boolean(dropout))}
    let next = max(max(max(scores.x, scores.y), max(scores.z, scores.w)), best);
    let shrink = exp(best - next);
    let weights = select(vec4f(0.0), exp(scores - next), real);
    total = total * shrink + dot(weights, vec4f(1.0));
    let kept = weights * mask;
    ${head.each((g) => `sum${g} = sum${g} * shrink + ${unroll(4, (n) => `kept[${n}] * ${head.load('queryKeyValue', `value${n}`, g)}`, ' + ')};`)}
    best = next;
  }
  ${head.each((g) => head.store('y', 'row', g, `sum${g} / total`))}
  logSumExp[index] = best + log(total);`,
  });
}

/** @returns the gradient [T, 3H] */
export function plainAttentionBackward(runner: Runner, args: AttentionBackwardArgs): Tensor {
  const { dy, y, queryKeyValue, logSumExp, lengths, shape, dropout } = args;
  const head = new Head(headWidth(queryKeyValue, shape));
  const threads = shape.batch * shape.heads * shape.sequence;
  const uniforms = uniformsOf(head.width, shape, threads, dropout);
  const mask = maskOfProbabilities(shape);
  const variant = `${head.width} ${Boolean(dropout)}`;
  const rowDot = runner.tensor([threads]); // D, which the first kernel writes and the second reads
  const gradient = runner.tensor([...queryKeyValue.shape]);
  runner.run(`attentionQueryGradient ${variant}`, () => queryGradient(head, dropout), {
    buffers: { queryKeyValue, dy, y, logSumExp, lengths, gradient, rowDot },
    uniforms,
    mask,
    threads,
  });
  runner.run(`attentionKeyValueGradient ${variant}`, () => keyValueGradient(head, dropout), {
    buffers: { queryKeyValue, dy, rowDot, logSumExp, lengths, gradient },
    uniforms,
    mask,
    threads,
  });
  rowDot.dispose();
  return gradient;
}

/** Each thread has one query. It writes D too. */
function queryGradient(head: Head, dropout: Dropout | null): KernelSource {
  const t = head.type;
  return kernel(head, dropout, {
    inputs: { queryKeyValue: t, dy: t, y: t, logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: t, rowDot: 'f32' },
    body: `
  ${head.registers('q', 'queryKeyValue', 'query_row')}
  ${head.registers('dy', 'dy', 'row')}
  ${head.each((g) => `var sum${g} = vec4f(0.0);`)}
  let saved = logSumExp[index];
  let d = ${head.dot('dy', 'y', 'row')};
  rowDot[index] = d;
  for (var j = 0u; j < length; j += 4u) {
    ${fourKeys(head, Boolean(dropout))}
    let probabilities = select(vec4f(0.0), exp(scores - saved), real);
    let dProbabilities = mask * vec4f(${unroll(4, (n) => head.dot('dy', 'queryKeyValue', `value${n}`), ', ')});
    let dScores = probabilities * (dProbabilities - d);
    ${head.each((g) => `sum${g} += ${unroll(4, (n) => `dScores[${n}] * ${head.load('queryKeyValue', `key${n}`, g)}`, ' + ')};`)}
  }
  ${head.each((g) => head.store('gradient', 'query_row', g, `p.scale * sum${g}`))}`,
  });
}

/**
 * Each thread has one key: here `i` is the key's position and `j` the query's. Padded keys take no part: their
 * gradients are zero.
 */
function keyValueGradient(head: Head, dropout: Dropout | null): KernelSource {
  const t = head.type;
  return kernel(head, dropout, {
    inputs: { queryKeyValue: t, dy: t, rowDot: 'f32', logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: t },
    body: `
  let key_row = ${packedRowOf('first + i', KEY, head.length)};
  let value_row = ${packedRowOf('first + i', VALUE, head.length)};
  ${head.registers('k', 'queryKeyValue', 'key_row')}
  ${head.registers('v', 'queryKeyValue', 'value_row')}
  ${head.each((g) => `var dk${g} = vec4f(0.0); var dv${g} = vec4f(0.0);`)}
  let queries = select(0u, p.sequence, i < length);
  for (var j = 0u; j < queries; j++) {
    let from_row = ${packedRowOf('first + j', QUERY, head.length)};
    let dy_row = ${rowOf('first + j', head.length)};
    let row_index = index - i + j;
    let probability = exp(p.scale * (${head.dot('k', 'queryKeyValue', 'from_row')}) - logSumExp[row_index]);
    let mask = ${dropout ? 'keep1(row_index * p.sequence + i)' : '1.0'};
    let kept = probability * mask;
    let dScore = probability * (mask * (${head.dot('v', 'dy', 'dy_row')}) - rowDot[row_index]);
    ${head.each((g) => `dk${g} += dScore * ${head.load('queryKeyValue', 'from_row', g)}; dv${g} += kept * ${head.load('dy', 'dy_row', g)};`)}
  }
  ${head.each((g) => head.store('gradient', 'key_row', g, `p.scale * dk${g}`))}
  ${head.each((g) => head.store('gradient', 'value_row', g, `dv${g}`))}`,
  });
}
