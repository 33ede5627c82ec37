/** @file Texts for tests of QR codes. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=&#:/.';

/** A text of this many letters, always the same. */
export const sampleText = (length: number): string =>
  Array.from({ length }, (_, i) => LETTERS[(i * i + 7 * i + length) % LETTERS.length]).join('');
