import { expect, it } from 'vitest';
import { DataFactsSchema } from '../results/dataFacts';
import { readAs } from '../base/schema';
import { dataFacts, formatDelimiter, inspectionLines, formatProblem, formatSize } from './formatInspection';

it('tells how many rows are left out, why, and where the first ones are', () => {
  const problem = { source: 'a.csv', reason: 'no text', unit: 'line', count: 1, first: [4] } as const;
  expect(formatProblem(problem)).toBe('a.csv: 1 row left out: no text (line 4)');
  expect(formatProblem({ ...problem, count: 1234, first: [4, 1200] })).toBe(
    'a.csv: 1,234 rows left out: no text (lines 4, 1,200, ...)',
  );
});

it('names delimiters, also those that are not seen', () => {
  expect([',', '\t', ' ', '\x01', '~'].map(formatDelimiter)).toEqual([
    'comma',
    'tab',
    'blank',
    'U+0001',
    '"~"',
  ]);
});

const inspection = {
  columns: [],
  reading: { train: {}, validation: null },
  chosen: null,
  subsets: [],
  subset: null,
  test: null,
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

it('tells the size of a data set', () => {
  expect(formatSize(inspection)).toBe('3,200 rows for training, 1,000 for validation; 2 labels');
  expect(formatSize({ ...inspection, validationSplit: null, rows: { train: 9, validation: null } })).toBe(
    '9 rows; part held out for validation; 2 labels',
  );
});

it('tells everything of a data set in lines, and the same as facts that read back', () => {
  const looked = {
    ...inspection,
    chosen: { text: 'review', pair: null, label: 'mood' },
    reading: {
      train: {
        ...{ encoding: 'windows-1252', delimiter: ';', header: true },
        missing: [{ column: 'mood', word: 'NA', count: 1 }],
      },
      validation: { encoding: 'utf-8' },
    },
    problems: [{ source: 'a.csv', reason: 'no text', unit: 'line', count: 1, first: [4] }],
    notes: ['a.csv: 1 value of column "mood" counts as missing: “NA”.'],
  } as const;
  expect(inspectionLines(looked)).toEqual([
    '3,200 rows for training, 1,000 for validation; 2 labels',
    'Columns: text "review", label "mood"',
    'Labels: "a" (1 for training, 1 for validation), "b" (1 for training, 1 for validation)',
    'Training file: windows-1252, delimiter semicolon, with a header',
    'Validation file: utf-8',
    'a.csv: 1 row left out: no text (line 4)',
    'a.csv: 1 value of column "mood" counts as missing: “NA”.',
  ]);
  const facts = dataFacts(looked);
  expect(facts).toEqual({
    rows: { train: 3200, validation: 1000 },
    columns: looked.chosen,
    classes: ['a', 'b'],
    leftOut: looked.problems,
    reading: looked.reading,
    notes: looked.notes,
  });
  const otherTab = [{ column: 'unused', word: 'NA', count: 9 }];
  const unused = { train: { ...looked.reading.train, missing: otherTab }, validation: null };
  expect(dataFacts({ ...looked, reading: unused })?.reading.train.missing).toBeUndefined();
  const wrong = (change: object) => () =>
    readAs(DataFactsSchema, JSON.parse(JSON.stringify({ ...facts, ...change })), 'data');
  expect(wrong({})()).toStrictEqual(facts);
  expect(wrong({ classes: [3] })).toThrow('data.classes[0] is 3, not a text');
  expect(wrong({ reading: { train: { header: 'yes' } } })).toThrow('data.reading.train.header');
  expect(wrong({ reading: { train: { missing: [{ column: 'a', word: 'NA', count: -1 }] } } })).toThrow(
    'data.reading.train.missing[0].count',
  );
  expect(wrong({ notes: ['x'.repeat(5001)] })).toThrow('data.notes[0]');
  expect(dataFacts(inspection)).toBeNull();
});
