/** @file What decoders must do, in Node and in a browser alike. */
import { expect, it } from 'vitest';
import { decoderOf, WESTERN_CHARACTERS } from './decoder';

export function decoderTests(): void {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const latin = String.fromCharCode(...bytes);

  it.each(['windows-1252', 'latin1', 'iso-8859-1', 'ascii'])(
    'reads every byte of %s as the standard says',
    (label) => {
      const decoder = decoderOf(label);
      expect(decoder.encoding).toBe('windows-1252');
      const text = latin.slice(0, 0x80) + WESTERN_CHARACTERS + latin.slice(0xa0);
      expect(decoder.decode(bytes)).toBe(text);
      const parts = [...bytes].map((byte) => decoder.decode(Uint8Array.of(byte), { stream: true }));
      expect(parts.join('') + decoder.decode()).toBe(text);
    },
  );

  it('leaves other encodings to the platform', () => {
    expect(decoderOf('windows-1251').decode(Uint8Array.of(0x80, 0xe0))).toBe('Ђа');
    expect(decoderOf('utf-8').decode(Uint8Array.of(0xe2, 0x82, 0xac))).toBe('€');
    expect(() => decoderOf('no such encoding')).toThrow(RangeError);
  });
}
