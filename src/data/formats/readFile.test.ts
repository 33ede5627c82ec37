import { describe, expect, it } from 'vitest';
import { contextWith, rowsOf } from '../testing';
import { ACCEPTED_FILES } from './extensions';
import { parquetBytes } from './parquet/parquet.testing';
import { readFile, readText } from './readFile';

const CONTEXT = contextWith();
const names = (text: string, fileName = 'a.csv') => readText(text, fileName).columns.map(({ name }) => name);
const utf16 = (text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> => {
  const bytes = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(bytes.buffer);
};

describe('CSV', () => {
  it('reads quotes, line breaks in fields, and other delimiters', async () => {
    const csv = 'text;label\r\n"He said ""no""; then left.\r\nLate.";0\r\nfine;1\r\n\r\n';
    const source = readText(csv, 'reviews.csv');
    expect(await rowsOf(source)).toEqual([
      ['He said "no"; then left.\nLate.', '0'],
      ['fine', '1'],
    ]);
    expect([0, 1].map((row) => source.place(row))).toEqual([2, 4]);
    expect(source.leftOut).toEqual([]);
  });

  it('leaves out longer rows with their lines, and fills shorter ones', async () => {
    const source = readText('text,label\ngood,1\nbad, really bad,0\nmissing\nfine,1,,\n', 'a.csv');
    expect(await rowsOf(source)).toEqual([
      ['good', '1'],
      ['missing', null],
      ['fine', '1'],
    ]);
    expect(source.leftOut).toEqual([{ reason: 'more fields than the first line has', count: 1, first: [3] }]);
  });

  it('takes quotes as text where they do not close', async () => {
    const source = readText('text,label\nhe said "no,0\n"oh well,1\nfine,1\n', 'a.csv');
    expect(await rowsOf(source)).toEqual([
      ['he said "no', '0'],
      ['"oh well', '1'],
      ['fine', '1'],
    ]);
    expect(source.notes).toEqual(['Quotes do not close where they should, so they were read as text.']);
  });

  it('names columns whatever the header says', () => {
    expect(names('text,text,,"a\nb",__proto__,constructor\nx,y,z,1,2,3\n')).toEqual([
      'text',
      'text (2)',
      'column 3',
      'a b',
      '__proto__',
      'constructor',
    ]);
    expect(names(`${'n'.repeat(59)},label\nx,1\n`)[0]).toBe('n'.repeat(59));
  });

  it('finds out that there is no header', () => {
    for (const csv of [
      'a fine day,1\nbad,0\n',
      'fine day,pos\nbad,neg\nso so,pos\n',
      'It was one of the finest days of my life.,yes\nbad,no\n',
    ]) {
      const source = readText(csv, 'a.csv');
      expect(source.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2']);
      expect(source.rows).toBe(csv.trim().split('\n').length);
      expect(source.notes[0]).toMatch(/first line looks like data/);
    }
  });
});

describe('TSV', () => {
  it('takes quotes as text, as GLUE does', async () => {
    const tsv = 'sentence\tlabel\nA "fine" day.\t1\r\n"Not good\t0\n"All of it."\t1\n';
    expect(await rowsOf(readText(tsv, 'train.tsv'))).toEqual([
      ['A "fine" day.', '1'],
      ['"Not good', '0'],
      ['"All of it."', '1'],
    ]);
  });

  it('takes them as syntax where the file needs it', async () => {
    const breaks = 'sentence\tlabel\n"two\nlines"\t1\n"a\ttab"\t0\n';
    expect(await rowsOf(readText(breaks, 'train.tsv'))).toEqual([
      ['two\nlines', '1'],
      ['a\ttab', '0'],
    ]);
    const doubled = 'sentence\tlabel\n"He said ""no""."\t1\nfine\t0\n';
    expect((await rowsOf(readText(doubled, 'train.tsv')))[0]).toEqual(['He said "no".', '1']);
  });
});

describe('JSON', () => {
  it('reads lines, with columns in the order of their appearance', async () => {
    const lines =
      '{"text":"a","label":1}\n\nnot json\n{"label":0,"__proto__":{"x":1},"text":"b"}\n3\n{"text":null,"label":true}\n';
    const source = readText(lines, 'a.jsonl');
    expect(source.columns.map(({ name }) => name)).toEqual(['text', 'label', '__proto__']);
    expect(await rowsOf(source)).toEqual([
      ['a', '1', null],
      ['b', '0', '{"x":1}'],
      [null, 'true', null],
    ]);
    expect([0, 1, 2].map((row) => source.place(row))).toEqual([1, 4, 6]);
    expect(source.leftOut).toEqual([
      { reason: 'not JSON', count: 1, first: [3] },
      { reason: 'neither an object nor a list', count: 1, first: [5] },
    ]);
  });

  it('reads lists, also inside an object, also of lists', async () => {
    for (const json of ['[{"a":"x","b":2}]', '{"version":1,\n"data":[{"a":"x","b":2}]}'])
      expect(await rowsOf(readText(json, 'a.json'))).toEqual([['x', '2']]);
    expect(readText('[["x",2],["y",3]]', 'a.json').columns.map(({ name }) => name)).toEqual([
      'column 1',
      'column 2',
    ]);
  });

  it('says so where there are no rows', () => {
    expect(() => readText('{', 'a.json')).toThrow(/a.json holds no rows of JSON/);
  });
});

describe('files', () => {
  const read = async (bytes: Uint8Array<ArrayBuffer> | string, name: string) =>
    await readFile(new File([bytes], name), CONTEXT);

  it('decodes by byte order mark, else as UTF-8, else as windows-1252 and says so', async () => {
    const csv = 'text,label\nété “naïve” 好,1\nx,0\n';
    const first = async (bytes: Uint8Array<ArrayBuffer> | string) =>
      (await rowsOf(await read(bytes, 'a.csv')))[0]![0];
    expect(await first(csv)).toBe('été “naïve” 好');
    expect(await first(`\ufeff${csv}`)).toBe('été “naïve” 好');
    expect(await first(utf16(`\ufeff${csv}`, true))).toBe('été “naïve” 好');
    expect(await first(utf16(`\ufeff${csv}`, false))).toBe('été “naïve” 好');
    const latin = await read(
      Uint8Array.from([...'text,label\n'].map((c) => c.charCodeAt(0)).concat(0xe9, 44, 49, 10)),
      'a.csv',
    );
    expect((await rowsOf(latin))[0]).toEqual(['é', '1']);
    // Node decodes the bytes from 0x80 to 0x9f as Latin-1; the browser's test has them.
    expect(latin.notes[0]).toMatch(/windows-1252/);
  });

  it('knows Parquet by its content, and names what it cannot read', async () => {
    const bytes = parquetBytes([{ name: 'text', data: ['a', 'b'], type: 'STRING' }]);
    expect((await read(bytes, 'any.bin')).rows).toBe(2);
    await expect(read(Uint8Array.from([0x50, 0x4b, 3, 4, 0]), 'a.csv')).rejects.toThrow(/ZIP archive/);
    await expect(read('', 'a.csv')).rejects.toThrow(/a.csv is empty/);
    await expect(read('text,label\n', 'a.csv')).rejects.toThrow(/has no rows/);
  });
});

describe('hostile files', () => {
  it('end in a sentence or in rows, in seconds', async () => {
    expect(readText('x'.repeat(10_000_000), 'a.csv').columns).toEqual([
      { name: 'column 1', classNames: null },
    ]);
    expect(() => readText(`${'c,'.repeat(1_000_000)}\n1\n`, 'a.csv')).toThrow(
      /1000001 columns, more than 1000/,
    );
    expect(readText('"'.repeat(5_000_000), 'a.tsv').rows).toBe(1);
    expect(() => readText('['.repeat(1_000_000), 'a.json')).toThrow(/no rows/);
    expect(await rowsOf(readText('text,label\na\0b,1\n', 'a.csv'))).toEqual([['a\0b', '1']]);
    const wide = `{${Array.from({ length: 2000 }, (_, i) => `"k${i}":1`).join()}}`;
    expect(() => readText(wide, 'a.jsonl')).toThrow(/more than 1000/);
  });
});

describe('the list of formats', () => {
  const read = async (content: string, name: string) =>
    (await readFile(new File([content], name), CONTEXT)).unit;

  it('goes by the name of a text file, else by its content, else reads CSV', async () => {
    const [csv, json] = ['text,label\na,1\nb,0\n', '[{"text":"a","label":1},{"text":"b","label":0}]'];
    for (const name of ['a.csv', 'a.txt', 'a', 'a.parquet']) expect(await read(csv, name)).toBe('line');
    for (const name of ['a.json', 'a.JSONL', 'a.txt', 'a']) expect(await read(json, name)).toBe('row');
    await expect(read(csv, 'a.json')).rejects.toThrow(/no rows of JSON/);
  });

  it('is what a page offers to pick', () => {
    expect(ACCEPTED_FILES.split(',').toSorted()).toEqual(
      ['.csv', '.json', '.jsonl', '.ndjson', '.parquet', '.tab', '.tsv', '.txt'].toSorted(),
    );
  });
});
