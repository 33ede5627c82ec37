/** @file Files as people have them, whatever their format: each is of a kind that was once misread. */
import { describe, expect, it } from 'vitest';
import { type Given, look, open, ROWS } from './cases.testing';
import { parquetBytes } from './formats/parquet/parquet.testing';

describe('missing values', () => {
  it('are what R, pandas and databases write for them, with a note', async () => {
    const { counts, notes, problems } = await look('labels-na.csv');
    expect(counts).toEqual({ '0': 10, '1': 10 });
    expect(problems).toEqual(['no label: 2', 'no text: 3']);
    expect(notes).toContain('2 values of column "label" count as missing: “NA”, “NaN”.');
    expect(notes).toContain('2 values of column "text" count as missing: “NA”, “nan”.');
  });

  it('are what the person says: a class may be called None', async () => {
    const csv = `text,label\n${['a', 'b', 'c', 'd', 'e'].map((text, i) => `${text},${i % 2 ? 'None' : 'Some'}`).join('\n')}\n`;
    await expect(look(['a.csv', csv])).rejects.toThrow(/one label.*lab trains on/);
    expect((await look(['a.csv', csv], { missing: 'none' })).counts).toEqual({ None: 2, Some: 3 });
    const own = csv.replace('e,Some', 'e,?');
    expect((await look(['a.csv', own], { missing: '?,-' })).counts).toEqual({ None: 2, Some: 2 });
  });

  it('are null in JSON, and words only where the person says so', async () => {
    const lines = ['NA', 'x', 'y', 'NA', 'x', 'y']
      .map((label, i) => JSON.stringify({ text: `text ${i}`, label }))
      .join('\n');
    expect((await look(['a.jsonl', lines])).counts).toEqual({ NA: 2, x: 2, y: 2 });
    expect((await look(['a.jsonl', lines], { missing: 'NA' })).counts).toEqual({ x: 2, y: 2 });
  });
});

describe('settings of the reading', () => {
  const given = { header: 'yes', delimiter: 'tab', encoding: 'utf-8', missing: '-1,?' } as const;

  it('that have no effect are told, with the reason', async () => {
    expect((await open('classlabel-signed.parquet', given)).notes).toEqual([
      'Values that say “-1”, “?” count as missing.',
      'The setting header=yes has no effect: Parquet files hold the names of their columns.',
      'The setting delimiter=tab has no effect: Parquet files have no delimiter.',
      'The setting encoding=utf-8 has no effect: texts in Parquet files are always UTF-8.',
    ]);
    expect((await open('codes-leading-zero.jsonl', given)).notes).toEqual([
      'The setting delimiter=tab has no effect: JSON has no delimiter.',
      'The setting header=yes has no effect: the columns are called as the keys of the JSON objects.',
    ]);
    expect((await open(['a.json', '[["a"],[1]]'], { header: 'yes' })).notes).toEqual([]);
    expect((await open('classlabel-signed.parquet', { missing: 'none' })).notes).toEqual([]);
  });

  it('make words missing in Parquet, too', async () => {
    const rows = ['good', '?', 'bad', 'NA', ' ? '].map((text, i) => ({ text, label: i < 3 ? 'a' : 'b' }));
    const bytes = parquetBytes([
      { name: 'text', data: rows.map(({ text }) => text), type: 'STRING' },
      { name: 'label', data: rows.map(({ label }) => label), type: 'STRING' },
    ]);
    const { counts, problems } = await look(['a.parquet', bytes], { missing: '?' });
    expect(counts).toEqual({ a: 2, b: 1 });
    expect(problems).toEqual(['no text: 2']);
  });
});

describe('labels of two files', () => {
  it('are the same truth values, however they are written', async () => {
    const { counts, validation } = await look('bool-train.csv', {}, 'bool-validation.jsonl');
    expect(counts).toEqual({ False: 10, True: 10 });
    expect(validation).toEqual(['False', 'False', 'False', 'True', 'True', 'True']);
  });

  const csv = (labels: readonly string[]): Given => [
    'a.csv',
    `text,label\n${labels.map((label, i) => `text number ${i} of it,${label}\n`).join('')}`,
  ];
  const jsonl = (labels: readonly unknown[]): Given => [
    'b.jsonl',
    labels.map((label, i) => JSON.stringify({ text: `t ${i}`, label })).join('\n'),
  ];
  it.each([
    [csv(['1.0', '0.0', '1.0']), jsonl([1, 0]), ['1.0', '0.0']],
    [jsonl([1, 0, 1]), csv(['1.0', '0', '1']), ['1', '0', '1']],
    [jsonl(['1', '0', '1']), jsonl([1, 0]), ['1', '0']],
    [csv(['TRUE', 'FALSE', 'TRUE']), jsonl([true, false]), ['TRUE', 'FALSE']],
    [csv(['011', '11', '11']), jsonl(['011', '11', 11, 11.0]), ['011', '11', '11', '11']],
    // 1 and 1.0 are two classes here, and 1.00 could be either.
    [csv(['1', '1.0', '1']), csv(['1', '1.0', '1.00']), ['1', '1.0']],
    [csv(['011', '020', '011']), jsonl(['011', 11, 20, '020']), ['011', '020']],
  ])('%j and %j', async (train, validation, expected) => {
    expect((await look(train, { header: null }, validation)).validation).toEqual(expected);
  });

  it('are told where they differ in nothing but how they are written', async () => {
    const { counts, notes } = await look(csv(['1', '1.0', '2', '10', '2', '10']));
    expect(Object.keys(counts)).toHaveLength(4);
    expect(notes).toContain('The labels "1", "1.0" are different classes');
  });
});

describe('encodings', () => {
  const wide = (text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> => {
    const view = new DataView(new ArrayBuffer(2 * text.length));
    for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
    return new Uint8Array(view.buffer);
  };
  const table = `text,label\n${ROWS.map((row) => row.join()).join('\n')}\n`;

  it('are found where UTF-16 has no byte order mark', async () => {
    const { counts, text, notes, reading } = await look('utf16le-no-bom.csv');
    expect(counts).toEqual({ neg: 10, pos: 10 });
    expect(text).toBe('A dull and noisy mess');
    expect(notes).toContain('UTF-16LE');
    expect(reading).toMatchObject({ encoding: 'utf-16le' });
    const chinese = ROWS.map(([, label], i) => `这部电影非常好看我很喜欢${'好'.repeat(i)},${label}\n`).join(
      '',
    );
    expect((await look(['a.csv', wide(`text,label\n${chinese}`, false)])).counts).toEqual({ '0': 2, '1': 2 });
  });

  it('are what the person says', async () => {
    // "привет" in windows-1251.
    const cyrillic = [0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2];
    const line = (label: number, row: number): number[] => [
      ...cyrillic,
      0x20,
      ...cyrillic,
      0x30 + row,
      0x2c,
      0x30 + label,
      0x0a,
    ];
    const bytes = Uint8Array.from([0, 1, 0, 1, 0].flatMap(line));
    await expect(open(['a.csv', bytes])).rejects.toThrow(/neither UTF-8 nor Western European/);
    expect((await look(['a.csv', bytes], { encoding: 'windows-1251' })).text).toBe('привет привет0');
  });

  it('keep a UTF-8 text of which few bytes are damaged', async () => {
    const bytes = new TextEncoder().encode(table.replaceAll('dull', 'éééé') + 'Fin?,1\n');
    bytes[bytes.indexOf(0x3f)] = 0xff;
    const { text, notes } = await look(['a.csv', bytes]);
    expect(text).toBe('A éééé and noisy mess');
    expect(notes).toContain('no valid utf-8');
    const whole = await look(['a.csv', table.replace('dull', '\ufffd')]);
    expect(whole.text).toBe('A \ufffd and noisy mess');
  });

  it.each([
    [
      'EBCDIC',
      Uint8Array.from('\xa3\x85\xa7\xa3\x6b\x93\x81\x82\x85\x93\x25'.repeat(20), (c) => c.charCodeAt(0)),
      /neither UTF-8/,
    ],
    ['UTF-32', Uint8Array.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), /UTF-32/],
    ['bytes', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 32), /is no text/],
  ])('of %s are refused by name', async (_, bytes, message) => {
    await expect(open(['a.csv', bytes])).rejects.toThrow(message);
  });
});

describe('class names', () => {
  it('that are numbers are not taken for indices', async () => {
    const { counts } = await look('classlabel-signed.parquet');
    expect(counts).toEqual({ '-1': 10, '0': 10, '1': 10 });
  });
});

describe('files of other programs', () => {
  const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (c) => c.charCodeAt(0));

  it.each<[Given, RegExp, RegExp]>([
    ['data-00000-of-00001.arrow', /is an Arrow stream/, /to_parquet/],
    [['a.parquet', bytes('PARE\0\0')], /encrypted Parquet/, /without encryption/],
    [['a.feather', bytes('ARROW1\0\0')], /Arrow or Feather/, /to_parquet/],
    [['a.csv', bytes('\x80\x04\x95\0\0')], /Python pickle/, /to_parquet/],
    [['a.pkl', bytes('(dp0\n')], /Python pickle/, /to_parquet/],
    [['a.csv', bytes('PK\x03\x04\0\0[Content_Types].xml xl/workbook.xml')], /Excel file/, /CSV/],
    [['a.xlsx', bytes('PK\x03\x04\0\0')], /Excel file/, /CSV/],
    [['a.docx', bytes('PK\x03\x04\0\0word/document.xml')], /Word document/, /CSV/],
    [['a.zip', bytes('PK\x03\x04\0\0')], /ZIP archive/, /Unpack/],
    [['a.xls', bytes('\xd0\xcf\x11\xe0\xa1\xb1')], /old Excel/, /CSV/],
    [['a.csv.gz', bytes('\x1f\x8b\x08\0')], /gzip/, /Unpack/],
    [['a.csv', bytes('BZh9\0')], /bzip2/, /Unpack/],
    [['a.db', bytes('SQLite format 3\0')], /SQLite/, /Export/],
    [['a.duckdb', bytes('\0\0\0\0\0\0\0\0DUCK')], /DuckDB/, /Export/],
    [['a.pdf', '%PDF-1.7'], /PDF/, /CSV/],
    [['a.csv', '\n<!DOCTYPE html><html>'], /web page/, /anew/],
    [['a.parquet', 'version https://git-lfs.github.com/spec/v1\n'], /Git LFS/, /git lfs pull/],
    [['a.safetensors', bytes('\x10\0\0\0\0\0\0\0{"a":1}')], /safetensors/, /CSV/],
  ])('%j', async (given, message, remedy) => {
    await expect(open(given)).rejects.toThrow(message);
    await expect(open(given)).rejects.toMatchObject({ remedy: expect.stringMatching(remedy) as string });
  });

  it('are not seen in texts that begin with the same letters', async () => {
    for (const first of ['PARENT', 'ORCID', 'RDX', 'BZh', 'ARROW1', 'GGUF'])
      expect((await open(['a.csv', `${first},label\na,1\nb,0\n`])).rows).toBe(2);
  });
});
