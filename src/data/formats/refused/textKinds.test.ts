/**
 * @file Files that are not tables of rows, though a table could be made from their bytes, are refused by name with
 * advice.
 */
import { describe, expect, it } from 'vitest';
import { type Given, look, open, ROWS } from '../../cases.testing';

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (c) => c.charCodeAt(0));
const wide = (text: string, place: number): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(4 * text.length);
  for (let i = 0; i < text.length; i++) all[4 * i + place] = text.charCodeAt(i);
  return all;
};
const TABLE = `text,label\n${ROWS.map((row) => row.join()).join('\n')}\n`;
const JSON_ROWS = JSON.stringify(ROWS.map(([text, label]) => ({ text, label })));
const PYTHON = ROWS.map(([text, label]) => `{'text': "${text}", 'label': ${label}}`);

describe('a file of another kind', () => {
  it.each<[Given, RegExp, RegExp]>([
    [['a.dta', bytes('r\x02\x01\0\x02\0\x14\0')], /is a Stata file/, /to_parquet/],
    [['a.csv', bytes('\x73\x01\x01\0\0\0')], /is a Stata file/, /to_parquet/],
    [['a.sas7bdat', bytes(`${'\0'.repeat(12)}\xc2\xea\x81\x60`)], /is a SAS file/, /to_parquet/],
    [['a.xpt', `HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!\n`], /SAS transport/, /read_sas/],
    [
      [
        'a.arff',
        '% by hand\n\n@RELATION reviews\n@attribute text string\n@attribute class {pos,neg}\n@data\n"a",pos\n',
      ],
      /ARFF/,
      /CSV/,
    ],
    [
      ['a.sql', '-- MySQL dump 10.13\n--\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `r`;\n'],
      /SQL statements/,
      /CSV/,
    ],
    [['a.csv', 'INSERT INTO r VALUES (1,"a, b","pos"),(2,"c","neg");\n'], /SQL statements/, /CSV/],
    [
      ['a.sql', '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n'],
      /SQL statements/,
      /CSV/,
    ],
    [['a.json', `window.YTD.tweets.part0 = ${JSON_ROWS}`], /JavaScript/, /first bracket/],
    [['a.js', `const rows = ${JSON_ROWS};\n`], /JavaScript/, /first bracket/],
    [['a.js', `export default ${JSON_ROWS};\n`], /JavaScript/, /first bracket/],
    [['a.jsonl', PYTHON.join('\n')], /Python.*single quotes/, /json\.dumps/],
    [['a.txt', `[${PYTHON.join(', ')}]`], /Python.*single quotes/, /json\.dumps/],
    [['a.txt', '__label__pos a warm story\n__label__neg a dull mess\n'], /fastText/, /TSV/],
    [
      ['a.xls', '<html><body><table><tr><td>text</td></tr></table></body></html>'],
      /web page with a table/,
      /spreadsheet/,
    ],
    [['a.xls', '<table><tr><td>text</td></tr></table>'], /web page with a table/, /spreadsheet/],
    [['a.csv', wide(TABLE, 0)], /is UTF-32/, /Save it as UTF-8/],
    [['a.csv', wide(TABLE, 3)], /is UTF-32/, /Save it as UTF-8/],
    [['a.csv', TABLE.replaceAll(',', `${'\0'.repeat(30)},`)], /zero bytes \(NUL\)/, /tr -d/],
  ])('kind %# is refused by name, with its remedy', async (given, message, remedy) => {
    await expect(open(given)).rejects.toThrow(message);
    await expect(open(given)).rejects.toMatchObject({ remedy: expect.stringMatching(remedy) as string });
  });

  it('is not seen in a table that begins with the same words', async () => {
    const firsts = ['create table', 'set', 'use', '__label__0', 'insert', 'const', '-- no', '% of all'];
    for (const first of firsts) expect((await open(['a.csv', `${first},label\na,1\nb,0\n`])).rows).toBe(2);
  });

  it('is a table all the same where the person says what separates its fields', async () => {
    const file = ['a.txt', '__label__pos it,1\n__label__neg is,0\n'] as const;
    await expect(open(file)).rejects.toThrow(/fastText/);
    expect((await open(file, { delimiter: 'comma' })).rows).toBe(2);
  });
});

it('tells of zero bytes that are few', async () => {
  const { notes } = await look(['a.csv', TABLE.replace('dull', 'du\0ll')]);
  expect(notes).toContain('Zero bytes (NUL) stand in it once: they stay in its texts.');
});

it('passes over a comma behind the last element of a list', async () => {
  expect((await look(['a.json', JSON_ROWS.replace(/\]$/, ',\n]')])).counts).toEqual({ '0': 2, '1': 2 });
});
