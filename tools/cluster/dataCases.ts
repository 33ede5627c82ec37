/** @file Small data sets of many kinds, by which the cluster's reader is held to the lab's. */
import type { DataChoice } from '../../src/experiment/experiment';
import { WESTERN_CHARACTERS } from '../../src/data/formats/text/decoder';
import { parquetBytes } from '../../src/data/formats/parquet/parquet.testing';
import type { DataCase, DataFile, GivenFiles, RowSettings } from './dataOutcome';
import { JSON_CASES } from './jsonCases';

const BAD = ['A dull, noisy mess', 'I wanted my "money" back', 'It broke after a day', 'Too long by half'];
const GOOD = ['A warm; funny story', 'I loved every minute — twice', 'We liked the curry', 'Née à Köln: 好'];
const ROWS = [...BAD.map((text) => [text, 'bad']), ...GOOD.map((text) => [text, 'good'])];

const encoder = new TextEncoder();
const latin1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const western = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => {
    const own = WESTERN_CHARACTERS.indexOf(letter);
    return own >= 0 ? 0x80 + own : letter.charCodeAt(0);
  });
const utf16 = (text: string, mark = ''): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Uint16Array.from(mark + text, (letter) => letter.charCodeAt(0)).buffer);

export const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>): DataFile => ({
  name,
  bytes: typeof content === 'string' ? encoder.encode(content) : content,
});

export type Named = readonly [title: string, given: DataCase];
type Content = string | Uint8Array<ArrayBuffer>;

/** One file, in place of which two can be given. */
export function local(
  title: string,
  name: string,
  content: Content,
  choice: Partial<DataChoice> = {},
  rows: Partial<RowSettings> = {},
): Named {
  return [title, { files: { kind: 'local', train: fileOf(name, content) }, choice, rows }];
}

function two(title: string, train: readonly [string, Content], validation: readonly [string, Content]): Named {
  return [title, { files: { kind: 'local', train: fileOf(...train), validation: fileOf(...validation) } }];
}

const quoted = (rows: readonly (readonly string[])[], sign = ','): string =>
  rows.map((row) => `${row.map((field) => `"${field.replaceAll('"', '""')}"`).join(sign)}\n`).join('');
const plain = (rows: readonly (readonly string[])[], sign: string): string =>
  rows.map((row) => `${row.join(sign)}\n`).join('');
const TABLE = [['text', 'label'], ...ROWS];
const many = (count: number): string =>
  `text,label\n${Array.from({ length: count }, (_, i) => `sentence ${i % 17} of ${i},${i % 3}\n`).join('')}`;
const PAIRS = [
  ['id', 'premise', 'hypothesis', 'gold_label'],
  ...ROWS.map(([text, label], index) => [`${index}`, `${text}`, `Is it ${label}?`, `${label}`]),
];

const DELIMITED: readonly Named[] = [
  local('quotes of RFC 4180', 'a.csv', quoted(TABLE)),
  local('line breaks of Windows and in fields', 'a.csv', quoted(TABLE).replaceAll('\n', '\r\n').replace('a day', 'a\r\nday')),
  local('line breaks of old Macs', 'a.csv', quoted(TABLE).replaceAll('\n', '\r')),
  local('semicolons', 'a.csv', quoted(TABLE, ';')),
  local('a line that tells the delimiter', 'a.csv', `sep=;\n${quoted(TABLE, ';')}`),
  local('bars in a text file', 'a.txt', plain(TABLE, '|')),
  local('an unusual delimiter', 'a.csv', plain(TABLE, '~')),
  local('delimiters of two characters', 'a.csv', plain(TABLE, '::')),
  local('single quotes', 'a.csv', plain(TABLE.map((row) => row.map((field) => `'${field}'`)), ',')),
  local('a blank before quotes', 'a.csv', TABLE.map(([text, label]) => `"${text?.replaceAll('"', '')}", "${label}"\n`).join('')),
  local('backslashes before quotes', 'a.csv', TABLE.map((row) => `${row.map((field) => `"${field.replaceAll('"', '\\"')}"`).join()}\n`).join('')),
  local('quotes that do not close', 'a.csv', 'text,label\n5" pipe,bad\n"6" pipe,good\n"odd one,bad\nok,good\nfine,good\nwell,bad\n'),
  local('TSV with quotes as text', 'a.tsv', plain(TABLE, '\t')),
  local('TSV with quoted fields', 'a.tsv', quoted(TABLE, '\t')),
  local('TSV with a backslash at the end of a line', 'a.tsv', 'text\tlabel\na\\\nb\tbad\nc\tgood\nd\tgood\ne\tbad\n'),
  local('no header', 'a.csv', quoted(ROWS)),
  local('no header as chosen', 'a.csv', quoted(TABLE), { header: 'no' }),
  local('a header as chosen', 'a.csv', quoted(ROWS), { header: 'yes' }),
  local('columns that are counted', 'a.csv', quoted([['', '0', '1'], ...ROWS.map((row, i) => [`${i}`, ...row])])),
  local('a title above and rules between', 'a.csv', `Reviews of May\n\ntext,label\n----,----\n${quoted(ROWS)}`),
  local('a header of several lines', 'a.csv', `id,comment,stars\n,(free text),(1-5)\n${ROWS.map(([text, label], i) => `${i},"${text?.replaceAll('"', '')}",${label === 'bad' ? 1 : 5}\n`).join('')}`),
  local('row names of R', 'a.csv', `"text","label"\n${ROWS.map((row, i) => `"${i + 1}",${quoted([row])}`).join('')}`),
  local('joined files with marks and headers in other orders', 'a.csv', `\ufeff${quoted(TABLE)}\ufefflabel,text\ngood,fine\nbad,sad\n`),
  local('empty lines, rows and fields', 'a.csv', `text,label\n\n,\n  ,good\nfine,\nfine,good\nsad,bad\ngood one,good\nbad one,bad\nx,y,z\n`),
  local('words for missing values', 'a.csv', 'text,label\nNA,bad\nfine,NaN\nsad,None\nok,good\nso,bad\nwell,good\nno,bad\n'),
  local('own words for missing values', 'a.csv', 'text,label\nNA,bad\n-,bad\nfine,good\nsad,?\nok,good\n', { missing: '-,?' }),
  local('no words for missing values', 'a.csv', 'text,label\na,None\nb,Some\nc,None\nd,Some\n', { missing: 'none' }),
  local('a delimiter as chosen', 'a.txt', plain(TABLE, '|'), { delimiter: 'bar' }),
  local('names that are odd', 'a.csv', `${'n'.repeat(130)},,text,text,label\n${ROWS.map((row, i) => `${i},x,"${i}",${quoted([row])}`).join('')}`),
  local('only one column', 'a.csv', 'text\na\nb\nc\n'),
  local('a header alone', 'a.csv', 'text,label\n'),
  local('nothing', 'a.csv', ''),
  local('half of an emoji where names are cut', 'a.csv', `${'n'.repeat(99)}😀,label\n${ROWS.map((row) => quoted([row])).join('')}`),
];

const ENCODED: readonly Named[] = [
  local('UTF-8 with a mark', 'a.csv', `\ufeff${quoted(TABLE)}`),
  local('UTF-16 with a mark', 'a.csv', utf16(quoted(TABLE), '\ufeff')),
  local('UTF-16 without one', 'a.csv', utf16(quoted(TABLE))),
  local('windows-1252 with the characters of its own', 'a.csv', western('text,label\nHe said “no” – twice…,bad\nÉté à 5 € l’heure,good\nŒuvre „gut“,good\nŽena ™,bad\n')),
  local('windows-1252 as it looks', 'a.csv', latin1('text,label\nSehr schön,gut\nGar übel,schlecht\nGanz fein,gut\nZu öde,schlecht\n')),
  local('windows-1251 as chosen', 'a.csv', latin1('text,label\n\xd5\xee\xf0\xee\xf8\xee,1\n\xcf\xeb\xee\xf5\xee,0\n\xc4\xe0,1\n\xcd\xe5\xf2,0\n'), { encoding: 'windows-1251' }),
  local('shift_jis as chosen', 'a.csv', latin1('text,label\n\x93\xfa\x96{,1\n\x83e\x83X\x83g,0\nok,1\nno,0\n'), { encoding: 'shift_jis' }),
  local('gb18030 as chosen', 'a.csv', latin1('text,label\n\xba\xc3,1\n\xbb\xb5,0\nok,1\nno,0\n'), { encoding: 'gb18030' }),
  local('neither UTF-8 nor Western', 'a.csv', latin1(`text,label\n${'\xd5\xee\xf0\xee\xf8\xee,1\n\xcf\xeb\xee\xf5\xee,0\n'.repeat(6)}`)),
  local('UTF-8 with damaged bytes', 'a.csv', latin1(`text,label\n${'h\xc3\xa9 bien,1\nh\xc3\xa9 mal,0\n'.repeat(4)}\xff oui,1\n`)),
  local('UTF-32', 'a.csv', new Uint8Array(Uint32Array.from('text,label\nab,1\ncd,0\n', (letter) => letter.charCodeAt(0)).buffer)),
  local('zero bytes', 'a.csv', `text,label\n${'fine indeed it was,1\nsad indeed it was,0\n'.repeat(4)}a\0b,1\n`),
  local('control characters', 'a.csv', latin1('\x02\x03\x04text,label\n\x05a,1\n\x06b,0\n')),
  local('characters beyond U+FFFF', 'a.csv', 'text,label\nfun 😀😀,👍\nsad 😢,👎\nfun again,👍\nsad again,👎\n𝔣𝔲𝔫,👍\nmeh,👎\n'),
];

const LABELS: readonly Named[] = [
  local('numbers as labels', 'a.csv', 'text,stars\na a,10\nb b,2\nc c,2.0\nd d,-1\ne e,10\nf f,2\n'),
  local('codes with zeros', 'a.csv', 'text,label\na,011\nb,11\nc,011\nd,11\ne,20\nf,20\n'),
  local('labels that look alike', 'a.csv', 'text,label\na,Good\nb,good\nc,go\u200bod\nd,Good\ne,good\nf,ＧＯＯＤ\ng,b\ufffdd\nh,b\ufffdd\n'),
  local('one label', 'a.csv', 'text,label\na,1\nb,1\n', { labelColumn: 'label' }),
  local('hidden labels', 'a.csv', 'text,label\na,-1\nb,-1\n', { labelColumn: 'label' }),
  local('too many labels', 'a.csv', `text,label\n${Array.from({ length: 44 }, (_, i) => `t ${i},${i % 22}\n`).join('')}`, { labelColumn: 'label' }),
  local('another label in each row', 'a.csv', 'text,label\na,x\nb,y\nc,z\n', { labelColumn: 'label' }),
  local('a label of one row', 'a.csv', `text,label\n${Array.from({ length: 16 }, (_, i) => `t ${i},${i % 2 ? 'good' : 'bad'}\n`).join('')}so so,mixed\n`),
  local('no name that decides', 'a.csv', `kind,note,mood\n${ROWS.map(([text, label], i) => `k${i % 3},"${text?.replaceAll('"', '')}",${label}\n`).join('')}`),
  local('times and ids beside texts', 'a.csv', `when,key,what was said,y\n${ROWS.map(([text, label], i) => `2024-03-0${i + 1} 09:12:33,user_${i}@example.org/${'x'.repeat(60)},"${text?.replaceAll('"', '')}",${label}\n`).join('')}`),
  local('a column that is not there', 'a.csv', quoted(TABLE), { textColumn: 'sentence' }),
  local('a column chosen twice', 'a.csv', quoted(TABLE), { textColumn: 'label', labelColumn: 'label' }),
  two('true and True', ['a.csv', 'text,label\na,True\nb,False\nc,True\nd,False\n'], ['b.jsonl', '{"text":"e","label":true}\n{"text":"f","label":false}\n{"text":"g","label":"maybe"}\n{"text":"h","label":-1}\n']),
  two('a column that the other file lacks', ['a.csv', quoted(TABLE)], ['b.csv', 'text,mood\na,good\nb,bad\n']),
  two('validation rows of which none can be used', ['a.csv', quoted(TABLE)], ['b.csv', 'text,label\na,-1\nb,-1\n']),
];

const HALF: Partial<RowSettings> = { trainingRows: 20, validationRows: 8 };
const SELECTED: readonly Named[] = [
  local('a part held out, with texts that come again', 'a.csv', many(61).replaceAll(/sentence (\d+) of \d+/g, 'Sentence  $1')),
  local('some rows of a sample', 'a.csv', many(60), {}, HALF),
  local('the first rows', 'a.csv', many(60), {}, { ...HALF, rowChoice: 'first' }),
  local('rows for each seed', 'a.csv', many(60), {}, { ...HALF, rowChoice: 'per-seed' }),
  local('rows in their own order', 'a.csv', many(60), {}, { ...HALF, rowChoice: 'per-seed', shuffle: false }),
  local('a share for the test', 'a.csv', many(60), { testSplit: '0.3' }, HALF),
  ['a share of a validation file', { files: { kind: 'local', train: fileOf('a.csv', many(30)), validation: fileOf('b.csv', many(21)) }, choice: { testSplit: '0.4' }, rows: { validationRows: 9 } }],
  ['a validation file that is not used', { files: { kind: 'local', train: fileOf('a.csv', many(30)), validation: fileOf('b.csv', many(21)) }, choice: { validationSplit: 'held-out' } }],
  ['rows cut to eight tokens', { files: { kind: 'local', train: fileOf('a.csv', quoted(TABLE)) }, maxLength: 8 }],
  ['pairs', { files: { kind: 'local', train: fileOf('a.csv', quoted(PAIRS)) } }],
  ['pairs cut to nine tokens', { files: { kind: 'local', train: fileOf('a.csv', quoted(PAIRS)) }, maxLength: 9 }],
  local('pairs of which one text is missing', 'a.csv', quoted(PAIRS).replace('Is it good?', ' ')),
  local('single texts of pairs', 'a.csv', quoted(PAIRS), { pairColumn: 'none' }),
  local('too few rows', 'a.csv', 'text,label\na,x\n,y\n'),
];

const REFUSED: readonly Named[] = [
  local('a web page', 'a.csv', '<!DOCTYPE html><html><body>Log in</body></html>'),
  local('a packed file', 'a.csv', latin1('\x1f\x8b\x08\0\0\0')),
  local('a dump of SQL', 'a.sql', 'CREATE TABLE reviews (text, label);\nINSERT INTO reviews VALUES (1);\n'),
  local('fastText', 'a.txt', '__label__good fine\n__label__bad sad\n'),
  local('JavaScript', 'a.js', 'const rows = [{"text": "a", "label": 1}];\n'),
  local('a pickle', 'a.pkl', latin1('\x80\x04\x95\0')),
];

const texts = (rows: readonly (readonly string[])[]): string[] => rows.map(([text]) => text ?? '');
const column = (from: number, to: number) => [
  { name: 'text', data: texts(ROWS.slice(from, to)), type: 'STRING' as const },
  { name: 'label', data: Array.from({ length: to - from }, (_, i) => BigInt((from + i) % 2)), type: 'INT64' as const },
];
const part = (name: string, from: number, to: number): DataFile =>
  fileOf(name, parquetBytes(column(from, to), { rowGroupSize: 2, classNames: ['bad', 'good'] }));
const hidden = fileOf('h.parquet', parquetBytes([
  { name: 'text', data: ['a', 'b'], type: 'STRING' },
  { name: 'label', data: [-1n, -1n], type: 'INT64' },
]));
const hub = (given: Omit<Extract<GivenFiles, { kind: 'hub' }>, 'kind'>, rows: Partial<RowSettings> = {}): DataCase => ({
  files: { kind: 'hub', ...given },
  rows,
});
const SPLITS = { train: [part('0.parquet', 0, 5), part('1.parquet', 5, 8)], validation: [part('v.parquet', 1, 4)] };

const PARQUET: readonly Named[] = [
  ['a hub’s split of two files', hub({ splits: { ...SPLITS, test: [part('t.parquet', 2, 8)] }, train: 'train', validation: 'validation' }, { trainingRows: 6 })],
  ['a hub’s split that is held out of', hub({ splits: SPLITS, train: 'train', validation: null })],
  ['few rows of such a split', hub({ splits: SPLITS, train: 'train', validation: null }, { trainingRows: 4, validationRows: 2, rowChoice: 'per-seed' })],
  ['a guess whose labels are hidden', hub({ splits: { train: SPLITS.train, test: [hidden] }, train: 'train', validation: 'test', guess: true })],
  ['a test whose labels are hidden', hub({ splits: { ...SPLITS, test: [hidden] }, train: 'train', validation: 'validation' })],
  local('a Parquet file of one’s own', 'a.csv', part('a.parquet', 0, 8).bytes, { missing: 'We liked the curry', encoding: 'utf-8' }),
  local('values of many types', 'a.parquet', parquetBytes([
    { name: 'text', data: texts(ROWS), type: 'STRING' },
    { name: 'when', data: ROWS.map((_, i) => new Date(1e12 + i * 1e9)), type: 'TIMESTAMP' },
    { name: 'score', data: ROWS.map((_, i) => [0.1, 1e21, 1e-7, 2][i % 4] ?? 0), type: 'DOUBLE' },
    { name: 'y', data: ROWS.map((_, i) => i % 2 === 0), type: 'BOOLEAN' },
  ]), { labelColumn: 'score' }),
];

export const CASES: readonly Named[] = [
  ['the lab’s own data set', { files: { kind: 'embedded' }, rows: { validationRows: 400 } }],
  ['some of its rows, and a share for the test', { files: { kind: 'embedded' }, choice: { testSplit: '0.3', missing: 'good' }, rows: { trainingRows: 300, validationRows: 100, rowChoice: 'per-seed' } }],
  ...[...DELIMITED, ...ENCODED, ...LABELS, ...SELECTED, ...JSON_CASES, ...PARQUET, ...REFUSED],
];
