import { expect, it } from 'vitest';
import { problemWords, sizeWords, sortFiles } from './dataWords';

it('tells how many rows are left out, why, and where the first ones are', () => {
  const problem = { source: 'a.csv', reason: 'no text', unit: 'line', count: 1, first: [4] } as const;
  expect(problemWords(problem)).toBe('a.csv: 1 row left out: no text (line 4)');
  expect(problemWords({ ...problem, count: 1234, first: [4, 1200] })).toBe(
    'a.csv: 1,234 rows left out: no text (lines 4, 1,200, ...)',
  );
});

it('tells the size of a data set', () => {
  const inspection = {
    columns: [],
    reading: { train: {}, validation: null },
    chosen: null,
    subsets: [],
    subset: null,
    splits: ['train', 'validation'],
    trainSplit: 'train',
    validationSplit: 'validation',
    rows: { train: 3200, validation: 1000 },
    labels: [
      { name: 'a', train: 1, validation: 1 },
      { name: 'b', train: 1, validation: 1 },
    ],
    problems: [],
    complete: true,
    notes: [],
    error: null,
  };
  expect(sizeWords(inspection)).toBe('3,200 rows to train on, 1,000 to measure on; 2 labels');
  expect(sizeWords({ ...inspection, validationSplit: null, rows: { train: 9, validation: null } })).toBe(
    '9 rows to train on, a part of them held out to measure on; 2 labels',
  );
});

it('knows the file to measure on by its name, else by its size', () => {
  const [big, small, dev] = [
    { name: 'a.csv', size: 9 },
    { name: 'b.csv', size: 1 },
    { name: 'dev.csv', size: 20 },
  ];
  expect(sortFiles([])).toBeNull();
  expect(sortFiles([big])).toEqual({ train: big, validation: null });
  expect(sortFiles([small, big])).toEqual({ train: big, validation: small });
  expect(sortFiles([dev, big])).toEqual({ train: big, validation: dev });
});
