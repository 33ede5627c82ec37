/**
 * @file Attention by quads of threads, for software adapters. It works as in `plainAttention.ts`, but each thread of a
 * quad loads one of four rows that all of them need, and they exchange the rows.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { MaskShape } from '../../dropout';
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
import { unroll, type KernelSource } from '../runtime/kernel';
import { fromOther, QUAD, worksInQuads } from '../runtime/quads';
import type { Runner } from '../runtime/runner';

/** Whether a head's row is whole vec4s, and no quad has rows of two sentences. */
export function fitsQuadAttention(runner: Runner, queryKeyValue: Tensor, shape: AttentionShape): boolean {
  return worksInQuads(runner) && headWidth(queryKeyValue, shape) % 4 === 0 && shape.sequence % QUAD === 0;
}

/** The rows of a thread, and the WGSL that handles them. */
class Rows {
  /** vec4s of a head's row. */
  readonly groups: number;
  /** The rows of a thread: every fourth of its quad's rows. */
  readonly count: number;

  constructor(
    queryKeyValue: Tensor,
    private readonly shape: AttentionShape,
    private readonly dropout: Dropout | null,
  ) {
    this.groups = headWidth(queryKeyValue, shape) / 4;
    this.count = shape.sequence % (2 * QUAD) === 0 ? 2 : 1;
  }

  get threads(): number {
    return (this.shape.batch * this.shape.heads * this.shape.sequence) / this.count;
  }

  get maskShape(): MaskShape {
    return maskOfProbabilities(this.shape);
  }

  get uniforms(): Record<string, number> {
    return uniformsOf(4 * this.groups, this.shape, this.threads, this.dropout);
  }

  name(what: string): string {
    return `${what} quads ${4 * this.groups} ${this.count} ${Boolean(this.dropout)}`;
  }

  each(code: (row: number) => string): string {
    return unroll(this.count, code);
  }

  /** Code for each vec4 of each row. */
  eachGroup(code: (row: number, g: number) => string): string {
    return this.each((row) => unroll(this.groups, (g) => code(row, g)));
  }

  /** Declares `name`0, `name`1, ...: the vec4s of the row that starts at `start`. */
  load(name: string, array: string, start: string): string {
    return unroll(this.groups, (g) => `let ${name}${g} = ${array}[${start} + ${g}u];`);
  }

  /** A vec4f of the dot products of this thread's row `own` with the quad's four rows `other`. */
  dots(own: string, other: string): string {
    const one = (m: number): string =>
      unroll(this.groups, (g) => `dot(${own}${g}, ${other}${g}_${m})`, ' + ');
    return `vec4f(${unroll(QUAD, one, ', ')})`;
  }

  /** Declares `name`<g>_<m>: the row `name` of thread `lane ^ m`. */
  round(name: string): string {
    return unroll(this.groups, (g) =>
      unroll(QUAD, (m) => `let ${name}${g}_${m} = ${fromOther(m, `${name}${g}`)};`),
    );
  }

  /** The g-th vec4s of the quad's four rows, each times its factor, added up. */
  weighted(factors: string, name: string, g: number): string {
    return unroll(QUAD, (m) => `${factors}[${m}] * ${name}${g}_${m}`, ' + ');
  }

  /** A vec4f of dropout factors for the probabilities of four queries or keys. */
  mask(indexOf: (m: number) => string): string {
    if (!this.dropout) return 'vec4f(1.0)';
    return `vec4f(${unroll(QUAD, (m) => `keep1(${indexOf(m)})`, ', ')})`;
  }

  /**
   * Wraps a body. In its scope are `i<row>`, the position of each row in its sentence, and `index<row>`, its number
   * among all rows; `own`, the thread's position in its quad; `head`; `first`, the sentence's first token; `length`.
   */
  kernel(source: Pick<KernelSource, 'inputs' | 'outputs' | 'body'>): KernelSource {
    return {
      ...source,
      uniforms: FIELDS,
      workgroup: [QUAD, 1],
      subgroups: true,
      functions: this.dropout ? DROPOUT_FUNCTIONS : '',
      body: `
  if (unit * ${QUAD}u >= p.size) { return; }
  let own = lane;
  let blocks = p.sequence / ${QUAD * this.count}u;
  let head = unit / blocks % p.heads;
  let b = unit / (blocks * p.heads);
  let first = b * p.sequence;
  let length = u32(lengths[b]);
  let start = unit % blocks * ${QUAD * this.count}u;
  ${this.each(
    (row) => `let i${row} = start + ${row * QUAD}u + own;
  let index${row} = (b * p.heads + head) * p.sequence + i${row};
  let row${row} = ${rowOf(`first + i${row}`, this.groups)};
  let query_row${row} = ${packedRowOf(`first + i${row}`, QUERY, this.groups)};`,
  )}
  let others = vec4u(own) ^ vec4u(0u, 1u, 2u, 3u);
${source.body}`,
    };
  }

  /**
   * Loads this thread's key and value of the four from j on, and exchanges them within the quad. `at` are the keys'
   * positions, and `real` says which of them are not padding.
   */
  get fourKeys(): string {
    return `
    let at = vec4u(j) + others;
    let real = at < vec4u(length);
    let token = first + min(j + own, length - 1u);
    ${this.load('k', 'queryKeyValue', packedRowOf('token', KEY, this.groups))}
    ${this.load('v', 'queryKeyValue', packedRowOf('token', VALUE, this.groups))}
    ${this.round('k')}
    ${this.round('v')}`;
  }

  scores(row: number): string {
    return `select(vec4f(-1e30), p.scale * ${this.dots(`q${row}_`, 'k')}, real)`;
  }

  keyMask(row: number): string {
    return this.mask((m) => `index${row} * p.sequence + at[${m}]`);
  }
}

/** y [T, H] and logSumExp [batch * heads * S]. */
export function quadAttention(
  runner: Runner,
  queryKeyValue: Tensor, // [T, 3H]
  lengths: Tensor,
  shape: AttentionShape,
  dropout: Dropout | null,
): { y: Tensor; logSumExp: Tensor } {
  const rows = new Rows(queryKeyValue, shape, dropout);
  const y = runner.kept([shape.batch * shape.sequence, shape.heads * rows.groups * 4]);
  const logSumExp = runner.tensor([shape.batch * shape.heads * shape.sequence]);
  runner.run(rows.name('attention'), () => forward(rows), {
    buffers: { queryKeyValue, lengths, y, logSumExp },
    uniforms: rows.uniforms,
    mask: rows.maskShape,
    threads: rows.threads,
  });
  return { y, logSumExp };
}

/** Each thread has one or two queries. */
function forward(rows: Rows): KernelSource {
  return rows.kernel({
    inputs: { queryKeyValue: 'vec4f', lengths: 'i32' },
    outputs: { y: 'vec4f', logSumExp: 'f32' },
    body: `
  ${rows.each((row) => rows.load(`q${row}_`, 'queryKeyValue', `query_row${row}`))}
  ${rows.eachGroup((row, g) => `var sum${row}_${g} = vec4f(0.0);`)}
  ${rows.each((row) => `var best${row} = -1e30; var total${row} = 0.0;`)}
  for (var j = 0u; j < length; j += ${QUAD}u) {
    ${rows.fourKeys}
    ${rows.each(
      (row) => `{
      let scores = ${rows.scores(row)};
      let next = max(max(max(scores.x, scores.y), max(scores.z, scores.w)), best${row});
      let shrink = exp(best${row} - next);
      let weights = select(vec4f(0.0), exp(scores - next), real);
      total${row} = total${row} * shrink + dot(weights, vec4f(1.0));
      let kept = weights * ${rows.keyMask(row)};
      ${unroll(rows.groups, (g) => `sum${row}_${g} = sum${row}_${g} * shrink + ${rows.weighted('kept', 'v', g)};`)}
      best${row} = next;
    }`,
    )}
  }
  ${rows.eachGroup((row, g) => `y[row${row} + ${g}u] = sum${row}_${g} / total${row};`)}
  ${rows.each((row) => `logSumExp[index${row}] = best${row} + log(total${row});`)}`,
  });
}

/** @returns the gradient [T, 3H] */
export function quadAttentionBackward(runner: Runner, args: AttentionBackwardArgs): Tensor {
  const { dy, y, queryKeyValue, logSumExp, lengths, shape, dropout } = args;
  const rows = new Rows(queryKeyValue, shape, dropout);
  const { uniforms, maskShape: mask, threads } = rows;
  const rowDot = runner.tensor([shape.batch * shape.heads * shape.sequence]); // D, for the second kernel
  const gradient = runner.tensor([...queryKeyValue.shape]);
  runner.run(rows.name('attentionQueryGradient'), () => queryGradient(rows), {
    buffers: { queryKeyValue, dy, y, logSumExp, lengths, gradient, rowDot },
    uniforms,
    mask,
    threads,
  });
  runner.run(rows.name('attentionKeyValueGradient'), () => keyValueGradient(rows), {
    buffers: { queryKeyValue, dy, rowDot, logSumExp, lengths, gradient },
    uniforms,
    mask,
    threads,
  });
  rowDot.dispose();
  return gradient;
}

/** Each thread has one or two queries. It writes D too. */
function queryGradient(rows: Rows): KernelSource {
  return rows.kernel({
    inputs: { queryKeyValue: 'vec4f', dy: 'vec4f', y: 'vec4f', logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: 'vec4f', rowDot: 'f32' },
    body: `
  ${rows.each(
    (row) => `
  ${rows.load(`q${row}_`, 'queryKeyValue', `query_row${row}`)}
  ${rows.load(`dy${row}_`, 'dy', `row${row}`)}
  let saved${row} = logSumExp[index${row}];
  let d${row} = ${unroll(rows.groups, (g) => `dot(dy${row}_${g}, y[row${row} + ${g}u])`, ' + ')};
  rowDot[index${row}] = d${row};`,
  )}
  ${rows.eachGroup((row, g) => `var sum${row}_${g} = vec4f(0.0);`)}
  for (var j = 0u; j < length; j += ${QUAD}u) {
    ${rows.fourKeys}
    ${rows.each(
      (row) => `{
      let probabilities = select(vec4f(0.0), exp(${rows.scores(row)} - saved${row}), real);
      let dProbabilities = ${rows.keyMask(row)} * ${rows.dots(`dy${row}_`, 'v')};
      let dScores = probabilities * (dProbabilities - d${row});
      ${unroll(rows.groups, (g) => `sum${row}_${g} += ${rows.weighted('dScores', 'k', g)};`)}
    }`,
    )}
  }
  ${rows.eachGroup((row, g) => `gradient[query_row${row} + ${g}u] = p.scale * sum${row}_${g};`)}`,
  });
}

/**
 * Each thread has one or two keys: here `i` is the key's position and `j` the queries'. Padded keys take no part: their
 * gradients are zero.
 */
function keyValueGradient(rows: Rows): KernelSource {
  return rows.kernel({
    inputs: { queryKeyValue: 'vec4f', dy: 'vec4f', rowDot: 'f32', logSumExp: 'f32', lengths: 'i32' },
    outputs: { gradient: 'vec4f' },
    body: `
  ${rows.each(
    (row) => `
  let key_row${row} = ${packedRowOf(`first + i${row}`, KEY, rows.groups)};
  let value_row${row} = ${packedRowOf(`first + i${row}`, VALUE, rows.groups)};
  ${rows.load(`k${row}_`, 'queryKeyValue', `key_row${row}`)}
  ${rows.load(`v${row}_`, 'queryKeyValue', `value_row${row}`)}`,
  )}
  ${rows.eachGroup((row, g) => `var dk${row}_${g} = vec4f(0.0); var dv${row}_${g} = vec4f(0.0);`)}
  let queries = select(0u, p.sequence, start < length);
  let rowStart = index0 - i0;
  for (var j = 0u; j < queries; j += ${QUAD}u) {
    let at = vec4u(j) + others;
    let token = first + j + own;
    ${rows.load('q', 'queryKeyValue', packedRowOf('token', QUERY, rows.groups))}
    ${rows.load('dy', 'dy', rowOf('token', rows.groups))}
    ${rows.round('q')}
    ${rows.round('dy')}
    let savedOwn = logSumExp[rowStart + j + own];
    let dOwn = rowDot[rowStart + j + own];
    let saved = vec4f(${unroll(QUAD, (m) => fromOther(m, 'savedOwn'), ', ')});
    let d = vec4f(${unroll(QUAD, (m) => fromOther(m, 'dOwn'), ', ')});
    ${rows.each(
      (row) => `{
      let scores = select(vec4f(-1e30), p.scale * ${rows.dots(`k${row}_`, 'q')}, i${row} < length);
      let probabilities = select(vec4f(0.0), exp(scores - saved), i${row} < length);
      let mask = ${rows.mask((m) => `(rowStart + at[${m}]) * p.sequence + i${row}`)};
      let kept = probabilities * mask;
      let dScores = probabilities * (mask * ${rows.dots(`v${row}_`, 'dy')} - d);
      ${unroll(rows.groups, (g) => `dk${row}_${g} += ${rows.weighted('dScores', 'q', g)}; dv${row}_${g} += ${rows.weighted('kept', 'dy', g)};`)}
    }`,
    )}
  }
  ${rows.eachGroup(
    (row, g) => `gradient[key_row${row} + ${g}u] = p.scale * dk${row}_${g};
  gradient[value_row${row} + ${g}u] = dv${row}_${g};`,
  )}`,
  });
}
