/** @file Attention in double precision, in plain loops: what the kernels are compared with. */
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

/** One head of one sentence, each row in an array. */
export interface HeadResults {
  readonly y: Float64Array[];
  readonly logSumExp: Float64Array;
  readonly dQuery: Float64Array[];
  readonly dKey: Float64Array[];
  readonly dValue: Float64Array[];
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

function add(to: Float64Array, factor: number, row: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * row[i]!;
}

export function attendHead(inputs: AttentionInputs, b: number, head: number): HeadResults {
  const { width, dropout } = inputs;
  const { sequence, heads } = inputs.shape;
  const length = inputs.lengths[b]!;
  const scale = 1 / Math.sqrt(width);
  const rows = (values: Float32Array, part: number, parts: number): Float64Array[] =>
    Array.from({ length: sequence }, (_, i) => {
      const start = (((b * sequence + i) * parts + part) * heads + head) * width;
      return Float64Array.from(values.subarray(start, start + width));
    });
  const zeros = (): Float64Array[] => Array.from({ length: sequence }, () => new Float64Array(width));
  const [query, key, value] = [0, 1, 2].map((part) => rows(inputs.queryKeyValue, part, 3));
  const dOut = rows(inputs.dy, 0, 1);
  const results: HeadResults = {
    y: zeros(),
    logSumExp: new Float64Array(sequence),
    dQuery: zeros(),
    dKey: zeros(),
    dValue: zeros(),
  };
  const dropoutKey = dropout ? siteKey(inputs.dropoutKey, dropout.site) : 0;
  const keep = (i: number, j: number): number => {
    if (!dropout) return 1;
    const index = ((b * heads + head) * sequence + i) * sequence + j;
    return pcg((index ^ dropoutKey) >>> 0) >= dropThreshold(dropout.rate) ? 1 / (1 - dropout.rate) : 0;
  };
  for (let i = 0; i < sequence; i++) {
    const scores = key!.slice(0, length).map((row) => scale * dot(query![i]!, row));
    const best = Math.max(...scores);
    const logSumExp = best + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - best), 0));
    const probabilities = scores.map((score) => Math.exp(score - logSumExp));
    results.logSumExp[i] = logSumExp;
    for (const [j, probability] of probabilities.entries())
      add(results.y[i]!, probability * keep(i, j), value![j]!);
    const rowDot = dot(dOut[i]!, results.y[i]!);
    for (const [j, probability] of probabilities.entries()) {
      const mask = keep(i, j);
      const dScore = scale * probability * (mask * dot(dOut[i]!, value![j]!) - rowDot);
      add(results.dQuery[i]!, dScore, key![j]!);
      add(results.dKey[j]!, dScore, query![i]!);
      add(results.dValue[j]!, probability * mask, dOut[i]!);
    }
  }
  return results;
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
      const { dQuery, dKey, dValue } = results;
      for (let i = 0; i < sequence; i++) {
        const token = b * sequence + i;
        y.set(results.y[i]!, (token * heads + head) * width);
        for (const [part, rows] of [dQuery, dKey, dValue].entries())
          gradient.set(rows[i]!, ((token * 3 + part) * heads + head) * width);
      }
    }
  return { y, logSumExp, gradient };
}

/** Largest difference, relative to the largest value wanted; Infinity where a value is no number. */
export function worstDifference(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let scale = 1e-6;
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    scale = Math.max(scale, Math.abs(wanted[i]!));
    const difference = Math.abs(got[i]! - wanted[i]!);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  return got.length === wanted.length ? worst / scale : Infinity;
}
