/** @file Reed-Solomon check bytes over GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1, as QR codes use them. */

const POLYNOMIAL = 0x11d;

const EXP = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = EXP[power + 255] = value;
  LOG[value] = power;
  value <<= 1;
  if (value & 0x100) value ^= POLYNOMIAL;
}

const at = (table: Uint8Array, index: number): number => table[index] ?? 0;

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : at(EXP, at(LOG, a) + at(LOG, b)));

/** The coefficients of (x - 1)(x - 2)(x - 4)..., highest power first, without the leading 1. */
function generator(degree: number): Uint8Array {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  for (let power = 0; power < degree; power++)
    for (let i = 0; i < degree; i++)
      result[i] = times(at(result, i), at(EXP, power)) ^ (i + 1 < degree ? at(result, i + 1) : 0);
  return result;
}

/** @returns `count` check bytes of the data */
export function checkBytes(data: Uint8Array, count: number): Uint8Array {
  const divisor = generator(count);
  const rest = new Uint8Array(count);
  for (const byte of data) {
    const factor = byte ^ at(rest, 0);
    rest.copyWithin(0, 1);
    rest[count - 1] = 0;
    for (let i = 0; i < count; i++) rest[i] = at(rest, i) ^ times(at(divisor, i), factor);
  }
  return rest;
}
