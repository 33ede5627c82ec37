/**
 * @file Finds the encoding of a text file: as the person says, by the byte order mark, or else by what the bytes look
 * like.
 */
import { LabError } from '../../../base/errors';
import { READABLE_FILE } from '../extensions';
import { decoderOf, type Decoder } from './decoder';

export interface Decoding {
  readonly encoding: string;
  /** A note for the person about the encoding, or null. */
  readonly note: string | null;
}

const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xff, 0xfe, 0, 0], encoding: 'utf-32' },
  { bytes: [0, 0, 0xfe, 0xff], encoding: 'utf-32' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];
/** The least share of ASCII in a table in UTF-16: delimiters, line breaks and labels. */
const LEAST_ASCII = 0.02;
/** With a larger share of control characters a file is not text. */
const MOST_CONTROLS = 0.02;
/** The largest share of letters beyond ASCII in a Western European text. */
const MOST_WESTERN = 0.4;
/** The largest share of bytes beyond ASCII, in such a text, that windows-1252 does not have. */
const MOST_UNDEFINED = 0.05;
/** This many letters beyond ASCII, or fewer, tell nothing. */
const FEW = 20;
const CHOOSE = 'Choose its encoding beside the columns, or save it as UTF-8.';

/**
 * @param parts the file's bytes; the first part holds its byte order mark, if there is one
 * @param chosen the person's choice; null to detect it
 * @throws LabError for a file that is not text, or whose encoding cannot be determined
 */
export async function findDecoding(
  fileName: string,
  parts: AsyncIterable<Uint8Array<ArrayBuffer>>,
  chosen: string | null = null,
): Promise<Decoding> {
  const bytes = new ByteCounts();
  let decoder: Decoder | null = null;
  let first = true;
  let mark: string | null = null;
  let [replaced, decoded, controls, beyond, zeros] = [0, 0, 0, 0, 0];
  const look = (text: string): void => {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 0xfffd) replaced++;
      else if (code >= 0x80) beyond++;
      else if (code === 0) zeros++;
      else if (code < 0x20 && !(code >= 9 && code <= 13) && !isSeparator(code)) controls++;
    }
    decoded += text.length;
  };
  for await (const part of parts) {
    if (first) {
      mark = markOf(part);
      if (mark === 'utf-32' || isWideUnmarked(part))
        throw new LabError(`${fileName} is UTF-32, which browsers do not read.`, 'Save it as UTF-8.');
      decoder = decoderOf(chosen ?? mark ?? wideEncoding(part) ?? 'utf-8');
      first = false;
    }
    bytes.add(part);
    look(decoder?.decode(part, { stream: true }) ?? '');
  }
  look(decoder?.decode() ?? '');
  const encoding = decoder?.encoding ?? 'utf-8';
  if (controls > MOST_CONTROLS * decoded) throw notText(fileName, chosen);
  if (zeros > MOST_CONTROLS * decoded) throw fullOfZeros(fileName, chosen);
  if (encoding === 'utf-8') replaced -= bytes.replacements;
  if (chosen === null && mark === null && encoding === 'utf-8' && replaced > beyond)
    return western(fileName, bytes);
  const notes: string[] = [];
  if (chosen === null && mark === null && encoding !== 'utf-8')
    notes.push(
      `The file has no byte order mark and looks like ${encoding.toUpperCase()}, so it was read so.`,
    );
  if (zeros > 0)
    notes.push(
      `Zero bytes (NUL) stand in it ${zeros === 1 ? 'once' : `${zeros} times`}: they stay in its texts.`,
    );
  if (replaced > 0) notes.push(`Parts are no valid ${encoding}; they read “\ufffd”.`);
  return { encoding, note: notes.length === 0 ? null : notes.join(' ') };
}

/** Separators of fields: Hive's, and ASCII's own. */
function isSeparator(code: number): boolean {
  return code === 0x01 || code === 0x1f;
}

function markOf(bytes: Uint8Array): string | null {
  return MARKS.find(({ bytes: mark }) => mark.every((byte, i) => bytes[i] === byte))?.encoding ?? null;
}

/** Recognizes UTF-16 by the zeros of its ASCII characters, which are all in the same half of the byte pairs. */
function wideEncoding(bytes: Uint8Array): string | null {
  let [even, odd] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  const least = (LEAST_ASCII * bytes.length) / 2;
  if (odd > least && odd > 1 && even <= odd / 50) return 'utf-16le';
  if (even > least && even > 1 && odd <= even / 50) return 'utf-16be';
  return null;
}

/** Recognizes UTF-32 by the zeros in two or three of every four bytes. */
function isWideUnmarked(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length - (bytes.length % 4), 4000);
  if (length < 16) return false;
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1;
  const all = (lane: number): boolean => zeros[lane] === length / 4;
  const letters = (lane: number): boolean => zeros[lane] === 0;
  return (letters(0) && all(2) && all(3)) || (letters(3) && all(0) && all(1));
}

/** The decoding of a file that is not UTF-8. @throws LabError if it is not Western European either */
function western(fileName: string, { letters, high, undefinedBytes }: ByteCounts): Decoding {
  if (high > FEW && (high > MOST_WESTERN * (letters + high) || undefinedBytes > MOST_UNDEFINED * high))
    throw unknownEncoding(fileName, 'is neither UTF-8 nor Western European (windows-1252)');
  return {
    encoding: 'windows-1252',
    note: 'The file is no valid UTF-8, so it was read as windows-1252 (Western European).',
  };
}

class ByteCounts {
  letters = 0;
  high = 0;
  /** How many bytes windows-1252 does not have. */
  undefinedBytes = 0;
  /** How often U+FFFD is written in the file as UTF-8, as opposed to the ones that the decoder puts in place of invalid bytes. */
  replacements = 0;
  private last = 0;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const letter = byte | 0x20;
      if (byte >= 0x80) this.high++;
      else if (letter >= 0x61 && letter <= 0x7a) this.letters++;
      if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d)
        this.undefinedBytes++;
      this.last = ((this.last << 8) | byte) & 0xffffff;
      if (this.last === 0xefbfbd) this.replacements++;
    }
  }
}

function unknownEncoding(fileName: string, why: string): LabError {
  return new LabError(`${fileName} ${why}.`, CHOOSE);
}

function notText(fileName: string, chosen: string | null): LabError {
  return new LabError(
    `${fileName} is no text${chosen === null ? '' : ` in ${chosen}`}: it is full of control characters.`,
    `Choose a ${READABLE_FILE}. ${chosen === null ? 'If it is text,' : 'Or'} choose another encoding beside the columns.`,
  );
}

/** The error for a file whose fields are padded with zeros, or that is not text. */
function fullOfZeros(fileName: string, chosen: string | null): LabError {
  return new LabError(
    `${fileName} is full of zero bytes (NUL)${chosen === null ? '' : ` when read as ${chosen}`}.`,
    `If a program padded its fields with them, remove them: tr -d "\\000" < old.csv > new.csv. Else choose another encoding beside the columns, or a ${READABLE_FILE}.`,
  );
}
