import { expect, it } from 'vitest';
import { parseSentences } from './dataset';

it('reads sentences and labels, whatever further columns and quotes there are', () => {
  const tsv = 'sentence\tlabel\tkind\nA "fine" day.\t1\tplain\r\n"Not good\t0\tnegation\n';
  expect(parseSentences(tsv, 'train.tsv', 2)).toEqual([
    { text: 'A "fine" day.', label: 1 },
    { text: '"Not good', label: 0 },
  ]);
});

it.each([
  ['text\tlabel\nx\t1\n', /train.tsv has no column "sentence"/],
  ['sentence\tlabel\n', /no rows/],
  ['sentence\tlabel\ngood\t1\nbad\t2\n', /line 3.*label from 0 to 1.*"2"/],
  ['sentence\tlabel\n \t1\n', /line 2/],
])('names what is wrong in %j', (tsv, message) => {
  expect(() => parseSentences(tsv, 'train.tsv', 2)).toThrow(message);
});
