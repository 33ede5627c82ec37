/**
 * @file Stores texts as bytes. A number before each text gives its length in bytes and its encoding.
 *
 * Readers go by that number, so no index is out of range.
 */

/** Encodings of a text's bytes. */
const [UTF8, LATIN1, UTF16] = [0, 1, 2];
/** Texts longer than this are worth a call of the browser's encoder. */
const SHORT = 32;
/** How many characters `String.fromCharCode` is given at a time. */
const PIECE = 8192;

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Writes bytes one after another into a buffer that grows and is reused. */
export class ByteWriter {
  bytes = new Uint8Array(1 << 12);
  length = 0;

  /** @param value whole, from 0 below 2^53; 7 bits a byte, lowest first */
  number(value: number): void {
    this.reserve(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.bytes[this.length++] = (rest % 0x80) | 0x80;
    this.bytes[this.length++] = rest;
  }

  /** Writes a header and the text's bytes, in the encoding that takes the fewest bytes of those that keep the text exactly. */
  text(text: string): void {
    if (text.length <= SHORT && this.shortAscii(text)) return;
    const [latin1, bytes] = survey(text);
    if (bytes === text.length || !(latin1 || !Number.isFinite(bytes) || bytes > 2 * text.length)) {
      this.header(bytes, UTF8);
      encoder.encodeInto(text, this.bytes.subarray(this.length, this.length + bytes));
      this.length += bytes;
    } else if (latin1) {
      this.header(text.length, LATIN1);
      for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
    } else {
      this.header(2 * text.length, UTF16);
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        this.bytes[this.length++] = code & 0xff;
        this.bytes[this.length++] = code >> 8;
      }
    }
  }

  private shortAscii(text: string): boolean {
    const begun = this.length;
    this.header(text.length, UTF8);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) {
        this.length = begun;
        return false;
      }
      this.bytes[this.length++] = code;
    }
    return true;
  }

  /** Writes a header, which is never 0, and makes room for the bytes. 0 is left to callers that write other things among texts. */
  private header(bytes: number, encoding: number): void {
    this.number(3 * bytes + encoding + 1);
    this.reserve(bytes);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** @returns whether every character is below 256, and the bytes as UTF-8, which are infinite with half a surrogate pair */
function survey(text: string): [boolean, number] {
  let [latin1, bytes] = [true, text.length];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    bytes++;
    if (code < 0x100) continue;
    latin1 = false;
    if (code < 0x800) continue;
    bytes++;
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return [false, Infinity];
    i++; // the two halves together are four bytes
  }
  return [latin1, bytes];
}

/** How many bytes a header says that its text has. */
export const bytesOfHeader = (header: number): number => Math.floor((header - 1) / 3);

/** @param header as it was written; not 0 */
export function textOf(bytes: Uint8Array, start: number, header: number): string {
  const length = bytesOfHeader(header);
  const encoding = (header - 1) % 3;
  if (encoding === UTF8)
    return length <= 12
      ? shortUtf8(bytes, start, length)
      : utf8.decode(bytes.subarray(start, start + length));
  const step = encoding === LATIN1 ? 1 : 2;
  let text = '';
  for (let at = start; at < start + length; at += PIECE * step) {
    const codes: number[] = [];
    for (let i = at; i < Math.min(start + length, at + PIECE * step); i += step)
      codes.push(encoding === LATIN1 ? bytes[i]! : bytes[i]! | (bytes[i + 1]! << 8));
    text += String.fromCharCode(...codes);
  }
  return text;
}

function shortUtf8(bytes: Uint8Array, start: number, length: number): string {
  if (length === 1) return String.fromCharCode(bytes[start]!);
  for (let i = start; i < start + length; i++)
    if (bytes[i]! >= 0x80) return utf8.decode(bytes.subarray(start, start + length));
  return String.fromCharCode(...bytes.subarray(start, start + length));
}
