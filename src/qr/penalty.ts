/** @file How hard a masked QR code is to read, by the standard's four rules: the mask with the least is taken. */
import type { Matrix } from './matrix';

const RUN = 3;
const BLOCK = 3;
const FINDER = 40;
const SHARE = 10;

/** A finder's rhythm of dark and light with a light border on one side. */
const RHYTHMS = ['10111010000', '00001011101'] as const;

export function penaltyOf({ size, dark }: Matrix): number {
  const at = (x: number, y: number): number => dark[y * size + x] ?? 0;
  const line = (cell: (i: number) => number): string =>
    Array.from({ length: size }, (_, i) => cell(i)).join('');
  let total = 0;
  for (let i = 0; i < size; i++) {
    total += ofLine(line((x) => at(x, i)));
    total += ofLine(line((y) => at(i, y)));
  }
  for (let y = 0; y + 1 < size; y++)
    for (let x = 0; x + 1 < size; x++) {
      const sum = at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1);
      if (sum === 0 || sum === 4) total += BLOCK;
    }
  const share = dark.reduce((sum, value) => sum + value, 0) / (size * size);
  return total + SHARE * Math.floor(Math.abs(share - 0.5) * 20);
}

/** Runs of five or more of one colour, and what looks like a finder. */
function ofLine(line: string): number {
  let total = 0;
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) total += RUN + run.length - 5;
  for (const rhythm of RHYTHMS)
    for (let i = line.indexOf(rhythm); i >= 0; i = line.indexOf(rhythm, i + 1)) total += FINDER;
  return total;
}
