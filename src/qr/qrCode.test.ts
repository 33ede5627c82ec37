import { describe, expect, it } from 'vitest';
import { fnv1a } from '../base/fnv1a';
import decoded from './fixtures/decoded.json';
import { qrCode, qrPath } from './qrCode';
import { checkBytes } from './reedSolomon';
import { sampleText } from './testing';
import { capacityOf, versionOf } from './versions';

describe('QR codes', () => {
  it.each(['L', 'M'] as const)(
    'of all forty versions are those that ZXing has decoded, level %s',
    (level) => {
      const hashes = Array.from({ length: 40 }, (_, i) => {
        const code = qrCode(sampleText(capacityOf(versionOf(i + 1, level))), level);
        expect(code?.version).toBe(i + 1);
        return fnv1a(code?.dark.join('') ?? '', 0)
          .toString(16)
          .padStart(8, '0');
      });
      expect(hashes).toEqual(decoded[level]);
    },
  );

  it('grow with the text by one version at a time, and end at 2,953 bytes', () => {
    const versionFor = (length: number) => qrCode('x'.repeat(length), 'L')?.version ?? null;
    expect([17, 18, 2953, 2954].map(versionFor)).toEqual([1, 2, 40, null]);
    expect(qrCode('ä'.repeat(1477), 'L')).toBeNull();
  });

  it('have a path that fills exactly the dark modules', () => {
    const code = qrCode('https://example.org/', 'M');
    if (!code) throw new Error('There is no code.');
    const area = [...qrPath(code).matchAll(/h(\d+)v1/g)].reduce((sum, [, run]) => sum + Number(run), 0);
    expect(area).toBe(code.dark.reduce((sum, module) => sum + module, 0));
    expect(qrPath(code)).toMatch(/^M4 4h7v1h-7z/);
  });
});

it('computes the check bytes of the example in annex I of ISO/IEC 18004', () => {
  const data = [
    0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11,
  ];
  const check = [0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55];
  expect([...checkBytes(Uint8Array.from(data), 10)]).toEqual(check);
});
