/** @file A text as a QR code (ISO/IEC 18004), by the library uqr, and the code as the path of an SVG. */
import { encode } from 'uqr';

/** How much of a code may be unreadable: L 7 %, M 15 %. */
export type Level = 'L' | 'M';

export interface QrCode {
  /** 1 to 40. */
  readonly version: number;
  /** Modules along each side, without the light border of four. */
  readonly size: number;
  /** True for dark, row by row. */
  readonly dark: readonly (readonly boolean[])[];
}

/** The most bytes of any text that a code holds, with digits or capitals alone a few more. */
const MOST_BYTES: Readonly<Record<Level, number>> = { L: 2953, M: 2331 };

/** The smallest code that holds the text, in UTF-8; null if none does. */
export function qrCode(text: string, level: Level): QrCode | null {
  if (new TextEncoder().encode(text).length > MOST_BYTES[level]) return null;
  const { version, size, data } = encode(text, { ecc: level, border: 0 });
  return { version, size, dark: data };
}

/** The dark modules as the path of an SVG in which each is one unit, with a light border of four around them. */
export function qrPath({ dark }: QrCode): string {
  const runs: string[] = [];
  dark.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x]) x++;
      if (x > from) runs.push(`M${from + 4} ${y + 4}h${x - from}v1h-${x - from}z`);
    }
  });
  return runs.join('');
}
