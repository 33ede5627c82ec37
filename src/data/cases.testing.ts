/**
 * @file Reads a file as the lab does, with everything that the page would say about it, for the tests of files as
 * people have them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_DATA } from '../experiment/defaults';
import type { DataChoice } from '../experiment/experiment';
import { AUTOMATIC, readFile } from './formats/readFile';
import { labelDataset, selectRows } from './selectRows';
import type { OpenDataset } from './splits';
import { contextWith } from './testing';

const CONTEXT = contextWith();
const ALL = { trainingRows: null, validationRows: null, rowChoice: 'first', shuffle: true } as const;

/** One of the files beside the tests, or one whose content is given. */
export type Given = string | readonly [name: string, content: string | Uint8Array<ArrayBuffer>];

function fileOf(given: Given): File {
  if (typeof given !== 'string') return new File([given[1]], given[0]);
  const path = fileURLToPath(new URL(`formats/fixtures/cases/${given}`, import.meta.url));
  return new File([new Uint8Array(readFileSync(path))], given);
}

export async function open(given: Given, choice: Partial<DataChoice> = {}) {
  return await readFile(fileOf(given), CONTEXT, { ...AUTOMATIC, ...choice });
}

/** The number of rows with each label, and the other messages for a person. */
export async function look(train: Given, choice: Partial<DataChoice> = {}, validation: Given | null = null) {
  const data = { ...DEFAULT_DATA, ...choice };
  const dataset: OpenDataset = {
    ...{ subsets: [], subset: null, splits: ['train', 'validation'], trainSplit: 'train' },
    validationSplit: validation === null ? null : 'validation',
    train: await open(train, choice),
    validation: validation === null ? null : await open(validation, choice),
    validationIsGuess: false,
    test: null,
  };
  const labelled = await labelDataset(dataset, data, CONTEXT);
  const selected = await selectRows(labelled, ALL, CONTEXT);
  const counts: Record<string, number> = {};
  const rows = validation === null ? [...selected.train, ...selected.validation] : [...selected.train];
  for (const { label } of rows) {
    const name = selected.labels[label] ?? '?';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return {
    counts,
    text: rows.toSorted((a, b) => a.row - b.row)[0]?.text,
    texts: rows.length,
    validation: [...selected.validation].map(({ label }) => selected.labels[label]),
    columns: dataset.train.columns.map(({ name }) => name),
    chosen: labelled.train.columns,
    problems: selected.problems.map(({ reason, count }) => `${reason}: ${count}`),
    notes: selected.notes.join('\n'),
    reading: dataset.train.reading,
  };
}

export const ROWS: readonly (readonly [string, number])[] = [
  ['A dull and noisy mess', 0],
  ['I wanted my money back', 0],
  ['A warm and funny story', 1],
  ['I loved every minute', 1],
];
