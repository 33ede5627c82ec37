/** @file What the lab makes of a data set: the outcome that the cluster's reader is held to. */
import { describeError } from '../../src/base/errors';
import { encodeTexts } from '../../src/data/encodeTexts';
import type { Examples } from '../../src/data/examples';
import { dataFacts } from '../../src/data/formatInspection';
import { localFile } from '../../src/data/formats/byteFile';
import { AUTOMATIC } from '../../src/data/formats/readFile';
import { openParquet } from '../../src/data/formats/parquet/parquet';
import { inspectDataset } from '../../src/data/inspectDataset';
import { openDataset } from '../../src/data/openDataset';
import { labelDataset, type SelectedRows, selectRows } from '../../src/data/selectRows';
import { type OpenDataset, testSource } from '../../src/data/splits';
import type { ReadContext, RowSource } from '../../src/data/table';
import { contextWith } from '../../src/data/testing';
import { tokenNotes } from '../../src/data/tokenNotes';
import { validationId } from '../../src/data/validationId';
import { DEFAULT_DATA } from '../../src/experiment/defaults';
import type { DataChoice, Hyperparameters } from '../../src/experiment/experiment';
import type { Tokenizer } from '../../src/tokenizer/tokenizer';

export type RowSettings = Pick<Hyperparameters, 'trainingRows' | 'validationRows' | 'rowChoice' | 'shuffle'>;

export const ALL_ROWS: RowSettings = {
  trainingRows: null,
  validationRows: null,
  rowChoice: 'sample',
  shuffle: true,
};

export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Files as they are given: two for training and validation, or those of a hub's splits. */
export type GivenFiles =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'local'; readonly train: DataFile; readonly validation?: DataFile }
  | {
      readonly kind: 'hub';
      readonly splits: Readonly<Record<string, readonly DataFile[]>>;
      readonly train: string;
      readonly validation: string | null;
      /** Whether the validation split was guessed. */
      readonly guess?: boolean;
    };

export interface DataCase {
  readonly files: GivenFiles;
  readonly choice?: Partial<DataChoice>;
  readonly rows?: Partial<RowSettings>;
  readonly maxLength?: number;
}

/** The repository of a hub's files, which have no server here. */
export const REPOSITORY = 'owner/name';
const ID = 'local:data';
/** A seed whose own training rows are told, where each has its own. */
export const SEED = 7;
export const MAX_LENGTH = 24;
const BASE = 'http://lab.invalid/';

const fileOf = ({ name, bytes }: DataFile): File => new File([bytes], name, { lastModified: 0 });

async function open({ files }: DataCase, choice: DataChoice, context: ReadContext): Promise<OpenDataset> {
  if (files.kind === 'embedded') return await openDataset('review-sentences', choice, BASE, context);
  if (files.kind === 'local') {
    const local = { train: fileOf(files.train), validation: files.validation ? fileOf(files.validation) : null };
    const sources = { ...context.sources, localDatasets: new Map([[ID, local]]) };
    return await openDataset(ID, choice, BASE, { ...context, sources });
  }
  const { splits, train, validation } = files;
  const split = (name: string): Promise<RowSource> =>
    openParquet(
      `split "${name}" of ${REPOSITORY}`,
      (splits[name] ?? []).map((file) => localFile(fileOf(file))),
      context,
      { ...AUTOMATIC, ...choice },
    );
  const names = Object.keys(splits);
  return {
    ...{ subsets: [], subset: null, splits: names, trainSplit: train, validationSplit: validation },
    train: await split(train),
    validation: validation === null ? null : await split(validation),
    validationIsGuess: files.guess === true,
    test: testSource(REPOSITORY, choice.testSplit, { splits: names, used: [train, validation], open: split }),
  };
}

const rowsOf = (rows: Examples) => ({ rows: [...rows.rows], classes: [...rows.classes].join(' ') });

async function testOf({ takeTest }: SelectedRows, context: ReadContext): Promise<object | null> {
  if (!takeTest) return null;
  try {
    return rowsOf(await takeTest(context));
  } catch (error) {
    return { error: describeError(error) };
  }
}

interface Found {
  /** Token ids of the training and the validation rows, one after another. */
  readonly ids: readonly (readonly number[])[];
  readonly [part: string]: unknown;
}

export type Outcome = Found | { readonly error: ReturnType<typeof describeError> };

/** Everything that the lab finds; what cannot be used as chosen is `{ error }`. */
export async function outcomeOf(given: DataCase, tokenizer: Tokenizer): Promise<Outcome> {
  const context = contextWith();
  const choice = { ...DEFAULT_DATA, ...given.choice };
  const settings = { ...ALL_ROWS, ...given.rows };
  const maxLength = given.maxLength ?? MAX_LENGTH;
  try {
    const dataset = await open(given, choice, context);
    const labelled = await labelDataset(dataset, choice, context);
    const selected = await selectRows(labelled, settings, context);
    const inspected = await inspectDataset(dataset, () => Promise.resolve(labelled), context);
    const { problems, notes } = inspected.complete ? inspected : selected;
    const encoded = await Promise.all(
      [selected.train, selected.validation].map((rows) =>
        encodeTexts(rows, tokenizer, maxLength, { signal: context.signal, onRows: () => undefined }),
      ),
    );
    return {
      facts: dataFacts({ ...inspected, problems, notes }),
      labels: selected.labels,
      train: rowsOf(selected.train),
      seeded: rowsOf(await selected.trainOf(SEED, context)).rows,
      validation: rowsOf(selected.validation),
      test: await testOf(selected, context),
      validationId: validationId(selected),
      ids: encoded.map(({ ids }) => [...ids]),
      types: encoded.map(({ types }) => types && [...types].join('')),
      tokens: tokenNotes(encoded, maxLength),
    };
  } catch (error) {
    return { error: describeError(error) };
  }
}
