/** @file The bytes of a text file as text: by its byte order mark, else UTF-8, else windows-1252. */

export interface DecodedText {
  readonly text: string;
  /** What a person should know about the encoding, or null. */
  readonly note: string | null;
}

const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

export function decodeText(bytes: Uint8Array): DecodedText {
  const mark = MARKS.find(({ bytes: expected }) => expected.every((byte, i) => bytes[i] === byte));
  if (mark) {
    const text = new TextDecoder(mark.encoding).decode(bytes);
    return {
      text,
      note: text.includes('\ufffd') ? `Parts are no valid ${mark.encoding}; they read “\ufffd”.` : null,
    };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), note: null };
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      note: 'The file is no valid UTF-8, so it was read as windows-1252 (Western European).',
    };
  }
}
