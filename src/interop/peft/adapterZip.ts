/** @file Reads a zip with bounds: what it claims is held against its own size before room is made for it. */
import { strFromU8, unzipSync } from 'fflate';
import { LabError } from '../../base/errors';
import { shownName } from '../../base/shown';

export interface ZipEntry {
  readonly path: string;
  /** Bytes in the zip, and unpacked, as the zip claims. */
  readonly size: number;
  readonly originalSize: number;
}

/** Packed and unpacked: more than any adapter of a model that fits the lab. */
const MOST_BYTES = 500_000_000;
const MOST_ENTRIES = 10_000;
/** Deflate makes no more of a byte than this. */
const HIGHEST_RATIO = 1032;

const REMEDY = 'Pick adapter_config.json and adapter_model.safetensors themselves.';

/**
 * The entries that are wanted, by what the zip claims; nothing is unpacked.
 * @param name of the zip, for messages
 * @throws LabError if it is no zip, is encrypted, or has too many entries or bytes
 */
export function zipEntries(
  bytes: Uint8Array,
  name: string,
  wanted: (path: string) => boolean,
): readonly ZipEntry[] {
  if (bytes.length > MOST_BYTES) throw new LabError(`${name} is too large for an adapter.`, REMEDY);
  const found: ZipEntry[] = [];
  const records = directoryOf(bytes);
  let count = 0;
  walk(bytes, name, (entry) => {
    if (++count > MOST_ENTRIES)
      throw new LabError(`${name} has more than ${MOST_ENTRIES} entries: too many for an adapter.`, REMEDY);
    // fflate takes whatever stands where the directory should be for one.
    if (!records.has(entry.path)) throw new LabError(`${name} is no zip file, or damaged.`, REMEDY);
    if (wanted(entry.path)) found.push(entry);
    return false;
  });
  return found;
}

/**
 * The content of some entries by path.
 * @throws LabError naming the entry that claims more than there is room for, or is not what it claims
 */
export function unpackZip(
  bytes: Uint8Array,
  name: string,
  entries: readonly ZipEntry[],
): [path: string, content: Uint8Array<ArrayBuffer>][] {
  let [total, packed] = [0, 0];
  for (const { path, size, originalSize } of entries) {
    total += originalSize;
    // More than there is: the entries overlap, so that few bytes unpack many times.
    packed += size;
    if (total > MOST_BYTES || packed > bytes.length || originalSize > size * HIGHEST_RATIO)
      throw new LabError(
        `${name}: ${shownName(path)} claims ${originalSize} bytes, more than an adapter or its packed data can have.`,
        REMEDY,
      );
  }
  const records = directoryOf(bytes);
  if (entries.some(({ path }) => records.get(path)?.encrypted === true))
    throw new LabError(`${name} is encrypted.`, 'Unpack it with its password and pick the files.');
  const paths = new Set(entries.map(({ path }) => path));
  const content = walk(bytes, name, ({ path }) => paths.has(path));
  return entries.map(({ path, originalSize }) => {
    const unpacked = Object.hasOwn(content, path) ? content[path] : undefined;
    // fflate cuts or lengthens what is packed to the size that is claimed, and looks at no checksum.
    if (unpacked?.length !== originalSize || crc32(unpacked) !== records.get(path)?.crc)
      throw new LabError(`${name}: ${shownName(path)} is damaged.`, REMEDY);
    return [path, unpacked as Uint8Array<ArrayBuffer>];
  });
}

function walk(
  bytes: Uint8Array,
  name: string,
  unpacks: (entry: ZipEntry) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ name: path, size, originalSize }) => unpacks({ path, size, originalSize }),
    });
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`${name} is no zip file, or damaged.`, REMEDY);
  }
}

interface DirectoryEntry {
  readonly encrypted: boolean;
  readonly crc: number;
}

const RECORD_BYTES = 46;

/** What the records of the zip's directory say that fflate does not tell, by path; found by their signature. */
function directoryOf(bytes: Uint8Array): ReadonlyMap<string, DirectoryEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records = new Map<string, DirectoryEntry>();
  // The directory stands last, so that going backwards the true record of a path comes first.
  for (let at = bytes.length - RECORD_BYTES; at >= 0 && records.size <= MOST_ENTRIES; at--) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== 0x02014b50) continue;
    const flags = view.getUint16(at + 8, true);
    const begin = at + RECORD_BYTES;
    const isLatin1 = (flags & 0x800) === 0;
    const path = strFromU8(bytes.subarray(begin, begin + view.getUint16(at + 28, true)), isLatin1);
    if (!records.has(path))
      records.set(path, { encrypted: (flags & 1) === 1, crc: view.getUint32(at + 16, true) });
  }
  return records;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of zip files. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}
