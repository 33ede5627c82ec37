/** @file Decoders of text files, the same in browsers and in Node. */

/** What is used of a `TextDecoder`. */
export type Decoder = Pick<TextDecoder, 'decode' | 'encoding'>;

const WESTERN = 'windows-1252';
/**
 * The characters of the bytes 0x80 to 0x9f in windows-1252 (encoding.spec.whatwg.org/#index-windows-1252): the standard reads
 * those that the code page leaves out as control characters.
 */
export const WESTERN_CHARACTERS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * A decoder that follows the encoding standard.
 * @throws RangeError if the platform knows no such encoding
 */
export function decoderOf(encoding: string): Decoder {
  const decoder = new TextDecoder(encoding);
  if (decoder.encoding !== WESTERN || decoder.decode(Uint8Array.of(0x80)) === '€') return decoder;
  // Node before version 23 takes windows-1252 for ISO 8859-1. What differs is a byte a character, so parts can be decoded
  // one by one.
  return {
    encoding: WESTERN,
    decode: (bytes, options) =>
      decoder
        .decode(bytes, options)
        .replace(/[\x80-\x9f]/g, (control) => WESTERN_CHARACTERS[control.charCodeAt(0) - 0x80] ?? control),
  };
}
