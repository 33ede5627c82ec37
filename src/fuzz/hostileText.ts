/** @file Hostile texts: odd characters, and valid texts that were tampered with. */
import fc from 'fast-check';

/** Pieces that have broken readers before. */
export const PIECES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '<img src=x onerror=window.pwned=1>',
  '"><script>window.pwned=1</script>',
  'javascript:window.pwned=1',
  '\ud83d',
  '\udc00',
  '\u202e\u2066',
  '\u05d0\u0627',
  '\u0000',
  '\ufeff',
  '\u2028',
  '%',
  '%E0%A4%A',
  '%00',
  '..',
  '../../',
  '-1',
  '0',
  '-0',
  '1e999',
  '1e-999',
  'NaN',
  'Infinity',
  '9007199254740993',
  '99999999999999999999999999',
  '0.1',
  '"',
  "'",
  '""',
  '\\',
  '\n',
  '\r\n',
  '\t',
  ' ',
  ',',
  ';',
  ':',
  '&',
  '=',
  '#',
  '+',
  '.',
  '|',
  '[',
  ']',
  '{',
  '}',
  'null',
  'true',
  '((((a+)+)+)+)$',
  '',
];

const piece = fc.constantFrom(...PIECES);

const long: fc.Arbitrary<string> = fc
  .tuple(piece, fc.constantFrom(100, 3000, 50_000))
  .map(([text, times]) => (text === '' ? 'x' : text).repeat(Math.ceil(times / Math.max(1, text.length))));

/** Any text. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary', maxLength: 60 }), weight: 4 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 2 },
  { arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')), weight: 6 },
  { arbitrary: long, weight: 1 },
);

/** One act of tampering. Positions are fractions of the text's length. */
interface Act {
  readonly kind: 'cut' | 'double' | 'put' | 'replace' | 'number' | 'end' | 'move';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('cut', 'double', 'put', 'replace', 'number', 'end', 'move'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 30 }),
  text: fc.oneof({ arbitrary: piece, weight: 8 }, { arbitrary: long, weight: 1 }),
});

function applyTo(text: string, { kind, at, length, text: given }: Act): string {
  const start = Math.floor(at * text.length);
  const [before, some, after] = [
    text.slice(0, start),
    text.slice(start, start + length),
    text.slice(start + length),
  ];
  switch (kind) {
    case 'cut':
      return before + after;
    case 'double':
      return before + some + some + after;
    case 'put':
      return before + given + some + after;
    case 'replace':
      return before + given + after;
    case 'end':
      return before;
    case 'move':
      return after + some + before;
    case 'number':
      return before + (some + after).replace(/-?\d+(\.\d+)?/, () => given);
  }
}

/** One of the valid texts, after a few acts of tampering. */
export function tampered(valid: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...valid), fc.array(act, { minLength: 1, maxLength: 5 }))
    .map(([text, acts]) => acts.reduce(applyTo, text));
}
