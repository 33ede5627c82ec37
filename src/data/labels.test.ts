import { expect, it } from 'vitest';
import { parquetBytes } from './formats/parquet/parquet.testing';
import { readFile } from './formats/readFile';
import { HIDDEN_LABEL, Labels, NO_LABEL } from './labels';
import { readClasses, readLabels } from './labelledSplit';
import { contextWith } from './testing';

const CONTEXT = contextWith();
const UNKNOWN = 'a label that no training row has';
const COLUMNS = { text: 0, pair: null, label: 1 };

it('a number in a column with class names is an index, also where names are numbers', () => {
  const names = ['-1', '0', '1'];
  const read = Labels.named(names, 'label').reading(names);
  expect(['0', '1', '2', '1.0', '3', '-1', null].map(read)).toEqual([
    ...[0, 1, 2, 1],
    ...[UNKNOWN, HIDDEN_LABEL, NO_LABEL],
  ]);
});

it('a number beside no class names is a name where names are numbers, else an index', () => {
  const signed = Labels.named(['-1', '0', '1'], 'label').reading(null);
  expect(['-1', '0', '1', '2'].map(signed)).toEqual([0, 1, 2, UNKNOWN]);
  const words = Labels.named(['bad', 'good'], 'label').reading(null);
  expect(['bad', 'good', '0', '1', '-1', '2'].map(words)).toEqual([0, 1, 0, 1, HIDDEN_LABEL, UNKNOWN]);
});

it('class names in another order are the same classes', () => {
  const labels = Labels.named(['bad', 'fair', 'good'], 'label');
  expect(['0', '1', '2'].map(labels.reading(['good', 'bad', 'odd']))).toEqual([2, 0, UNKNOWN]);
  // The names have nothing in common, so they are other words for the same numbers.
  expect(['0', '1', '2'].map(labels.reading(['schlecht', 'mittel', 'gut']))).toEqual([0, 1, 2]);
});

it('class names of a validation column are found among labels without class names', () => {
  const words = Labels.of(new Set(['bad', 'good']), 'label');
  expect(['0', '1', '-1'].map(words.reading(['good', 'bad']))).toEqual([1, 0, HIDDEN_LABEL]);
  const numbers = Labels.of(new Set(['0', '1']), 'label');
  expect(['0', '1'].map(numbers.reading(['bad', 'good']))).toEqual([0, 1]);
  const signed = Labels.of(new Set(['-1', '0', '1']), 'label');
  expect(['0', '1', '2'].map(signed.reading(['-1', '0', '1']))).toEqual([0, 1, 2]);
});

it('two classes may have one name', () => {
  const names = ['same', 'same'];
  expect(['0', '1'].map(Labels.named(names, 'label').reading(names))).toEqual([0, 1]);
});

it('splits of Parquet whose class names stand in another order are measured by name', async () => {
  const table = (classNames: readonly string[], data: readonly number[]) => {
    const text = { name: 'text', data: data.map((_, i) => `sentence ${i}`), type: 'STRING' as const };
    const label = { name: 'label', data: [...data], type: 'INT32' as const };
    return readFile(new File([parquetBytes([text, label], { classNames })], 'a.parquet'), CONTEXT);
  };
  const { labels, split } = await readLabels(await table(['bad', 'good'], [0, 1, 1]), COLUMNS, CONTEXT);
  expect([...split.classes]).toEqual([0, 1, 1]);
  const measured = await readClasses(await table(['good', 'bad'], [0, 1, -1]), COLUMNS, labels, CONTEXT);
  expect([...measured.classes]).toEqual([1, 0, -1]);
  expect(measured.problems.map(({ reason }) => reason)).toEqual([HIDDEN_LABEL]);
});
