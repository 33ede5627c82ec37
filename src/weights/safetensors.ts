/** @file The safetensors format (huggingface.co/docs/safetensors): an 8-byte length, a JSON header, the data. */
import { LabError } from '../errors';

/** Types the lab reads, with their bytes per element. */
const BYTES = { F32: 4, F16: 2, BF16: 2, I32: 4 } as const;
type DType = keyof typeof BYTES;

/** The reference implementation refuses longer headers too. */
const LONGEST_HEADER = 100_000_000;

export interface TensorData {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

interface HeaderEntry {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * All tensors of a safetensors file; half floats are widened to float32.
 * @throws LabError naming the tensor whose type, shape or offsets do not fit the file
 */
export function parseSafetensors(file: ArrayBuffer): Map<string, TensorData> {
  const { entries, dataStart } = parseHeader(file);
  const tensors = new Map<string, TensorData>();
  for (const [name, { dtype, shape, begin, end }] of entries)
    tensors.set(name, {
      shape,
      values: decode(file, dtype, dataStart + begin, (end - begin) / BYTES[dtype]),
    });
  return tensors;
}

function parseHeader(file: ArrayBuffer): { entries: Map<string, HeaderEntry>; dataStart: number } {
  const remedy = 'The file is damaged or no safetensors file: fetch it again.';
  if (file.byteLength < 8) throw new LabError('The weights file is shorter than 8 bytes.', remedy);
  const length = Number(new DataView(file).getBigUint64(0, true));
  if (length > LONGEST_HEADER || 8 + length > file.byteLength)
    throw new LabError(
      `The weights file claims a header of ${length} bytes but has ${file.byteLength}.`,
      remedy,
    );
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(file, 8, length)));
  } catch {
    throw new LabError('The header of the weights file is not JSON.', remedy);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new LabError('The header of the weights file is not an object.', remedy);
  const dataStart = 8 + length;
  const entries = new Map<string, HeaderEntry>();
  for (const [name, entry] of Object.entries(header))
    if (name !== '__metadata__') entries.set(name, checkEntry(name, entry, file.byteLength - dataStart));
  return { entries, dataStart };
}

function checkEntry(name: string, entry: unknown, dataBytes: number): HeaderEntry {
  const remedy = 'Use a safetensors file of float32, float16 or bfloat16 tensors.';
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype))
    throw new LabError(
      `Tensor ${name} has the type ${JSON.stringify(dtype)}, which the lab cannot read.`,
      remedy,
    );
  const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isSize) || !Array.isArray(offsets) || offsets.length !== 2)
    throw new LabError(`Tensor ${name} has no proper shape and offsets.`, remedy);
  const [begin, end] = offsets as unknown[];
  const type = dtype as DType;
  const bytes = shape.reduce((product: number, extent: number) => product * extent, BYTES[type]);
  if (!isSize(begin) || !isSize(end) || end > dataBytes || end - begin !== bytes)
    throw new LabError(
      `Tensor ${name} of shape [${shape.join(', ')}] does not fit its place in the file.`,
      remedy,
    );
  return { dtype: type, shape, begin, end };
}

function decode(file: ArrayBuffer, dtype: DType, start: number, count: number): Float32Array | Int32Array {
  // slice() also aligns: offsets in the file need not be multiples of the element size.
  const bytes = file.slice(start, start + count * BYTES[dtype]);
  if (dtype === 'F32') return new Float32Array(bytes);
  if (dtype === 'I32') return new Int32Array(bytes);
  const halves = new Uint16Array(bytes);
  return dtype === 'F16' ? Float32Array.from(halves, widenHalf) : widenBrain(halves);
}

/** IEEE 754 binary16 to a number. */
function widenHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function widenBrain(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) words[index] = (halves[index] ?? 0) << 16;
  return new Float32Array(words.buffer);
}
