/** @file The modules of a QR code: fixed patterns, the way of the data through what is left, and masks. */
import type { Level, Version } from './versions';

export interface Matrix {
  readonly size: number;
  /** 1 for dark, row by row. */
  readonly dark: Uint8Array;
  /** 1 where a pattern is fixed, so that neither data nor mask may change it. */
  readonly fixed: Uint8Array;
}

const FORMAT_LEVEL: Readonly<Record<Level, number>> = { L: 1, M: 0 };
const FORMAT_MASK = 0x5412;

type Put = (x: number, y: number, isDark: boolean) => void;

/** The matrix with everything but data; the format is that of a mask. */
export function emptyMatrix(version: Version, mask: number): Matrix {
  const { size } = version;
  const matrix = { size, dark: new Uint8Array(size * size), fixed: new Uint8Array(size * size) };
  const put: Put = (x, y, isDark) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    matrix.dark[y * size + x] = isDark ? 1 : 0;
    matrix.fixed[y * size + x] = 1;
  };
  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    putFinder(put, x, y);
  putAlignment(put, version);
  putFormat(put, version, mask);
  if (version.number >= 7) putVersion(put, version);
  return matrix;
}

/** A ring around a square, and the light border around both. */
function putFinder(put: Put, x: number, y: number): void {
  for (let dy = -4; dy <= 4; dy++)
    for (let dx = -4; dx <= 4; dx++) {
      const distance = Math.max(Math.abs(dx), Math.abs(dy));
      put(x + dx, y + dy, distance !== 2 && distance !== 4);
    }
}

function putAlignment(put: Put, { alignment, size }: Version): void {
  const isFinder = (x: number, y: number): boolean =>
    (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
  for (const y of alignment)
    for (const x of alignment) {
      if (isFinder(x, y)) continue;
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++) put(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
}

/** The value with the remainder of its division by a polynomial behind it. */
function withRemainder(value: number, polynomial: number, bits: number): number {
  let rest = value;
  for (let i = 0; i < bits; i++) rest = (rest << 1) ^ ((rest >>> (bits - 1)) * polynomial);
  return (value << bits) | rest;
}

const bitOf = (value: number, i: number): boolean => ((value >>> i) & 1) === 1;

/** Level and mask, twice. */
function putFormat(put: Put, { level, size }: Version, mask: number): void {
  const bits = withRemainder((FORMAT_LEVEL[level] << 3) | mask, 0x537, 10) ^ FORMAT_MASK;
  for (let i = 0; i < 15; i++) {
    const isDark = bitOf(bits, i);
    // Around the first finder, past the timing patterns.
    if (i < 8) put(8, i < 6 ? i : i + 1, isDark);
    else put(i === 8 ? 7 : 14 - i, 8, isDark);
    // Beside the other two.
    if (i < 8) put(size - 1 - i, 8, isDark);
    else put(8, size - 15 + i, isDark);
  }
  put(8, size - 8, true);
}

function putVersion(put: Put, { number, size }: Version): void {
  const bits = withRemainder(number, 0x1f25, 12);
  for (let i = 0; i < 18; i++) {
    const [far, near] = [size - 11 + (i % 3), Math.floor(i / 3)];
    put(far, near, bitOf(bits, i));
    put(near, far, bitOf(bits, i));
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];
export const MASK_COUNT = MASKS.length;

/** Fills in the data, two columns at a time from the right, up and down in turn, and masks it. */
export function fillIn({ size, dark, fixed }: Matrix, bytes: Uint8Array, mask: number): void {
  const isMasked = MASKS[mask] ?? (() => false);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5; // the column of the timing pattern
    const goesUp = ((right + 1) & 2) === 0;
    for (let i = 0; i < size; i++) {
      const y = goesUp ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        const cell = y * size + x;
        if (fixed[cell]) continue;
        const isDark = bitOf(bytes[bit >>> 3] ?? 0, 7 - (bit & 7));
        bit++;
        dark[cell] = isDark !== isMasked(x, y) ? 1 : 0;
      }
    }
  }
}
