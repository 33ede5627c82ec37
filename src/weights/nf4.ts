/**
 * @file Quantises matrices to NF4 (see `src/ops/nf4.ts`) and back, code for code as bitsandbytes 0.50.2 does. Where its
 * implementations differ, this follows the portable one, which rounds to the nearest value as its CUDA kernels do. Indices
 * are in range throughout: they run over the blocks of the arrays that they were counted from.
 */
import { NF4_BLOCK, NF4_STATISTICS_BLOCK, nf4Sizes, NORMAL_FLOATS } from '../ops/nf4';

/** One module's matrix. */
export interface Nf4 {
  /** Two codes a byte, the first in the high bits; the last byte's low bits are those of a 0 if the count is odd. */
  readonly codes: Uint8Array;
  readonly statistics: Nf4Statistics;
}

/** The blocks' largest magnitudes: DYNAMIC_MAP[byte] * nested + mean. */
export interface Nf4Statistics {
  /** A byte for each block of 64 values. */
  readonly bytes: Uint8Array;
  /** float32 for each 256 blocks. */
  readonly nested: Float32Array;
  readonly mean: number;
}

const { fround } = Math;

/** Below this, a block's magnitude counts as this when values are divided by it. */
const LEAST = fround(1e-38);

/**
 * The 256 values that a byte stands for, ascending (Dettmers 2015, arXiv 1511.04561): seven decades, each with twice as
 * many values as the one below it, in equal steps; both signs; 0 and 1.
 */
export const DYNAMIC_MAP: Float32Array = dynamicMap();

function dynamicMap(): Float32Array {
  const values = [0, 1];
  for (let decade = 0; decade < 7; decade++) {
    const count = 2 ** decade;
    const power = fround(10 ** (decade - 6));
    const edges = linearSteps(fround(0.1), 1, count + 1);
    for (let i = 0; i < count; i++) {
      const value = fround(fround(fround(edges[i]! + edges[i + 1]!) / 2) * power);
      values.push(value, -value);
    }
  }
  return Float32Array.from(values).sort();
}

/** Numbers from `first` to `last` in equal steps, rounded as torch.linspace rounds them: from the nearer end. */
function linearSteps(first: number, last: number, count: number): Float32Array {
  const step = fround(fround(last - first) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < Math.floor(count / 2) ? first + step * i : last - step * (count - 1 - i),
  );
}

/** Where one value ends to be the nearest and the next begins. */
const midpoints = (values: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: values.length - 1 }, (_, i) => fround(values[i]! + values[i + 1]!) / 2);

const NORMAL_MIDPOINTS = midpoints(NORMAL_FLOATS);
const DYNAMIC_MIDPOINTS = midpoints(DYNAMIC_MAP);

/** The number of the nearest value, the lower of two that are equally near. @param ends 2^n - 1 midpoints, ascending */
function nearest(value: number, ends: Float32Array): number {
  let found = 0;
  for (let step = (ends.length + 1) >> 1; step >= 1; step >>= 1)
    if (ends[found + step - 1]! < value) found += step;
  return found;
}

/** Sets the nearest value's number for each value over its block's magnitude. @returns the magnitudes */
function quantise(
  values: Float32Array,
  block: number,
  ends: Float32Array,
  numbers: Uint8Array,
): Float32Array {
  const magnitudes = new Float32Array(Math.ceil(values.length / block));
  for (let at = 0; at < magnitudes.length; at++) {
    const start = at * block;
    const end = Math.min(start + block, values.length);
    const isWhole = end - start === block;
    let largest = 0;
    for (let i = start; i < end; i++) largest = Math.max(largest, Math.abs(values[i]!));
    const divisor = Math.max(largest, LEAST);
    magnitudes[at] = isWhole ? largest : divisor;
    const factor = fround(1 / divisor);
    // A last block that is not whole is divided, and whole blocks are multiplied: the two may round to different codes.
    // A share beyond -1 or 1 by rounding has the code of -1 or 1.
    for (let i = start; i < end; i++)
      numbers[i] = nearest(isWhole ? fround(values[i]! * factor) : fround(values[i]! / divisor), ends);
  }
  return magnitudes;
}

/** @param values one module's matrix, row by row */
export function packNf4(values: Float32Array): Nf4 {
  const { codes, magnitudes } = packCodes(values);
  return { codes, statistics: packMagnitudes(magnitudes, meanOf(magnitudes)) };
}

/** The codes, two a byte, and each block's largest magnitude. */
export function packCodes(values: Float32Array): { codes: Uint8Array; magnitudes: Float32Array } {
  const numbers = new Uint8Array(values.length + (values.length % 2)).fill(NORMAL_FLOATS.indexOf(0));
  const magnitudes = quantise(values, NF4_BLOCK, NORMAL_MIDPOINTS, numbers);
  const codes = new Uint8Array(numbers.length / 2);
  for (let i = 0; i < codes.length; i++) codes[i] = (numbers[2 * i]! << 4) | numbers[2 * i + 1]!;
  return { codes, magnitudes };
}

/**
 * The mean, summed in double precision and rounded once. PyTorch sums float32 in an order that depends on the processor,
 * so that the mean bitsandbytes gets there may differ in the last bit.
 */
export function meanOf(magnitudes: Float32Array): number {
  return magnitudes.length === 0
    ? 0
    : fround(magnitudes.reduce((sum, one) => sum + one, 0) / magnitudes.length);
}

export function packMagnitudes(magnitudes: Float32Array, mean: number): Nf4Statistics {
  const bytes = new Uint8Array(magnitudes.length);
  const around = magnitudes.map((one) => one - mean);
  const nested = quantise(around, NF4_STATISTICS_BLOCK, DYNAMIC_MIDPOINTS, bytes);
  return { bytes, nested, mean };
}

/** @param count of the values */
export function unpackNf4({ codes, statistics }: Nf4, count: number): Float32Array {
  const { bytes, nested, mean } = statistics;
  const magnitudes = Float32Array.from(
    bytes,
    (byte, i) => fround(DYNAMIC_MAP[byte]! * nested[Math.floor(i / NF4_STATISTICS_BLOCK)]!) + mean,
  );
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const code = i % 2 === 0 ? codes[i >> 1]! >> 4 : codes[i >> 1]! & 15;
    values[i] = NORMAL_FLOATS[code]! * magnitudes[Math.floor(i / NF4_BLOCK)]!;
  }
  return values;
}

/** A layer's matrix as the device keeps it. */
export interface Nf4Words {
  /** [parts, words] of `nf4Sizes`. */
  readonly words: Int32Array;
  /** [parts, statistics] of `nf4Sizes`; the floats by their bits. */
  readonly statistics: Int32Array;
}

/** @param values the stacked modules, row by row @param parts how many modules, all of the same shape */
export function nf4Words(values: Float32Array, parts: number): Nf4Words {
  const elements = values.length / parts;
  const sizes = nf4Sizes(elements);
  const words = new Uint8Array(4 * parts * sizes.words);
  const statistics = new Float32Array(parts * sizes.statistics);
  const bytes = new Uint8Array(statistics.buffer);
  for (let part = 0; part < parts; part++) {
    const packed = packNf4(values.subarray(part * elements, (part + 1) * elements));
    const { mean, nested, bytes: own } = packed.statistics;
    words.set(packed.codes, 4 * part * sizes.words);
    statistics.set([mean, ...nested], part * sizes.statistics);
    bytes.set(own, 4 * (part * sizes.statistics + 1 + sizes.nested));
  }
  return { words: new Int32Array(words.buffer), statistics: new Int32Array(statistics.buffer) };
}

/** The values that a layer's matrix stands for. @param count of all values */
export function valuesOfWords({ words, statistics }: Nf4Words, parts: number, count: number): Float32Array {
  const elements = count / parts;
  const sizes = nf4Sizes(elements);
  const codes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const floats = new Float32Array(statistics.buffer, statistics.byteOffset, statistics.length);
  const bytes = new Uint8Array(statistics.buffer, statistics.byteOffset, statistics.byteLength);
  const values = new Float32Array(count);
  for (let part = 0; part < parts; part++) {
    const first = part * sizes.statistics;
    const firstByte = 4 * (first + 1 + sizes.nested);
    const own = {
      mean: floats[first]!,
      nested: floats.subarray(first + 1, first + 1 + sizes.nested),
      bytes: bytes.subarray(firstByte, firstByte + sizes.blocks),
    };
    const ownCodes = codes.subarray(4 * part * sizes.words, 4 * (part + 1) * sizes.words);
    values.set(unpackNf4({ codes: ownCodes, statistics: own }, elements), part * elements);
  }
  return values;
}

/** The values rounded to NF4, module by module. */
export function roundedToNf4(values: Float32Array, parts: number): Float32Array {
  return valuesOfWords(nf4Words(values, parts), parts, values.length);
}
