/** @file Headers that are not just the first line: groups, questions and units beside the names, rules, row names, another order. */
import { describe, expect, it } from 'vitest';
import { look, open } from '../../cases.testing';

const TEXTS = [
  'A dull and noisy mess',
  'A warm, funny story',
  'I wanted my money back',
  'I loved every minute',
  'Too long by half',
  'A joy from start to end',
  'It broke after a day',
  'We liked the curry',
];
const row = (make: (text: string, label: string, index: number) => string): string =>
  TEXTS.map((text, index) => `${make(text, index % 2 ? 'good' : 'bad', index)}\n`).join('');
const FOUR_EACH = { bad: 4, good: 4 };

describe('a header of several lines', () => {
  it('with questions and ids below the names, as Qualtrics writes it', async () => {
    const csv =
      'StartDate,Progress,Q1,Q2\nStart Date,Progress,"What did you think?\nTell us.",How was it?\n' +
      '"{""ImportId"":""startDate""}","{""ImportId"":""progress""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n' +
      row((text, label, index) => `2024-03-0${index + 1} 09:12:33,100,"${text}",${label}`);
    const { counts, columns, text, notes, reading } = await look(['a.csv', csv]);
    expect(counts).toEqual(FOUR_EACH);
    expect(columns).toEqual(['StartDate', 'Progress', 'Q1', 'Q2']);
    expect(text).toBe(TEXTS[0]);
    expect(notes).toContain('Line 1 names the columns. Lines 2, 4 beside it differ from all rows');
    expect(reading).toMatchObject({ header: true });
    expect((await open(['a.csv', csv], { header: 'yes' })).rows).toBe(10);
    expect((await open(['a.csv', csv], { header: 'no' })).rows).toBe(11);
  });

  it('with groups above the names, as of merged cells', async () => {
    const csv = `Customer,,Rating,\nid,comment,stars,channel\n${row((text, label, index) => `${index},"${text}",${label === 'bad' ? 1 : 5},${index % 4 < 2 ? 'web' : 'shop'}`)}`;
    const { counts, columns, notes } = await look(['a.csv', csv], { labelColumn: 'stars' });
    expect(counts).toEqual({ '1': 4, '5': 4 });
    expect(columns).toEqual(['id', 'comment', 'stars', 'channel']);
    expect(notes).toContain('Line 2 names the columns. Line 1 beside it differs from all rows');
  });

  it('with the levels of pandas and the name of its index', async () => {
    const csv = `,review,review,meta\n,text,label,lang\nid,,,\n${row((text, label, index) => `${index},"${text}",${label},en`)}`;
    const { counts, columns } = await look(['a.csv', csv]);
    expect(counts).toEqual(FOUR_EACH);
    expect(columns).toEqual(['column 1', 'text', 'label', 'lang']);
  });

  it('with units below the names', async () => {
    const csv = `id;comment;stars\n;(free text);(1-5)\n${row((text, label, index) => `${index};${text};${label === 'bad' ? 1 : 5}`)}`;
    const { counts, columns } = await look(['a.csv', csv]);
    expect(counts).toEqual({ '1': 4, '5': 4 });
    expect(columns).toEqual(['id', 'comment', 'stars']);
  });

  it('is not seen in a first row that is odd in one column', async () => {
    const odd = `text,stars\nNot rated,none given\n${row((text, label) => `"${text}",${label === 'bad' ? 1 : 5}`)}`;
    expect((await look(['a.csv', odd])).counts).toEqual({ '1': 4, '5': 4, 'none given': 1 });
    const rare = `id,text,label,stars\n0,Neither nor,mixed,3\n${row((text, label, index) => `${index + 1},"${text}",${label},${1 + (index % 5)}`)}`;
    expect((await look(['a.csv', rare])).counts).toEqual({ ...FOUR_EACH, mixed: 1 });
  });
});

describe('row names without a name', () => {
  it.each([
    ['quoted and separated by tabs', 'a.tsv', '\t'],
    ['quoted and separated by blanks', 'a.txt', ' '],
    ['quoted and separated by semicolons', 'a.csv', ';'],
  ])('are read, %s', async (_, name, delimiter) => {
    const names = ['17', '3', '205', '4', '9', '1', '88', '12'];
    const table = ['"text"', '"label"'].join(delimiter);
    const rows = row((text, label, index) =>
      [`"${names[index]}"`, `"${text}"`, `"${label}"`].join(delimiter),
    );
    const { counts, columns, text, notes } = await look([name, `${table}\n${rows}`]);
    expect(counts).toEqual(FOUR_EACH);
    expect(columns).toEqual(['column 1', 'text', 'label']);
    expect(text).toBe(TEXTS[0]);
    expect(notes).toContain('The first field of each row has no name');
  });

  it('are not made of sentences that a comma cuts: why no row is left is told', async () => {
    const csv = `text,label\n${row((text, label) => `${text}, or so,${label}`.replace('warm,', 'warm'))}`;
    await expect(look(['a.csv', csv])).rejects.toThrow(
      'has no rows below its header (8 left out: more fields than the first line has)',
    );
  });

  it('are not seen where each row ends with a delimiter', async () => {
    const csv = `text,label\n${row((_, label, index) => `word${index},${label},`)}`;
    expect((await look(['a.csv', csv])).columns).toEqual(['text', 'label']);
  });
});

describe('lines that are no rows', () => {
  it.each([
    [
      'psql',
      ` id | text | label \n----+------+-------\n${row((t, l, i) => ` ${i} | ${t} | ${l}`)}(8 rows)\n`,
    ],
    [
      'MySQL',
      `+---+---+---+\n| id | text | label |\n+---+---+---+\n${row((t, l, i) => `| ${i} | ${t} | ${l} |`)}+---+---+---+\n8 rows in set\n`,
    ],
    [
      'Markdown',
      `| id | text | label |\n|---:|:-----|:-----:|\n${row((t, l, i) => `| ${i} | ${t} | ${l} |`)}`,
    ],
    ['sqlcmd', `id;text;label\n--;----;-----\n${row((t, l, i) => `${i};${t};${l}`)}`],
  ])('rules of %s', async (_, table) => {
    const { counts, columns, problems } = await look(['a.txt', table]);
    expect(counts).toEqual(FOUR_EACH);
    expect(columns).toEqual(expect.arrayContaining(['id', 'text', 'label']));
    expect(problems[0]).toMatch(/^a rule between lines: [13]$/);
  });

  it('fields that are all empty, as spreadsheets leave them below a table', async () => {
    const csv = `text;label;;\n${row((text, label) => `${text};${label};;`)}${';;;\n'.repeat(30)}`;
    const { counts, problems } = await look(['a.csv', csv]);
    expect(counts).toEqual(FOUR_EACH);
    expect(problems).toEqual(['every field is empty: 30']);
    expect((await open(['a.csv', csv])).rows).toBe(8);
  });
});

it('a header that comes again in another order says how the rows below it are read', async () => {
  const one = `text,label\n${row((text, label) => `"${text}",${label}`)}`;
  const other = `label,text\n${row((text, label) => `${label},"${text}!"`)}`;
  const { counts, problems, notes } = await look(['a.csv', one + other + one.replaceAll('",', '?",')]);
  expect(counts).toEqual({ bad: 12, good: 12 });
  expect(problems).toEqual(['the header once more: 2']);
  expect(notes).toContain('Line 10 names the columns in another order');
});
