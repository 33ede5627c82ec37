/** @file Warnings about labels that may not be intended: twins, slips, ids, and guesses that could be wrong. */
import { describe, expect, it } from 'vitest';
import { look } from './cases.testing';

const table = (labels: readonly string[], header = 'text,label'): string =>
  `${header}\n${labels.map((label, index) => `Text number ${index},${label}`).join('\n')}\n`;

describe('labels that look alike', () => {
  it.each([
    ['a variation selector', ['❤', '❤️', '❤', '❤️'], 'U+2764; U+2764 U+FE0F'],
    ['a no-break space', ['so so', 'so\u00a0so', 'so so', 'so\u00a0so'], 's o U+0020 s o; s o U+00A0 s o'],
    ['a soft hyphen', ['pos', 'po\u00ads', 'pos', 'po\u00ads'], 'p o s; p o U+00AD s'],
    ['a zero-width space', ['pos', 'pos\u200b', 'pos', 'pos\u200b'], 'p o s; p o s U+200B'],
    [
      'composed letters',
      ['tr\u00e8s', 'tre\u0300s', 'tr\u00e8s', 'tre\u0300s'],
      't r U+00E8 s; t r e U+0300 s',
    ],
    ['wide letters', ['ok', 'ｏｋ', 'ok', 'ｏｋ'], 'o k; U+FF4F U+FF4B'],
  ])('because of %s are told by their characters', async (_, labels, codes) => {
    const { counts, notes } = await look(['a.csv', table(labels)]);
    expect(Object.keys(counts)).toHaveLength(2);
    expect(notes).toContain('look the same and are different classes: ');
    for (const part of codes.split('; ')) expect(notes).toContain(part);
  });

  it('but for capitals are told', async () => {
    const { notes } = await look(['a.csv', table(['Pos', 'pos', 'neg', 'Pos', 'pos', 'neg'])]);
    expect(notes).toBe(
      'The labels "Pos", "pos" are different classes: labels are told apart by capitals, too.',
    );
  });

  it('are not seen where they differ', async () => {
    expect((await look(['a.csv', table(['a b', 'ab', 'é', 'e', 'a b', 'ab', 'é', 'e'])])).notes).toBe('');
  });

  it('but for damage are told', async () => {
    const latin1 = new TextEncoder().encode(table(['très', 'très', 'bon', 'bon', 'tr?s', 'tr?s', 'très']));
    const bytes = latin1.map((byte) => (byte === 0x3f ? 0xe8 : byte));
    const { counts, notes } = await look(['a.csv', bytes]);
    expect(Object.keys(counts)).toHaveLength(3);
    expect(notes).toContain('The label "tr\ufffds" has a letter of another encoding');
  });
});

describe('labels that may be none', () => {
  it('of one row are told beside those of many', async () => {
    const many = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'good' : 'bad'));
    expect((await look(['a.csv', table([...many, '20'])])).notes).toContain(
      'the label "20" has one row only',
    );
    const { notes } = await look(['a.csv', table([...many, 'godo', 'bda'])]);
    expect(notes).toContain('the labels "bda", "godo" have one row each');
    expect((await look(['a.csv', table(['a', 'b', 'b', 'b'])])).notes).toBe('');
  });

  it('that are different in each row are refused, and not guessed', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `e${index}`);
    await expect(look(['a.csv', table(ids)])).rejects.toThrow(
      'Each row of a.csv has another label in column "label"',
    );
    await expect(look(['a.csv', table(ids, 'text,id')])).rejects.toThrow(
      /No column of a.csv looks like a label/,
    );
  });

  it('in a file of one column are told', async () => {
    await expect(look(['a.csv', 'text\none line\nanother line\none line\n'])).rejects.toThrow(
      'a.csv has one column, "text", and no label beside it.',
    );
  });

  it('of one class are named', async () => {
    await expect(look(['a.csv', table(['pos', 'pos', 'pos'])])).rejects.toThrow(/has one label, "pos"/);
  });
});

it('a guess of the label that could be another is told', async () => {
  const csv = table(['A,good', 'B,bad', 'A,bad', 'B,good', 'A,good', 'B,bad'], 'comment,annotator,verdict');
  const { notes } = await look(['a.csv', csv]);
  expect(notes).toContain(
    'a.csv: no column is called as labels are. "verdict" was taken; it could also be "annotator".',
  );
  expect((await look(['a.csv', csv], { labelColumn: 'annotator' })).notes).toBe('');
});
