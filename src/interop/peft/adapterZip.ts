/** @file Reads a zip within bounds: the sizes that it claims are compared with its own size before memory is allocated. */
import { strFromU8, unzipSync } from 'fflate';
import { LabError } from '../../base/errors';
import { shownName } from '../../base/shown';

export interface ZipEntry {
  readonly path: string;
  /** An entry's bytes in the zip, and unpacked, as the zip claims. */
  readonly size: number;
  readonly originalSize: number;
}

/** The limit for packed and for unpacked bytes: more than any adapter has for a model that fits the lab. */
const MOST_BYTES = 500_000_000;
const MOST_ENTRIES = 10_000;
/** Deflate unpacks a byte to at most this many. */
const HIGHEST_RATIO = 1032;

const REMEDY = 'Pick adapter_config.json and adapter_model.safetensors themselves.';

/**
 * The entries that are wanted, with the sizes that the zip claims; nothing is unpacked.
 * @param name of the zip, for messages
 * @throws LabError if it is not a zip, is encrypted, or has too many entries or bytes
 */
export function zipEntries(
  bytes: Uint8Array,
  name: string,
  wanted: (path: string) => boolean,
): readonly ZipEntry[] {
  if (bytes.length > MOST_BYTES) throw new LabError(`${name} is too large for an adapter.`, REMEDY);
  const found: ZipEntry[] = [];
  const directory = directoryOf(bytes);
  let count = 0;
  walk(bytes, name, (entry) => {
    if (++count > MOST_ENTRIES)
      throw new LabError(`${name} has more than ${MOST_ENTRIES} entries: too many for an adapter.`, REMEDY);
    // fflate takes any bytes at the position of the directory for a directory.
    if (!directory.has(entry.path)) throw new LabError(`${name} is no zip file, or damaged.`, REMEDY);
    if (wanted(entry.path)) found.push(entry);
    return false;
  });
  return found;
}

/**
 * The content of some entries by path.
 * @throws LabError naming the entry that claims more than is allowed, or is not what it claims
 */
export function unpackZip(
  bytes: Uint8Array,
  name: string,
  entries: readonly ZipEntry[],
): [path: string, content: Uint8Array<ArrayBuffer>][] {
  let [total, packed] = [0, 0];
  for (const { path, size, originalSize } of entries) {
    total += originalSize;
    // Entries that together have more bytes than the zip must overlap, to unpack the same few bytes many times.
    packed += size;
    if (total > MOST_BYTES || packed > bytes.length || originalSize > size * HIGHEST_RATIO)
      throw new LabError(
        `${name}: ${shownName(path)} claims ${originalSize} bytes, more than an adapter or its packed data can have.`,
        REMEDY,
      );
  }
  const directory = directoryOf(bytes);
  if (entries.some(({ path }) => directory.get(path)?.encrypted === true))
    throw new LabError(`${name} is encrypted.`, 'Unpack it with its password and pick the files.');
  const paths = new Set(entries.map(({ path }) => path));
  const content = walk(bytes, name, ({ path }) => paths.has(path));
  return entries.map(({ path, originalSize }) => {
    const unpacked = Object.hasOwn(content, path) ? content[path] : undefined;
    // fflate cuts or pads the data to the claimed size, and does not verify checksums.
    if (unpacked?.length !== originalSize || crc32(unpacked) !== directory.get(path)?.crc)
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

const ENTRY_BYTES = 46;

/**
 * Encryption and checksums by path, from the entries of the zip's directory, found by their signature, because fflate
 * does not expose them.
 */
function directoryOf(bytes: Uint8Array): ReadonlyMap<string, DirectoryEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, DirectoryEntry>();
  // The directory comes last in a zip: going backwards, the true entry of a path is met first.
  for (let at = bytes.length - ENTRY_BYTES; at >= 0 && entries.size <= MOST_ENTRIES; at--) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== 0x02014b50) continue;
    const flags = view.getUint16(at + 8, true);
    const begin = at + ENTRY_BYTES;
    const isLatin1 = (flags & 0x800) === 0;
    const path = strFromU8(bytes.subarray(begin, begin + view.getUint16(at + 28, true)), isLatin1);
    if (!entries.has(path))
      entries.set(path, { encrypted: (flags & 1) === 1, crc: view.getUint32(at + 16, true) });
  }
  return entries;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of zip files. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  // The index is a byte, and the table has 256 values.
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}
