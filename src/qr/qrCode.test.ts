import { expect, it } from 'vitest';
import { qrCode, qrPath } from './qrCode';

it('grows with the text by one version at a time, and ends at 2,953 bytes', () => {
  const versionFor = (length: number) => qrCode('x'.repeat(length), 'L')?.version ?? null;
  expect([17, 18, 2953, 2954].map(versionFor)).toEqual([1, 2, 40, null]);
  expect(qrCode('ä'.repeat(1477), 'L')).toBeNull();
  expect(qrCode('x'.repeat(2332), 'M')).toBeNull();
});

it('has a path that fills exactly the dark modules', () => {
  const code = qrCode('https://example.org/', 'M');
  if (!code) throw new Error('There is no code.');
  const area = [...qrPath(code).matchAll(/h(\d+)v1/g)].reduce((sum, [, run]) => sum + Number(run), 0);
  expect(area).toBe(code.dark.flat().filter(Boolean).length);
  expect(code.dark).toHaveLength(code.size);
  expect(qrPath(code)).toMatch(/^M4 4h7v1h-7z/);
});
