/** @file How a text file's bytes become text: by its byte order mark, else UTF-8, else windows-1252. */

export interface Decoding {
  readonly encoding: string;
  /** What a person should know about the encoding, or null. */
  readonly note: string | null;
}

const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** @param parts the file's bytes; the first part holds its byte order mark, if there is one */
export async function findDecoding(parts: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Decoding> {
  let mark: string | null | undefined;
  let decoder = new TextDecoder('utf-8', { fatal: true });
  let replaced = false;
  try {
    for await (const bytes of parts) {
      mark ??=
        MARKS.find(({ bytes: expected }) => expected.every((byte, i) => bytes[i] === byte))?.encoding ?? null;
      if (mark !== null && decoder.fatal) decoder = new TextDecoder(mark);
      replaced ||= decoder.decode(bytes, { stream: true }).includes('\ufffd');
    }
    replaced ||= decoder.decode().includes('\ufffd');
  } catch (error) {
    if (!(error instanceof TypeError) || mark) throw error;
    return {
      encoding: 'windows-1252',
      note: 'The file is no valid UTF-8, so it was read as windows-1252 (Western European).',
    };
  }
  return {
    encoding: mark ?? 'utf-8',
    note: mark && replaced ? `Parts are no valid ${mark}; they read “\ufffd”.` : null,
  };
}
