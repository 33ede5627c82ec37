/** @file A text as a QR code (ISO/IEC 18004:2015): byte mode in UTF-8, versions 1 to 40, error correction L or M. */
import { emptyMatrix, fillIn, MASK_COUNT, type Matrix } from './matrix';
import { penaltyOf } from './penalty';
import { checkBytes } from './reedSolomon';
import { capacityOf, LAST_VERSION, versionOf, type Level, type Version } from './versions';

export interface QrCode {
  readonly version: number;
  /** Modules along each side, without the light border of four. */
  readonly size: number;
  /** 1 for dark, row by row. */
  readonly dark: Uint8Array;
}

const BYTE_MODE = 4;
const PADDING = [0xec, 0x11] as const;

/** The smallest code that holds the text; null if none does. */
export function qrCode(text: string, level: Level): QrCode | null {
  const bytes = new TextEncoder().encode(text);
  const version = smallestVersion(bytes.length, level);
  if (!version) return null;
  const content = interleaved(version, withHeader(version, bytes));
  let best: { matrix: Matrix; penalty: number } | null = null;
  for (let mask = 0; mask < MASK_COUNT; mask++) {
    const matrix = emptyMatrix(version, mask);
    fillIn(matrix, content, mask);
    const penalty = penaltyOf(matrix);
    if (!best || penalty < best.penalty) best = { matrix, penalty };
  }
  return best && { version: version.number, size: version.size, dark: best.matrix.dark };
}

function smallestVersion(length: number, level: Level): Version | null {
  for (let number = 1; number <= LAST_VERSION; number++) {
    const version = versionOf(number, level);
    if (length <= capacityOf(version)) return version;
  }
  return null;
}

/** Mode, length, text, four zero bits and padding: as many bytes as the version has for data. */
function withHeader({ number, data }: Version, bytes: Uint8Array): Uint8Array {
  const lengthBytes = number < 10 ? [bytes.length] : [bytes.length >>> 8, bytes.length & 0xff];
  // The mode takes four bits, so everything behind it is shifted by half a byte.
  const nibbles = [BYTE_MODE, ...[...lengthBytes, ...bytes].flatMap((byte) => [byte >>> 4, byte & 15]), 0];
  const result = new Uint8Array(data);
  const used = nibbles.length / 2;
  for (let i = 0; i < used; i++) result[i] = ((nibbles[2 * i] ?? 0) << 4) | (nibbles[2 * i + 1] ?? 0);
  for (let i = used; i < data; i++) result[i] = PADDING[(i - used) % 2] ?? 0;
  return result;
}

/** Divides the data into blocks, the longer ones last, and takes a byte of each in turn: first data, then check bytes. */
function interleaved({ blocks, bytes, check }: Version, data: Uint8Array): Uint8Array {
  const short = Math.floor(bytes / blocks);
  const longer = bytes % blocks;
  let from = 0;
  const parts = Array.from({ length: blocks }, (_, i) => {
    const own = data.subarray(from, (from += short - check + (i >= blocks - longer ? 1 : 0)));
    return { own, checks: checkBytes(own, check) };
  });
  const result: number[] = [];
  const take = (part: (of: (typeof parts)[number]) => Uint8Array, most: number): void => {
    for (let i = 0; i < most; i++)
      for (const each of parts) {
        const byte = part(each)[i];
        if (byte !== undefined) result.push(byte);
      }
  };
  take(({ own }) => own, short - check + 1);
  take(({ checks }) => checks, check);
  return Uint8Array.from(result);
}

/** The dark modules as the path of an SVG in which each is one unit, with a light border of four around them. */
export function qrPath({ size, dark }: QrCode): string {
  const runs: string[] = [];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const from = x;
      while (x < size && dark[y * size + x] === 1) x++;
      if (x > from) runs.push(`M${from + 4} ${y + 4}h${x - from}v1h-${x - from}z`);
    }
  return runs.join('');
}
