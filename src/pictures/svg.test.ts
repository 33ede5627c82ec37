import { describe, expect, it } from 'vitest';
import { el, escapeXml, number, serialize } from './svg';

describe('the serialisation', () => {
  it('escapes text and attributes, and leaves out what is undefined', () => {
    const tree = el('a', { b: '"<&\'>', c: 1.23456, d: undefined, e: null }, '</a><script>', el('f'));
    expect(serialize(tree)).toBe('<a b="&quot;&lt;&amp;&#39;&gt;" c="1.23">&lt;/a&gt;&lt;script&gt;<f/></a>');
  });

  it('keeps emoji, and replaces what XML forbids', () => {
    expect(escapeXml('😀\u0000\u000b\ud83d \ufffe\t')).toBe('😀\ufffd\ufffd\ufffd \ufffd\t');
  });

  it('writes numbers that every reader takes', () => {
    expect([0.1 + 0.2, -0, NaN, Infinity, 1e-9, 12].map(number)).toEqual(['0.3', '0', '0', '0', '0', '12']);
  });
});
