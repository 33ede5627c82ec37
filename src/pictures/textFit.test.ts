import { describe, expect, it } from 'vitest';
import { fitted, textWidth, wrapped } from './textFit';

const LONG = 'a scenario whose name tells rank, alpha and modules';

describe('text that must fit', () => {
  it('stays whole where there is room, and ends in an ellipsis where not', () => {
    expect(fitted('upper', 100, 12)).toBe('upper');
    const short = fitted(LONG, 100, 12);
    expect(short).toMatch(/^a scenario.*…$/);
    expect(textWidth(short, 12)).toBeLessThanOrEqual(100);
  });

  it('is hardly wider than Chromium draws it, never narrower, with figures of one width', () => {
    for (const [text, bold, measured] of [
      ['WWWWWWWWWW', false, 120.89],
      ['iiiiiiiiii', false, 29.06],
      ['mixed Query and OUT', true, 128.21],
      ['lr=0.0003, 1234567890 ≈ α/√r', false, 179.78],
    ] as const) {
      const width = textWidth(text, 12, bold);
      expect(width, text).toBeGreaterThan(0.997 * measured);
      expect(width, text).toBeLessThan(1.04 * measured);
    }
    expect(textWidth('1111', 12)).toBe(textWidth('0000', 12));
    expect(textWidth('\u2068upper\u2069', 12)).toBe(textWidth('upper', 12));
  });

  it('never breaks what is one character to people', () => {
    const family = '👩‍👩‍👧';
    expect(fitted(family.repeat(20), 100, 12).replace('…', '').replaceAll(family, '')).toBe('');
    expect(wrapped(family.repeat(20), 100, 12, 3).join('').replace('…', '').replaceAll(family, '')).toBe('');
  });

  it('wraps at spaces, breaks a word longer than a line, and loses nothing but what is cut', () => {
    const lines = wrapped(LONG, 130, 12, 9);
    expect(lines.join(' ')).toBe(LONG);
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(130);
    expect(wrapped('x'.repeat(60), 130, 12, 9).join('')).toBe('x'.repeat(60));
    expect(wrapped(LONG, 130, 12, 2)).toEqual([lines[0], expect.stringMatching(/…$/)]);
    expect(wrapped('', 130, 12, 2)).toEqual([]);
  });
});
