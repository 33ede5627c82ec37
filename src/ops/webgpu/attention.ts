/**
 * @file Attention without its S x S matrix, forward and backward (as in FlashAttention, Dao et al. 2022):
 * one thread holds one row of a head in registers and walks over the keys, or over the queries.
 *
 * Forward saves only each row's log-sum-exp; backward computes the probabilities from it again. A head's
 * row is `width` elements of a token's H; probability (batch b, head h, query i, key j) has the dropout
 * index ((b * heads + h) * S + i) * S + j.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { AttentionBackwardArgs, AttentionShape, Dropout } from '../index';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms } from './dropout';
import { unroll, type KernelSource, type StorageType } from './kernel';
import { matrixShape } from './linear';
import type { Runner } from './runner';

const FIELDS = { heads: 'u32', sequence: 'u32', size: 'u32', scale: 'f32', ...DROPOUT_FIELDS } as const;

/** WGSL for rows of a head: a vec4f at a time, padded with zeros where the width is no multiple of 4. */
class Head {
  readonly vec: boolean;
  /** vec4fs a row. */
  readonly groups: number;
  readonly type: StorageType;

  constructor(readonly width: number) {
    this.vec = width % 4 === 0;
    this.groups = Math.ceil(width / 4);
    this.type = this.vec ? 'vec4f' : 'f32';
  }

  /** Where the head's row of a token starts, in elements of the array. */
  row(token: string): string {
    return `((${token}) * p.heads + head) * ${this.vec ? this.groups : this.width}u`;
  }

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

/** One thread for each (b, h, row), `index`; `i` is the row in its sentence. */
const PLACE = `
  if (index >= p.size) { return; }
  let i = index % p.sequence;
  let head = index / p.sequence % p.heads;
  let b = index / (p.sequence * p.heads);
  let first = b * p.sequence;
  let length = u32(lengths[b]);`;

/** Four keys from j on: their rows, scores, and the factor of dropout. Beyond the length, scores are -1e30. */
const fourKeys = (head: Head, dropout: boolean): string => `
    ${unroll(4, (n) => `let key${n} = ${head.row(`first + min(j + ${n}u, length - 1u)`)};`)}
    let real = vec4u(j, j + 1u, j + 2u, j + 3u) < vec4u(length);
    let dots = vec4f(${unroll(4, (n) => head.dot('q', 'key', `key${n}`), ', ')});
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
    body: `${PLACE}\n  let row = ${head.row('first + i')};\n${source.body}`,
  };
}

function uniformsOf(head: Head, shape: AttentionShape, dropout: Dropout | null): Record<string, number> {
  const { batch, heads, sequence } = shape;
  const size = batch * heads * sequence;
  return { heads, sequence, size, scale: 1 / Math.sqrt(head.width), ...dropoutUniforms(dropout) };
}

export function attention(
  runner: Runner,
  query: Tensor,
  key: Tensor,
  value: Tensor,
  lengths: Tensor,
  shape: AttentionShape,
  dropout: Dropout | null,
): { y: Tensor; logSumExp: Tensor } {
  const [tokens, hidden] = matrixShape(query);
  const head = new Head(hidden / shape.heads);
  const y = runner.tensor([tokens, hidden]);
  const threads = shape.batch * shape.heads * shape.sequence;
  const logSumExp = runner.tensor([threads]);
  const t = head.type;
  runner.run(
    `attention ${head.width} ${Boolean(dropout)}`,
    () =>
      kernel(head, dropout, {
        inputs: { query: t, key: t, value: t, lengths: 'i32' },
        outputs: { y: t, logSumExp: 'f32' },
        body: `
  ${head.registers('q', 'query', 'row')}
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
    ${head.each((g) => `sum${g} = sum${g} * shrink + ${unroll(4, (n) => `kept[${n}] * ${head.load('value', `key${n}`, g)}`, ' + ')};`)}
    best = next;
  }
  ${head.each((g) => head.store('y', 'row', g, `sum${g} / total`))}
  logSumExp[index] = best + log(total);`,
      }),
    {
      buffers: { query, key, value, lengths, y, logSumExp },
      uniforms: uniformsOf(head, shape, dropout),
      threads,
    },
  );
  return { y, logSumExp };
}

/**
 * P = exp(score - logSumExp), dP = mask * (dy . v), dScore = P (dP - D) with D = dy . y;
 * dQuery = scale * dScore K, dKey = scale * dScore^T Q, dValue = (mask * P)^T dy.
 */
export function attentionBackward(
  runner: Runner,
  { dy, y, query, key, value, logSumExp, lengths, shape, dropout }: AttentionBackwardArgs,
): { dQuery: Tensor; dKey: Tensor; dValue: Tensor } {
  const [tokens, hidden] = matrixShape(query);
  const head = new Head(hidden / shape.heads);
  const t = head.type;
  const threads = shape.batch * shape.heads * shape.sequence;
  const uniforms = uniformsOf(head, shape, dropout);
  const rows = runner.tensor([threads, 2]); // log-sum-exp and D of each row, in one of the 8 bindings
  const dQuery = runner.tensor([tokens, hidden]);
  const dKey = runner.tensor([tokens, hidden]);
  const dValue = runner.tensor([tokens, hidden]);
  runner.run(
    `attentionRows ${head.width}`,
    () =>
      kernel(head, null, {
        inputs: { dy: t, y: t, logSumExp: 'f32', lengths: 'i32' },
        outputs: { rows: 'vec2f' },
        body: `
  ${head.registers('dy', 'dy', 'row')}
  rows[index] = vec2f(logSumExp[index], ${head.dot('dy', 'y', 'row')});`,
      }),
    { buffers: { dy, y, logSumExp, lengths, rows }, uniforms, threads },
  );
  runner.run(
    `attentionQueryGradient ${head.width} ${Boolean(dropout)}`,
    () =>
      kernel(head, dropout, {
        inputs: { query: t, key: t, value: t, dy: t, rows: 'vec2f', lengths: 'i32' },
        outputs: { dQuery: t },
        body: `
  ${head.registers('q', 'query', 'row')}
  ${head.registers('dy', 'dy', 'row')}
  ${head.each((g) => `var sum${g} = vec4f(0.0);`)}
  let saved = rows[index];
  for (var j = 0u; j < length; j += 4u) {
    ${fourKeys(head, Boolean(dropout))}
    let probabilities = select(vec4f(0.0), exp(scores - saved.x), real);
    let dProbabilities = mask * vec4f(${unroll(4, (n) => head.dot('dy', 'value', `key${n}`), ', ')});
    let dScores = probabilities * (dProbabilities - saved.y);
    ${head.each((g) => `sum${g} += ${unroll(4, (n) => `dScores[${n}] * ${head.load('key', `key${n}`, g)}`, ' + ')};`)}
  }
  ${head.each((g) => head.store('dQuery', 'row', g, `p.scale * sum${g}`))}`,
      }),
    { buffers: { query, key, value, dy, rows, lengths, dQuery }, uniforms, threads },
  );
  // Here `i` is the key's position and `j` the query's. Padded keys have no part in anything.
  runner.run(
    `attentionKeyValueGradient ${head.width} ${Boolean(dropout)}`,
    () =>
      kernel(head, dropout, {
        inputs: { query: t, key: t, value: t, dy: t, rows: 'vec2f', lengths: 'i32' },
        outputs: { dKey: t, dValue: t },
        body: `
  ${head.registers('k', 'key', 'row')}
  ${head.registers('v', 'value', 'row')}
  ${head.each((g) => `var dk${g} = vec4f(0.0); var dv${g} = vec4f(0.0);`)}
  let queries = select(0u, p.sequence, i < length);
  for (var j = 0u; j < queries; j++) {
    let query_row = ${head.row('first + j')};
    let row_index = index - i + j;
    let saved = rows[row_index];
    let probability = exp(p.scale * (${head.dot('k', 'query', 'query_row')}) - saved.x);
    let mask = ${dropout ? 'keep1(row_index * p.sequence + i)' : '1.0'};
    let kept = probability * mask;
    let dScore = probability * (mask * (${head.dot('v', 'dy', 'query_row')}) - saved.y);
    ${head.each((g) => `dk${g} += dScore * ${head.load('query', 'query_row', g)}; dv${g} += kept * ${head.load('dy', 'query_row', g)};`)}
  }
  ${head.each((g) => head.store('dKey', 'row', g, `p.scale * dk${g}`))}
  ${head.each((g) => head.store('dValue', 'row', g, `dv${g}`))}`,
      }),
    { buffers: { query, key, value, dy, rows, lengths, dKey, dValue }, uniforms, threads },
  );
  rows.dispose();
  return { dQuery, dKey, dValue };
}
