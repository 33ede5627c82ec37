/**
 * @file Reads and checks the header of a safetensors file: names, types and offsets of its tensors. It is written by
 * hand because most of its rules hold between fields and between tensors, and messages name the tensor instead of a
 * path.
 */
import { parseBoundedJson } from '../base/boundedJson';
import { LabError } from '../base/errors';
import { foreignFile } from '../base/foreignFile';
import { shownName, shownShape, shownValue } from '../base/shown';

/** Bytes per element of every type of the format; safetensors.ts reads some of them. */
const BYTES: ReadonlyMap<string, number> = new Map([
  ...['F64', 'I64', 'U64', 'C64'].map((type) => [type, 8] as const),
  ...['F32', 'I32', 'U32'].map((type) => [type, 4] as const),
  ...['F16', 'BF16', 'I16', 'U16'].map((type) => [type, 2] as const),
  ...['I8', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2', 'F8_E8M0'].map((type) => [type, 1] as const),
]);

/** The header is preceded by its length, a 64-bit number. */
export const LENGTH_BYTES = 8;

/** The longest header; the reference implementation refuses longer ones too. */
const LONGEST_HEADER = 100_000_000;

const DAMAGED = 'The file is damaged or no safetensors file: fetch it again.';

export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the file's beginning: [begin, end). */
  readonly begin: number;
  readonly end: number;
}

/**
 * The header's length in bytes.
 * @param start the file's first 8 bytes, or fewer if it has no more
 * @param file what the file is called in messages, e.g. `model.safetensors`
 * @throws LabError if the file has no such header
 */
export function headerLength(start: ArrayBuffer, fileBytes: number, file: string): number {
  if (start.byteLength < LENGTH_BYTES)
    throw new LabError(`${file} is shorter than ${LENGTH_BYTES} bytes.`, DAMAGED);
  const length = Number(new DataView(start).getBigUint64(0, true));
  if (length > LONGEST_HEADER || LENGTH_BYTES + length > fileBytes)
    throw (
      foreignFile(start, file) ??
      new LabError(`${file} claims a header of ${length} bytes but has ${fileBytes}.`, DAMAGED)
    );
  return length;
}

/**
 * @param bytes the header alone, without its length
 * @throws LabError naming the tensor whose type, shape or offsets do not follow the format
 */
export function parseHeader(bytes: ArrayBuffer, fileBytes: number, file: string): Map<string, TensorEntry> {
  let header: unknown;
  try {
    header = parseBoundedJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new LabError(`The header of ${file} is not JSON.`, DAMAGED);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new LabError(`The header of ${file} is not an object.`, DAMAGED);
  const dataStart = LENGTH_BYTES + bytes.byteLength;
  const entries = new Map<string, TensorEntry>();
  for (const [name, entry] of Object.entries(header))
    if (name !== '__metadata__') entries.set(name, checkEntry(name, entry, dataStart, fileBytes));
  refuseGaps(entries, dataStart, fileBytes, file);
  return entries;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function checkEntry(name: string, entry: unknown, dataStart: number, fileBytes: number): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const bytesEach = typeof dtype === 'string' ? BYTES.get(dtype) : undefined;
  if (typeof dtype !== 'string' || bytesEach === undefined)
    throw new LabError(
      `Tensor ${shownName(name)} has the type ${shownValue(dtype)}, which does not exist.`,
      DAMAGED,
    );
  if (!Array.isArray(shape) || !shape.every(isSize) || !Array.isArray(offsets) || offsets.length !== 2)
    throw new LabError(`Tensor ${shownName(name)} has no proper shape and offsets.`, DAMAGED);
  const [begin, end] = offsets as unknown[];
  const bytes = shape.reduce((product: number, extent: number) => product * extent, bytesEach);
  if (!isSize(begin) || !isSize(end) || dataStart + end > fileBytes || end - begin !== bytes)
    throw new LabError(
      `Tensor ${shownName(name)} of shape ${shownShape(shape)} does not fit its place in the file.`,
      DAMAGED,
    );
  return { dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

/**
 * The format requires tensors to follow each other directly: a file in which they overlap or leave a gap is damaged.
 */
function refuseGaps(
  entries: ReadonlyMap<string, TensorEntry>,
  dataStart: number,
  fileBytes: number,
  file: string,
): void {
  let at = dataStart;
  const sorted = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  for (const [name, { begin, end }] of sorted) {
    if (begin !== at)
      throw new LabError(
        `Tensor ${shownName(name)} begins at byte ${begin} of ${file}, where ${at} was to be expected: ` +
          `tensors ${begin < at ? 'overlap' : 'leave a gap'}.`,
        DAMAGED,
      );
    at = end;
  }
  if (at !== fileBytes)
    throw new LabError(`The tensors of ${file} end at byte ${at}, but it has ${fileBytes}.`, DAMAGED);
}
