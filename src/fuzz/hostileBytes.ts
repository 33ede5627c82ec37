/** @file Hostile bytes: any bytes, and valid files that were tampered with. */
import fc from 'fast-check';

export const anyBytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc
  .uint8Array({ maxLength: 200 })
  .map((bytes) => new Uint8Array(bytes));

/** One act of tampering. */
interface Act {
  readonly kind: 'flip' | 'set' | 'cut' | 'double' | 'put' | 'end' | 'number';
  /** Position, as a fraction of the file's length. */
  readonly at: number;
  /** Whether the position is near the end, where footers are. */
  readonly fromEnd: boolean;
  readonly length: number;
  readonly byte: number;
}

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('flip', 'flip', 'set', 'set', 'cut', 'double', 'put', 'end', 'number'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  fromEnd: fc.boolean(),
  length: fc.nat({ max: 40 }),
  byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0x7f, 0x80, 0xff)),
});

/** Little-endian 32-bit numbers that a length or an offset may be replaced by. */
const NUMBERS = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0, 100_000_000];

type Bytes = Uint8Array<ArrayBuffer>;

function applyTo(bytes: Bytes, { kind, at, fromEnd, length, byte }: Act): Bytes {
  const start = Math.floor((fromEnd ? 1 - at * at : at) * bytes.length);
  const [before, some, after] = [
    bytes.slice(0, start),
    bytes.slice(start, start + length),
    bytes.slice(start + length),
  ];
  switch (kind) {
    case 'flip': {
      const [first] = some;
      if (first !== undefined) some[0] = first ^ (1 << (byte % 8));
      return join(before, some, after);
    }
    case 'set':
      if (some.length > 0) some[0] = byte;
      return join(before, some, after);
    case 'cut':
      return join(before, after);
    case 'double':
      return join(before, some, some, after);
    case 'put':
      return join(before, new Uint8Array(length).fill(byte), some, after);
    case 'end':
      return before;
    case 'number': {
      if (start + 4 > bytes.length) return bytes;
      const copy = bytes.slice();
      new DataView(copy.buffer).setUint32(start, NUMBERS[byte % NUMBERS.length] ?? 0, true);
      return copy;
    }
  }
}

export function join(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** One of the valid files, after one to four acts of tampering. */
export function tamperedBytes(valid: readonly Bytes[]): fc.Arbitrary<Bytes> {
  return fc
    .tuple(fc.constantFrom(...valid), fc.array(act, { minLength: 1, maxLength: 4 }))
    .map(([bytes, acts]) => acts.reduce(applyTo, bytes));
}
