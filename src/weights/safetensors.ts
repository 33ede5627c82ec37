/**
 * @file Reads safetensors files (huggingface.co/docs/safetensors): an 8-byte length, a JSON header, the data. The
 * reader is our own because it reads tensors from a Blob one by one, so a large model is never in memory as a whole.
 */
import { LabError } from '../base/errors';
import { shownName } from '../base/shown';
import { headerLength, LENGTH_BYTES, parseHeader, type TensorEntry } from './safetensorsHeader';

export interface TensorData {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A file whose header has been read and whose tensors are read one by one, each when it is needed. */
export interface SafetensorsFile {
  /** The tensors' entries in the header, by name. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
  /**
   * One tensor; half floats are widened to float32.
   * @throws LabError naming the tensor that is not there, cannot be read, or is of a type that the lab does not read
   */
  read(name: string): Promise<TensorData>;
}

/**
 * Reads the header alone.
 * @param file what the file is called in messages
 * @throws LabError naming the tensor whose type, shape or offsets do not fit the file
 */
export async function openSafetensors(blob: Blob, file = 'The weights file'): Promise<SafetensorsFile> {
  const length = headerLength(await bytesOf(blob, 0, LENGTH_BYTES, file), blob.size, file);
  const entries = parseHeader(
    await bytesOf(blob, LENGTH_BYTES, LENGTH_BYTES + length, file),
    blob.size,
    file,
  );
  return {
    entries,
    async read(name) {
      const entry = entries.get(name);
      if (!entry)
        throw new LabError(
          `${file} has no tensor ${name}.`,
          'Use the weights file that belongs to the model.',
        );
      return decode(name, entry, await bytesOf(blob, entry.begin, entry.end, `${file}, tensor ${name},`));
    },
  };
}

/**
 * All tensors of a small file that is in memory.
 * @param label what the file is called in messages
 * @throws LabError as openSafetensors and read do
 */
export function parseSafetensors(file: ArrayBuffer, label = 'The weights file'): Map<string, TensorData> {
  const length = headerLength(file.slice(0, LENGTH_BYTES), file.byteLength, label);
  const header = file.slice(LENGTH_BYTES, LENGTH_BYTES + length);
  const entries = parseHeader(header, file.byteLength, label);
  return new Map(
    // slice() also aligns: offsets in the file need not be multiples of the element size.
    [...entries].map(([name, entry]) => [name, decode(name, entry, file.slice(entry.begin, entry.end))]),
  );
}

async function bytesOf(blob: Blob, begin: number, end: number, what: string): Promise<ArrayBuffer> {
  try {
    return await blob.slice(begin, end).arrayBuffer();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LabError(
      `${what} could not be read: ${why}.`,
      'The file was changed or removed meanwhile, or memory is short: choose or load the model again.',
    );
  }
}

function decode(name: string, { dtype, shape }: TensorEntry, bytes: ArrayBuffer): TensorData {
  switch (dtype) {
    case 'F32':
      return { shape, values: new Float32Array(bytes) };
    case 'I32':
      return { shape, values: new Int32Array(bytes) };
    case 'F16':
      return { shape, values: widenHalves(new Uint16Array(bytes)) };
    case 'BF16':
      return { shape, values: widenBrain(new Uint16Array(bytes)) };
    default:
      throw new LabError(
        `Tensor ${shownName(name)} has the type ${dtype}, which the lab cannot read.`,
        'Use a safetensors file of float32, float16 or bfloat16 tensors.',
      );
  }
}

/** IEEE 754 binary16 to float32. Indices count to the length, so they are in range. */
function widenHalves(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  for (let index = 0; index < halves.length; index++) values[index] = widenHalf(halves[index]!);
  return values;
}

function widenHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. Indices count to the length, so they are in range. */
function widenBrain(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) words[index] = halves[index]! << 16;
  return new Float32Array(words.buffer);
}
