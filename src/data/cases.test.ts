/** @file Files as people have them: each is one of a kind that was once read wrongly. */
import { describe, expect, it } from 'vitest';
import { type Given, look, open, ROWS } from './cases.testing';
import { parquetBytes } from './formats/parquet/parquet.testing';
import { rowsOf } from './testing';

const TEN = { '0': 10, '1': 10 };

describe('JSON', () => {
  it.each(['data-list-one-line.json', 'pandas-columns.json', 'nan-in-list.json'])(
    '%s has 20 rows of two labels',
    async (name) => {
      const { counts, text } = await look(name);
      expect(counts).toEqual(TEN);
      expect(text).toBe('A dull and noisy mess');
    },
  );

  it('says how many values are NaN', async () => {
    expect((await look('nan-in-list.json')).notes).toContain('1 value is NaN or Infinity');
    const lines = ROWS.map(([text, label]) => `{"text": "${text} NaN", "label": ${label}, "x": -Infinity}`);
    const { texts, notes } = await look(['a.jsonl', lines.join('\n')]);
    expect(texts).toBe(4);
    expect(notes).toContain('4 values are NaN or Infinity');
  });

  it('tells labels that are texts by their text', async () => {
    const { counts, notes } = await look('codes-leading-zero.jsonl');
    expect(counts).toEqual({ '011': 6, '11': 6, '20': 6 });
    expect(notes).toBe('');
  });

  const objects = ROWS.map(([text, label]) => ({ text, label }));
  const index = (values: readonly unknown[]) => Object.fromEntries(values.map((value, i) => [`${i}`, value]));
  it.each([
    ['records', objects],
    ['index', index(objects)],
    ['columns', { text: index(ROWS.map(([text]) => text)), label: index(ROWS.map(([, label]) => label)) }],
    ['list', { text: ROWS.map(([text]) => text), label: ROWS.map(([, label]) => label) }],
    ['split', { columns: ['text', 'label'], index: [0, 1, 2, 3], data: ROWS }],
    ['tight', { columns: ['text', 'label'], data: ROWS, index: [0, 1, 2, 3], index_names: [null] }],
    ['table', { schema: { fields: [{ name: 'text' }], primaryKey: ['index'] }, data: objects }],
    ['the hub’s viewer', { features: [{ name: 'text' }], rows: objects.map((row) => ({ row_idx: 0, row })) }],
    ['texts as index', { a: objects[0], b: objects[1], c: objects[2], d: objects[3] }],
  ])('reads the layout “%s”, indented or not', async (_, value) => {
    for (const indent of [0, 2]) {
      const { counts, columns } = await look(['a.json', JSON.stringify(value, null, indent)]);
      expect(counts).toEqual({ '0': 2, '1': 2 });
      expect(columns).toEqual(['text', 'label']);
    }
    const { counts } = await look(['a.txt', `\n\n${JSON.stringify(value)}\n\n`]);
    expect(counts).toEqual({ '0': 2, '1': 2 });
  });

  it('reads lists, in one list or one a line', async () => {
    for (const text of [JSON.stringify(ROWS), ROWS.map((row) => JSON.stringify(row)).join('\n')])
      expect((await look(['a.json', text])).counts).toEqual({ '0': 2, '1': 2 });
  });

  it.each([
    ['numbers below them', [['text', 'label'], ...ROWS]],
    [
      'repeated words below them',
      [['text', 'label'], ...[...ROWS, ...ROWS].map(([text, label]) => [text, `${label}`])],
    ],
  ])('takes the first list for the names of the columns, with %s', async (_, lists) => {
    for (const text of [JSON.stringify(lists), lists.map((row) => JSON.stringify(row)).join('\n')]) {
      const { counts, columns, notes, reading } = await look(['a.json', text]);
      expect(columns).toEqual(['text', 'label']);
      expect(counts).toEqual({ '0': (lists.length - 1) / 2, '1': (lists.length - 1) / 2 });
      expect(notes).toContain('The first list was read as the names of the columns.');
      expect(reading).toMatchObject({ header: true });
    }
    const asRow = await look(['a.json', JSON.stringify(lists)], { header: 'no' });
    expect(asRow.columns).toEqual(['column 1', 'column 2']);
    expect(asRow.counts).toMatchObject({ label: 1 });
  });

  it('takes the first list for names where the person says so', async () => {
    const lists = JSON.stringify([['a', 'a', 7], ['x', 'y', 1, 'more'], ['z', 'y', 2], { a: 'w', '7': 1 }]);
    const source = await open(['a.json', lists], { header: 'yes' });
    expect(source.columns.map(({ name }) => name)).toEqual(['a', 'a (2)', '7', 'column 4']);
    expect(await rowsOf(source)).toEqual([
      ['x', 'y', '1', 'more'],
      ['z', 'y', '2', null],
      ['w', null, '1', null],
    ]);
    // The name of a column without one does not fall together with a name that is there.
    const odd = await open(['a.json', '[["column 3","b"],[1,2,3]]'], { header: 'yes' });
    expect(odd.columns.map(({ name }) => name)).toEqual(['column 3', 'b', 'column 3 (2)']);
    expect(await rowsOf(odd)).toEqual([['1', '2', '3']]);
  });

  it('takes lists of texts alone for rows', async () => {
    const pairs = ['fine', 'dull', 'odd'].map((text, index) => [text, `${index % 2}`]);
    expect((await open(['a.json', JSON.stringify(pairs)])).rows).toBe(3);
  });

  it('reads objects one after another, however they are laid out', async () => {
    const pretty = objects.map((row) => JSON.stringify({ ...row, more: ['}', { a: '"{' }] }, null, 2));
    for (const text of [
      pretty.join('\n'),
      pretty.join(',\n'),
      objects.map((row) => JSON.stringify(row)).join(''),
    ]) {
      const { counts, problems } = await look(['a.jsonl', text]);
      expect(counts).toEqual({ '0': 2, '1': 2 });
      expect(problems).toEqual([]);
    }
  });

  it('keeps to lines where one of them is damaged', async () => {
    const lines = ['{"text": "cut', ...objects.map((row) => JSON.stringify(row))].join('\n');
    const { counts, problems } = await look(['a.jsonl', lines]);
    expect(counts).toEqual({ '0': 2, '1': 2 });
    expect(problems).toEqual(['not JSON: 1']);
  });

  it('keeps the digits of integers that JSON.parse would round', async () => {
    const ids = ['12345678901234567890', '-12345678901234567891', '9007199254740991', '9007199254740993'];
    const row = (id: string): string => `{"text":"no 12345678901234567899 \\" {","id":${id},"n":[${id},NaN]}`;
    for (const text of [`[${ids.map(row).join()}]`, ids.map(row).join('\n')]) {
      const rows = await rowsOf(await open(['a.json', text]));
      expect(rows.map(([, id]) => id)).toEqual(ids);
      expect(rows[0]![0]).toBe('no 12345678901234567899 " {');
      expect(rows[3]![2]).toBe('["9007199254740993",null]');
    }
    // What only looks like one is what it was.
    expect(
      await rowsOf(await open(['a.json', '[{"a":1234567890123456.5,"b":1e3,"c":12345678901234567890e-19}]'])),
    ).toEqual([['1234567890123456.5', '1000', '1.2345678901234567']]);
    expect((await open(['a.jsonl', '{"a":012345678901234567}\n{"a":1}'])).leftOut).toMatchObject([
      { reason: 'not JSON' },
    ]);
  });

  it('names splits in one file, and columns of different length', async () => {
    const splits = JSON.stringify({ train: objects, validation: objects });
    await expect(open(['a.json', splits])).rejects.toThrow(/several lists of rows \(“train”, “validation”\)/);
    const uneven = JSON.stringify({ text: ['a', 'b'], label: [1] });
    await expect(open(['a.json', uneven])).rejects.toThrow(/“label” has 1 values where “text” has 2/);
  });
});

describe('the first line', () => {
  it('is a header above other kinds of values, even if it reads like a sentence', async () => {
    const { counts, columns, text, notes } = await look('survey-question-header.csv');
    expect(counts).toEqual({ bad: 10, good: 10 });
    expect(columns[1]).toBe('In your own words, how was your visit to the clinic last month?');
    expect(text).toBe('A dull and noisy mess');
    expect(notes).toContain('The first line was read as the names of the columns');
  });

  it('is a header where it counts the columns, as pandas does', async () => {
    const { counts, columns, texts } = await look('pandas-default-header.csv');
    expect(counts).toEqual({ bad: 10, good: 10 });
    expect(columns).toEqual(['0', '1']);
    expect(texts).toBe(20);
    const numeric = `,0,1\n${ROWS.map(([text, label], i) => `${i},${text},${label}`).join('\n')}\n4,So so,1\n`;
    expect((await look(['a.csv', numeric])).counts).toEqual({ '0': 2, '1': 3 });
  });

  it('is what the person says', async () => {
    const asData = await look('pandas-default-header.csv', { header: 'no' });
    expect(asData.counts).toEqual({ '1': 1, bad: 10, good: 10 });
    expect(asData.notes).toBe(
      'pandas-default-header.csv: the label "1" has one row only. Check that it is a label.',
    );
    const csv = 'good day,pos\nbad day,neg\nfine day,pos\nsad day,neg\nso so,neg\n';
    const asHeader = await look(['a.csv', csv], { header: 'yes' });
    expect(asHeader.columns).toEqual(['good day', 'pos']);
    expect(asHeader.counts).toEqual({ neg: 3, pos: 1 });
  });

  it('may come again, where files were joined', async () => {
    const part = `\ufefftext,label\n${ROWS.map((row) => row.join()).join('\n')}\n`;
    const { counts, problems } = await look(['a.csv', part + part]);
    expect(counts).toEqual({ '0': 4, '1': 4 });
    expect(problems).toEqual(['the header once more: 1']);
  });

  it('may be a title, a comment, or blank', async () => {
    const table = `text,label\n${ROWS.map((row) => row.join()).join('\n')}\n`;
    for (const above of ['Reviews of May\n\n', '# written by a tool\n# on Monday\n', '\r\n \r\n']) {
      const { counts, columns } = await look(['a.csv', above + table]);
      expect(columns).toEqual(['text', 'label']);
      expect(counts).toEqual({ '0': 2, '1': 2 });
    }
    expect((await look(['a.csv', `# a\n# b\n${table}`])).notes).toContain('Lines 1, 2 above the table');
  });

  it('may lack the name of R’s row names', async () => {
    const r = `"text","label"\n${ROWS.map(([text, label], i) => `"${i + 1}","${text}",${label}`).join('\n')}\n`;
    const { counts, columns, text } = await look(['a.csv', r]);
    expect(columns).toEqual(['column 1', 'text', 'label']);
    expect(counts).toEqual({ '0': 2, '1': 2 });
    expect(text).toBe('A dull and noisy mess');
  });
});

describe('the delimiter', () => {
  it('is what a line “sep=” says', async () => {
    const { counts, notes, reading } = await look('excel-sep-line-semicolon.csv');
    expect(counts).toEqual({ neg: 10, pos: 10 });
    expect(notes).toContain('“sep=”');
    expect(reading).toMatchObject({ delimiter: ';', header: true });
    const tilde = `"sep=~"\ntext~label\n${ROWS.map((row) => row.join('~')).join('\n')}\n`;
    expect((await look(['a.csv', tilde])).counts).toEqual({ '0': 2, '1': 2 });
  });

  it('is what the person says', async () => {
    const csv = `text|label,x\n${ROWS.map(([text, label]) => `${text}|${label},9`).join('\n')}\n`;
    const { columns } = await look(['a.csv', csv], { delimiter: 'bar' });
    expect(columns).toEqual(['text', 'label,x']);
    expect((await open(['a.csv', csv], { delimiter: 'comma' })).columns).toHaveLength(2);
  });

  it('does not take line ends of the old Mac for one line', async () => {
    const mac = `text,label\r${ROWS.map((row) => row.join()).join('\r')}\r`;
    expect((await look(['a.csv', mac])).counts).toEqual({ '0': 2, '1': 2 });
  });
});

describe('quotes behind backslashes', () => {
  it('are of the text', async () => {
    const { counts, text, notes } = await look('backslash-quotes.csv');
    expect(counts).toEqual(TEN);
    expect(text).toBe('He said "A dull and noisy mess", and left');
    expect(notes).toContain('behind backslashes');
  });

  it('are so in TSV, too, and where no quote is misplaced without them', async () => {
    const tsv = 'text\tlabel\n"a \\"b\\" c"\t0\n"d"\t1\n"e \\"f\\""\t1\n';
    expect((await look(['a.tsv', tsv])).text).toBe('a "b" c');
    const csv = 'text,label\n"a \\", b",0\n"c",1\n"d \\", e",1\n';
    expect((await look(['a.csv', csv])).text).toBe('a ", b');
  });

  it('are not sought where a backslash is only a backslash', async () => {
    const csv = 'text,label\n"C:\\",0\n"say ""no""",1\n"d",1\n';
    const { text, notes } = await look(['a.csv', csv]);
    expect(text).toBe('C:\\');
    expect(notes).toBe('');
  });
});

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
