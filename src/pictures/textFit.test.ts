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
