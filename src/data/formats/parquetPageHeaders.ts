/** @file The headers of a Parquet column's pages (Thrift's compact protocol), as far as they tell how much there is. */

export interface PageHeader {
  readonly isDictionary: boolean;
  readonly values: number;
  /** Bytes in the file, and when unpacked. */
  readonly packed: number;
  readonly unpacked: number;
}

/** Of Thrift's compact protocol. */
const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12];
const DEEPEST = 8;

/** Fields of a struct that are numbers or structs, by their ids. */
type Struct = Map<number, number | Struct>;

/**
 * Every page from `begin` on; what is cut off at `end` is left out.
 * @throws Error if there stands something else
 */
export function* pageHeaders(bytes: ArrayBuffer, begin: number, end: number): Generator<PageHeader> {
  for (let at = begin; at < end - 1;) {
    const reader = new Reader(new Uint8Array(bytes, 0, end), at);
    const header = reader.struct(0);
    const number = (field: number): number => {
      const value = header.get(field);
      if (typeof value !== 'number') throw new Error('a page has no proper header');
      return value;
    };
    const [unpacked, packed] = [number(2), number(3)];
    if (packed < 0) throw new Error(`a page claims ${packed} bytes`);
    const dictionary = header.get(7);
    const inner = dictionary ?? header.get(5) ?? header.get(8);
    const values = inner instanceof Map ? inner.get(1) : 0;
    yield { isDictionary: dictionary !== undefined, values: Number(values), packed, unpacked };
    at = reader.at + packed;
  }
}

class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  struct(depth: number): Struct {
    if (depth > DEEPEST) throw new Error('a page has a header without end');
    const fields: Struct = new Map();
    let id = 0;
    for (;;) {
      const byte = this.byte();
      if ((byte & 15) === 0) return fields;
      id = byte >> 4 ? id + (byte >> 4) : this.zigzag();
      const value = this.value(byte & 15, depth);
      if (value !== null) fields.set(id, value);
    }
  }

  private value(type: number, depth: number): number | Struct | null {
    switch (type) {
      case TRUE:
      case FALSE:
        return null;
      case BYTE:
        return this.byte();
      case I16:
      case I32:
      case I64:
        return this.zigzag();
      case DOUBLE:
        this.at += 8;
        return null;
      case BINARY:
        this.at += this.varint();
        return null;
      case LIST:
        this.list(depth);
        return null;
      case STRUCT:
        return this.struct(depth + 1);
      default:
        throw new Error('a page has no proper header');
    }
  }

  private list(depth: number): void {
    const byte = this.byte();
    const count = byte >> 4 === 15 ? this.varint() : byte >> 4;
    const type = byte & 15;
    for (let i = 0; i < count; i++) {
      if (type === TRUE || type === FALSE) this.byte();
      else this.value(type, depth + 1);
    }
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new Error('a page is cut off');
    return byte;
  }

  /** Exact up to 2^53. */
  private varint(): number {
    let result = 0;
    for (let place = 1; place < 2 ** 70; place *= 128) {
      const byte = this.byte();
      result += (byte & 127) * place;
      if (byte < 128) return result;
    }
    throw new Error('a page has no proper header');
  }

  private zigzag(): number {
    const number = this.varint();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }
}
