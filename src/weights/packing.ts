/**
 * @file Packs matrices into fewer bits: half floats, or bytes with a scale for each row (absmax quantisation). Indices
 * are in range throughout: a word holds two halves or four bytes, and a row `width` values.
 */

/** The largest byte value. -128 is not used, so that the range is symmetric. */
const LARGEST = 127;

/**
 * Rounds to half floats, two in each word: the lower half first, as WGSL's unpack2x16float reads them.
 * Values beyond 65504 become infinite.
 * @param values of even length
 */
export function packHalves(values: Float32Array): Int32Array {
  const words = new Int32Array(values.length / 2);
  for (let i = 0; i < words.length; i++)
    words[i] = toHalf(values[2 * i]!) | (toHalf(values[2 * i + 1]!) << 16);
  return words;
}

export function unpackHalves(words: Int32Array): Float32Array {
  const values = new Float32Array(words.length * 2);
  for (const [i, word] of words.entries()) {
    values[2 * i] = fromHalf(word & 0xffff);
    values[2 * i + 1] = fromHalf(word >>> 16);
  }
  return values;
}

/**
 * Rounds each row to whole multiples of its largest magnitude over 127; four bytes in each word.
 * @param values rows of `width` elements, a multiple of 4
 */
export function packBytes(values: Float32Array, width: number): { words: Int32Array; scale: Float32Array } {
  const rows = values.length / width;
  const scale = new Float32Array(rows);
  const bytes = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    const range = values.subarray(row * width, (row + 1) * width);
    const largest = range.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    scale[row] = largest / LARGEST;
    if (largest === 0) continue;
    for (let i = 0; i < width; i++) bytes[row * width + i] = Math.round((range[i]! / largest) * LARGEST);
  }
  return { words: new Int32Array(bytes.buffer), scale };
}

export function unpackBytes(words: Int32Array, scale: Float32Array, width: number): Float32Array {
  const bytes = new Int8Array(words.buffer, words.byteOffset, words.byteLength);
  return Float32Array.from(bytes, (byte, i) => byte * scale[Math.floor(i / width)]!);
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** IEEE 754 binary16, rounded to nearest, ties to even. */
function toHalf(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 127 + 15;
  const mantissa = word & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | ((word & 0x7fffffff) > 0x7f800000 ? 0x200 : 0);
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    return sign | roundShift(mantissa | 0x800000, 14 - exponent);
  }
  // A carry out of the mantissa raises the exponent, as it should, up to infinity.
  return sign | (((exponent << 10) | 0) + roundShift(mantissa, 13));
}

function roundShift(value: number, shift: number): number {
  const half = 2 ** (shift - 1);
  const quotient = Math.floor(value / (2 * half));
  const rest = value - quotient * 2 * half;
  return quotient + (rest > half || (rest === half && quotient % 2 === 1) ? 1 : 0);
}

function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
