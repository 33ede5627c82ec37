/** @file Sizes and capacities of the forty versions of QR codes (ISO/IEC 18004:2015, tables 1, 9 and annex E). */

export type Level = 'L' | 'M';

/** Check bytes of each block, by version. */
const CHECK: Readonly<Record<Level, readonly number[]>> = {
  L: [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  M: [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  ],
};

/** Blocks into which the data is divided, by version. */
const BLOCKS: Readonly<Record<Level, readonly number[]>> = {
  L: [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17,
    18, 19, 19, 20, 21, 22, 24, 25,
  ],
  M: [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
    31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
  ],
};

export const LAST_VERSION = 40;

export interface Version {
  readonly number: number;
  readonly level: Level;
  /** Modules along each side. */
  readonly size: number;
  /** All bytes, check bytes included. */
  readonly bytes: number;
  readonly blocks: number;
  /** Check bytes of each block. */
  readonly check: number;
  /** Bytes of the data with its header. */
  readonly data: number;
  /** Centres of the alignment patterns, along either axis. */
  readonly alignment: readonly number[];
}

export function versionOf(number: number, level: Level): Version {
  const size = 17 + 4 * number;
  const bytes = Math.floor(dataModules(number) / 8);
  const blocks = BLOCKS[level][number - 1];
  const check = CHECK[level][number - 1];
  if (blocks === undefined || check === undefined) throw new RangeError(`There is no version ${number}.`);
  return {
    number,
    level,
    size,
    bytes,
    blocks,
    check,
    data: bytes - blocks * check,
    alignment: centres(number),
  };
}

/** Alignment patterns along one axis. */
const patternsOf = (number: number): number => (number === 1 ? 0 : Math.floor(number / 7) + 2);

/** Modules that are left for data, after finders, timing, alignment, format and version. */
function dataModules(number: number): number {
  const plain = (16 * number + 128) * number + 64;
  const patterns = patternsOf(number);
  const alignment = patterns === 0 ? 0 : (25 * patterns - 10) * patterns - 55;
  return plain - alignment - (number >= 7 ? 36 : 0);
}

function centres(number: number): number[] {
  const patterns = patternsOf(number);
  if (patterns === 0) return [];
  // Version 32 is the one whose steps the standard rounds otherwise.
  const step = number === 32 ? 26 : 2 * Math.ceil((4 * number + 4) / (2 * patterns - 2));
  const last = 10 + 4 * number;
  const others = Array.from({ length: patterns - 1 }, (_, i) => last - i * step);
  return [6, ...others.reverse()];
}

/** Bytes of text that a version holds in byte mode: its mode takes 4 bits, its length 8 or 16. */
export const capacityOf = ({ data, number }: Version): number => data - (number < 10 ? 2 : 3);
