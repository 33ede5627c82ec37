/** @file Attention in double precision and plain loops, as the reference for the kernels. */
import { dropThreshold, pcg, siteKey } from '../../dropout';
import type { AttentionShape, Dropout } from '../../index';

export interface AttentionInputs {
  readonly queryKeyValue: Float32Array; // [T, 3H]
  readonly dy: Float32Array; // [T, H]
  readonly lengths: readonly number[];
  readonly shape: AttentionShape;
  readonly width: number;
  readonly dropout: Dropout | null;
  readonly dropoutKey: number;
}

/** What is computed for one head of one sentence: a row for each token. */
export interface HeadResults {
  readonly y: Float64Array[];
  readonly logSumExp: Float64Array;
  readonly dQuery: Float64Array[];
  readonly dKey: Float64Array[];
  readonly dValue: Float64Array[];
}

/** All rows of a head are `width` long, so every index in these two is in range. */
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

function add(to: Float64Array, factor: number, row: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * row[i]!;
}

/** One token in one head: what attention is given, and what is computed for it. */
interface HeadRow {
  readonly query: Float64Array;
  readonly key: Float64Array;
  readonly value: Float64Array;
  readonly dy: Float64Array;
  readonly y: Float64Array;
  readonly dQuery: Float64Array;
  readonly dKey: Float64Array;
  readonly dValue: Float64Array;
}

function headRows({ queryKeyValue, dy, width, shape }: AttentionInputs, b: number, head: number): HeadRow[] {
  const { sequence, heads } = shape;
  return Array.from({ length: sequence }, (_, i) => {
    const row = (values: Float32Array, part: number, parts: number): Float64Array => {
      const start = (((b * sequence + i) * parts + part) * heads + head) * width;
      return Float64Array.from(values.subarray(start, start + width));
    };
    const zeros = (): Float64Array => new Float64Array(width);
    return {
      query: row(queryKeyValue, 0, 3),
      key: row(queryKeyValue, 1, 3),
      value: row(queryKeyValue, 2, 3),
      dy: row(dy, 0, 1),
      y: zeros(),
      dQuery: zeros(),
      dKey: zeros(),
      dValue: zeros(),
    };
  });
}

/** The factor of the probability of query i and key j in one head: 0 or 1 / (1 - rate), or 1 without dropout. */
function dropoutFactors(
  { dropout, dropoutKey, shape }: AttentionInputs,
  b: number,
  head: number,
): (i: number, j: number) => number {
  if (!dropout) return () => 1;
  const { sequence, heads } = shape;
  const key = siteKey(dropoutKey, dropout.site);
  return (i, j) => {
    const index = ((b * heads + head) * sequence + i) * sequence + j;
    return pcg((index ^ key) >>> 0) >= dropThreshold(dropout.rate) ? 1 / (1 - dropout.rate) : 0;
  };
}

/** One head of sentence b, forward and backward. */
export function attendHead(inputs: AttentionInputs, b: number, head: number): HeadResults {
  const rows = headRows(inputs, b, head);
  const keys = rows.slice(0, inputs.lengths[b]);
  const scale = 1 / Math.sqrt(inputs.width);
  const keep = dropoutFactors(inputs, b, head);
  const logSumExp = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    const scores = keys.map(({ key }) => scale * dot(row.query, key));
    const best = Math.max(...scores);
    const total = best + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - best), 0));
    logSumExp[i] = total;
    const probabilities = scores.map((score) => Math.exp(score - total));
    const attended = keys.map((other, j) => ({
      other,
      probability: probabilities[j] ?? 0,
      mask: keep(i, j),
    }));
    for (const { other, probability, mask } of attended) add(row.y, probability * mask, other.value);
    const rowDot = dot(row.dy, row.y);
    for (const { other, probability, mask } of attended) {
      const dScore = scale * probability * (mask * dot(row.dy, other.value) - rowDot);
      add(row.dQuery, dScore, other.key);
      add(other.dKey, dScore, row.query);
      add(other.dValue, probability * mask, row.dy);
    }
  }
  return {
    y: rows.map(({ y }) => y),
    logSumExp,
    dQuery: rows.map(({ dQuery }) => dQuery),
    dKey: rows.map(({ dKey }) => dKey),
    dValue: rows.map(({ dValue }) => dValue),
  };
}

/** All heads, laid out as the ops return them. */
export function attend(inputs: AttentionInputs): Record<'y' | 'logSumExp' | 'gradient', Float64Array> {
  const { width } = inputs;
  const { batch, sequence, heads } = inputs.shape;
  const y = new Float64Array(inputs.dy.length);
  const logSumExp = new Float64Array(batch * heads * sequence);
  const gradient = new Float64Array(inputs.queryKeyValue.length);
  for (let b = 0; b < batch; b++)
    for (let head = 0; head < heads; head++) {
      const results = attendHead(inputs, b, head);
      logSumExp.set(results.logSumExp, (b * heads + head) * sequence);
      for (const [i, row] of results.y.entries()) y.set(row, ((b * sequence + i) * heads + head) * width);
      for (const [part, rows] of [results.dQuery, results.dKey, results.dValue].entries())
        for (const [i, row] of rows.entries())
          gradient.set(row, (((b * sequence + i) * 3 + part) * heads + head) * width);
    }
  return { y, logSumExp, gradient };
}

/** The largest difference, relative to the largest value wanted; Infinity if a value is not a number. */
export function worstDifference(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Infinity;
  let scale = 1e-6;
  let worst = 0;
  for (const [i, value] of Array.from(wanted).entries()) {
    scale = Math.max(scale, Math.abs(value));
    const difference = Math.abs((got[i] ?? NaN) - value);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  return worst / scale;
}
