/** @file Contexts and data sets for the tests of reading data. */
import { DEFAULT_SOURCES, type SourceSettings } from '../sources/sourceSettings';
import { readText } from './formats/readFile';
import type { OpenDataset } from './splits';
import type { Cell } from './cell';
import type { ReadContext, RowSource } from './table';

export function contextWith(sources: Partial<SourceSettings> = {}): ReadContext {
  return {
    sources: { ...DEFAULT_SOURCES, ...sources },
    signal: new AbortController().signal,
    onBytes: () => undefined,
  };
}

/** All cells, row by row. */
export async function rowsOf(source: RowSource): Promise<Cell[][]> {
  const all = source.columns.map((_, index) => index);
  const cells = await source.read(all, null, contextWith());
  return Array.from({ length: source.rows }, (_, row) => cells.map((column) => column[row] ?? null));
}

/** Makes a data set from the texts of files; without `validation`, a part of train is held out. */
export function datasetOf(
  train: string,
  validation: string | null = null,
  name = 'csv',
  validationName = name,
): OpenDataset {
  return {
    subsets: [],
    subset: null,
    splits: ['train', 'validation'],
    trainSplit: 'train',
    validationSplit: validation === null ? null : 'validation',
    train: readText(train, `train.${name}`),
    validation: validation === null ? null : readText(validation, `validation.${validationName}`),
    validationIsGuess: false,
    test: null,
  };
}
