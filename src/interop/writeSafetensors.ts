/** @file Writes a safetensors file tensor by tensor, so that only one tensor has to be in memory at a time. */

/** A float32 tensor to be written; `values` is called when its turn comes. */
export interface TensorSource {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: () => Float32Array | Promise<Float32Array>;
}

const FLOAT_BYTES = 4;
const ALIGNMENT = 8;

/**
 * A safetensors file (8-byte length, JSON header, data) of float32 tensors, sorted by name.
 * @throws Error if a tensor has another number of values than its shape says
 */
export async function writeSafetensors(
  sources: readonly TensorSource[],
  onTensor: (done: number, total: number) => void = () => undefined,
): Promise<Blob> {
  const sorted = [...sources].sort((a, b) => (a.name < b.name ? -1 : 1));
  // Transformers refuses a file that does not name its format in the metadata.
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const { name, shape } of sorted) {
    const end = offset + sizeOf(shape) * FLOAT_BYTES;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  let file = new Blob([headerBytes(header)]);
  for (const [index, { name, shape, values }] of sorted.entries()) {
    const data = await values();
    if (data.length !== sizeOf(shape))
      throw new Error(`Tensor ${name} has ${data.length} values, its shape [${shape.join(', ')}] others.`);
    // A blob's bytes are kept outside JavaScript's memory.
    file = new Blob([file, data as Float32Array<ArrayBuffer>]);
    onTensor(index + 1, sorted.length);
  }
  return file;
}

function headerBytes(header: object): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(8 + padded).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  return bytes;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
