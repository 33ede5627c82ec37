/** @file Unusual delimiters and quotes, and line breaks after backslashes. */
import { describe, expect, it } from 'vitest';
import { look, open } from '../../cases.testing';
import { rowsOf } from '../../testing';

const TABLE = [
  ['text', 'label'],
  ['A dull, noisy mess', 'bad'],
  ['A warm; funny story', 'good'],
  ['It broke', 'bad'],
  ['I loved it', 'good'],
];
const TWO_EACH = { bad: 2, good: 2 };

describe('an unusual delimiter', () => {
  it.each(['،', '~', '^', '¦', '::', '\x01', '\x1f'])('%j is found where no usual one fits', async (sign) => {
    const { counts, columns, text, reading } = await look([
      'a.csv',
      TABLE.map((row) => row.join(sign)).join('\n'),
    ]);
    expect(counts).toEqual(TWO_EACH);
    expect(columns).toEqual(['text', 'label']);
    expect(text).toBe('A dull, noisy mess');
    expect(reading).toMatchObject({ delimiter: sign });
  });

  it('is not sought within texts', async () => {
    const csv = 'text,label\na ~ b,bad\nc ~ d,good\ne ~ f,bad\n';
    expect((await open(['a.csv', csv])).reading).toMatchObject({ delimiter: ',' });
    const lines = 'one two three\nfour five six\nseven eight nine\n';
    expect((await open(['a.txt', lines], { header: 'no' })).columns).toHaveLength(1);
  });
});

describe('quotes', () => {
  it('behind a delimiter and a blank begin a field', async () => {
    const csv = TABLE.map(([text, label], index) =>
      index === 0 ? `${text} ; ${label}` : `"${text}" ; "${label}"`,
    );
    const { counts, text } = await look(['a.csv', csv.join('\n')]);
    expect(counts).toEqual(TWO_EACH);
    expect(text).toBe('A dull, noisy mess');
    const python = TABLE.map(([text, label]) => `"${text}", "${label}"`).join('\n');
    expect((await look(['a.csv', python])).counts).toEqual(TWO_EACH);
  });

  it('may be single ones', async () => {
    const csv = TABLE.map(([text, label]) => `'${text}, isn''t it','${label}'`).join('\n');
    const { counts, text, notes } = await look(['a.csv', csv]);
    expect(counts).toEqual(TWO_EACH);
    expect(text).toBe("A dull, noisy mess, isn't it");
    expect(notes).toContain('single quotes');
    const apostrophes = "text,label\n'Tis dull,bad\n'Twas fun,good\nIt's long,bad\n";
    expect((await rowsOf(await open(['a.csv', apostrophes])))[0]).toEqual(["'Tis dull", 'bad']);
  });

  it('of a TSV file are none of its texts where no line is without', async () => {
    const tsv = TABLE.map((row) => row.map((field) => `"${field}"`).join('\t')).join('\n');
    const { counts, columns, text } = await look(['a.tsv', tsv]);
    expect(counts).toEqual(TWO_EACH);
    expect(columns).toEqual(['text', 'label']);
    expect(text).toBe('A dull, noisy mess');
  });
});

describe('a backslash at the end of a line', () => {
  it('is a line break in a field, as databases write it', async () => {
    const tsv = '1\tA dull\\\nand noisy\\\nmess\tbad\n2\tA story\tgood\n3\tSo so\tbad\n4\tFine\tgood\n';
    const { counts, notes } = await look(['a.tsv', `id\ttext\tlabel\n${tsv}`]);
    expect(counts).toEqual(TWO_EACH);
    expect(notes).toContain('2 lines with a backslash at the end were joined with the next');
    const source = await open(['a.tsv', `id\ttext\tlabel\n${tsv}`]);
    expect((await rowsOf(source))[0]).toEqual(['1', 'A dull\nand noisy\nmess', 'bad']);
    expect([0, 1].map((row) => source.place(row))).toEqual([2, 5]);
  });

  it('is only a backslash where the line is whole, or the next one does not fit', async () => {
    const rows = await rowsOf(await open(['a.tsv', 'label\ttext\n0\tC:\\\n1\tD:\\\n0\\\n1\tcut\n']));
    expect(rows).toEqual([
      ['0', 'C:\\'],
      ['1', 'D:\\'],
      ['0\n1', 'cut'],
    ]);
    expect(await rowsOf(await open(['a.tsv', 'id\ttext\tlabel\n0\\\n1\ta\t1\n2\tb\t0\n']))).toEqual([
      ['0\n1', 'a', '1'],
      ['2', 'b', '0'],
    ]);
    expect(await rowsOf(await open(['a.tsv', 'id\ttext\tlabel\n0\ta\\\n1\tb\t1\n2\tc\\\\\n']))).toEqual([
      ['0', 'a\\', null],
      ['1', 'b', '1'],
      ['2', 'c\\\\', null],
    ]);
  });
});
