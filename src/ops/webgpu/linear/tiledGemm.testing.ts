/**
 * @file Cases of the matrix products through workgroup memory, with their inputs and their results in double precision.
 * Indices are computed from the shapes that the arrays are made with, so they are in range.
 */
import * as tf from '@tensorflow/tfjs';
import { nf4Words, valuesOfWords } from '../../../weights/nf4';
import { dropoutMask } from '../../dropout';
import type { Dropout, Precision } from '../../index';
import type { Form, LowRankTerm } from './gemmArgs';

export const DROPOUT: Dropout = { rate: 0.3, site: 21 };
export const DROPOUT_KEY = 0xdeadbeef;
export const SCALE = 1.5;

/** The low-rank term of a case. */
export interface Adapter {
  readonly rank: number;
  readonly modules?: number;
  readonly adapted?: readonly number[];
  readonly dropout?: boolean;
  /** If left out, it is the output's in NT and the input gradient's in NN, as when nothing is transposed. */
  readonly kind?: LowRankTerm['kind'];
}

/** A product, with everything it has besides the sum. */
export interface Case {
  readonly form: Form;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly bias?: boolean;
  readonly accumulate?: boolean;
  readonly adapter?: Adapter;
  readonly epilogue?: 'gelu' | 'geluSaved' | 'geluGradient';
  readonly packed?: Exclude<Precision, 'f32'>;
  /** Whether b is a frozen matrix that is transposed: its columns in NT are then the layer's inputs, in NN its outputs. */
  readonly transposed?: boolean;
  /** Whether operands are slots of flat buffers. */
  readonly slots?: boolean;
}

const randomNumbers = (seed: number, size: number): Float32Array =>
  tf.randomUniform([size], -1, 1, 'float32', seed).dataSync<'float32'>().slice();

/** erf in double precision, from its series. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const cumulative = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));
const geluGradient = (x: number): number =>
  cumulative(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);

/** The bits of a number as a half; only for numbers that are halves exactly. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const mantissa = Math.abs(value) / 2 ** exponent - 1;
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | Math.round(mantissa * 1024);
}

interface Packed {
  readonly data: Int32Array;
  readonly scale: Float32Array | Int32Array | null;
  /** The values that the packed data represents. */
  readonly values: Float32Array;
}

/** Which term a case's adapter adds. */
export const kindOf = ({ form, adapter }: Case): LowRankTerm['kind'] =>
  adapter?.kind ?? (form === 'NT' ? 'output' : 'input');

/** @param outputs whether each row has a scale of its own, or each column */
function pack(
  values: Float32Array,
  width: number,
  precision: Exclude<Precision, 'f32'>,
  outputs: 'rows' | 'columns',
): Packed {
  if (precision === 'nf4') {
    const { words, statistics } = nf4Words(values, 1);
    const rounded = valuesOfWords({ words, statistics }, 1, values.length);
    return { data: words, scale: statistics, values: rounded };
  }
  if (precision === 'f16') {
    // Multiples of 1/256 below 4 are halves.
    const rounded = values.map((value) => Math.round(value * 256) / 256);
    const data = Int32Array.from(
      { length: values.length / 2 },
      (_, i) => halfBits(rounded[2 * i]!) | (halfBits(rounded[2 * i + 1]!) << 16),
    );
    return { data, scale: null, values: rounded };
  }
  const bytes = Int8Array.from(values, (value, i) => (i === 1 ? -128 : Math.round(value * 127)));
  const length = outputs === 'rows' ? values.length / width : width;
  const scale = Float32Array.from({ length }, (_, output) => 0.001 * (output + 1));
  return {
    data: new Int32Array(bytes.buffer),
    scale,
    values: Float32Array.from(
      bytes,
      (byte, i) => byte * scale[outputs === 'rows' ? Math.floor(i / width) : i % width]!,
    ),
  };
}

/** The inputs of a case, on the host. */
export function inputsOf(shape: Case) {
  const { form, rows, columns, inner, adapter, packed, transposed } = shape;
  const seed = rows * 7 + columns * 3 + inner;
  const widthB = form === 'NT' ? inner : columns;
  const plain = randomNumbers(seed + 1, columns * inner);
  const adapted = adapter?.adapted ?? [0];
  const lowWidth = (adapter?.rank ?? 0) * adapted.length;
  const modules = adapter?.modules ?? 1;
  const weight = packed ? pack(plain, widthB, packed, transposed ? 'columns' : 'rows') : null;
  return {
    a: randomNumbers(seed, rows * inner),
    b: weight?.values ?? plain,
    packed: weight,
    widthB,
    bias: randomNumbers(seed + 2, columns),
    low: randomNumbers(seed + 3, rows * lowWidth),
    lowWidth,
    adapted,
    modules,
    adapterWeight: randomNumbers(
      seed + 4,
      kindOf(shape) === 'output'
        ? ((adapted.length * columns) / modules) * (adapter?.rank ?? 0)
        : lowWidth * columns,
    ),
    preActivation: randomNumbers(seed + 5, rows * columns).map((x) => 4 * x),
    old: randomNumbers(seed + 6, rows * columns),
  };
}

/** The product of a case in double precision. */
export function reference(shape: Case): { c: Float64Array; preActivation: Float64Array } {
  const { form, rows, columns, inner, adapter } = shape;
  const input = inputsOf(shape);
  const mask = dropoutMask(DROPOUT_KEY, DROPOUT, rows * columns);
  const c = new Float64Array(rows * columns);
  const preActivation = new Float64Array(rows * columns);
  const moduleWidth = columns / input.modules;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      let sum = shape.bias ? input.bias[column]! : 0;
      for (let k = 0; k < inner; k++)
        sum +=
          input.a[form === 'TN' ? k * rows + row : row * inner + k]! *
          input.b[form === 'NT' ? column * inner + k : k * columns + column]!;
      const block = Math.floor(column / moduleWidth);
      const slot = input.adapted.indexOf(block);
      if (adapter && slot >= 0) {
        let term = 0;
        for (let j = 0; j < adapter.rank; j++)
          term +=
            input.low[row * input.lowWidth + slot * adapter.rank + j]! *
            (kindOf(shape) === 'output'
              ? input.adapterWeight[(slot * moduleWidth + column - block * moduleWidth) * adapter.rank + j]!
              : input.adapterWeight[j * columns + column]!);
        sum += SCALE * term * (adapter.dropout ? mask[at]! : 1);
      }
      preActivation[at] = sum;
      if (shape.epilogue === 'geluGradient') sum *= geluGradient(input.preActivation[at]!);
      else if (shape.epilogue) sum *= cumulative(sum);
      c[at] = sum + (shape.accumulate ? input.old[at]! : 0);
    }
  return { c, preActivation };
}
