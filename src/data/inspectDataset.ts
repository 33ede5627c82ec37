/** @file Inspects a data set: gathers what a person wants to see before training on it. */
import { describeError } from '../base/errors';
import type { Examples } from './examples';
import { type LabelledSplit, type Problem, rowsByClass } from './labelledSplit';
import { type LabelledDataset, selectRows } from './selectRows';
import type { OpenDataset } from './splits';
import type { Cell } from './cell';
import { columnOf, type FileReading, type ReadContext, type RowSource } from './table';

/** How a file was read, with its columns by name. */
export interface InspectedReading extends Omit<FileReading, 'missing'> {
  readonly missing?: readonly { readonly column: string; readonly word: string; readonly count: number }[];
}

export interface DataInspection {
  readonly columns: readonly {
    readonly name: string;
    /** The cells of the first rows, cut short; null where a cell is empty. */
    readonly examples: readonly Cell[];
  }[];
  /** Names of the chosen columns; null if none can be chosen, see `error`. */
  readonly chosen: { readonly text: string; readonly pair: string | null; readonly label: string } | null;
  /** The subsets to choose from; empty if there is no choice. */
  readonly subsets: readonly string[];
  readonly subset: string | null;
  readonly splits: readonly string[];
  readonly trainSplit: string;
  /** The validation split; null if a part of the training rows is held out. */
  readonly validationSplit: string | null;
  /** The split, or the share of the validation rows, that is measured on once, at the end; null if there is none. */
  readonly test: { readonly split: string } | { readonly share: number } | null;
  /** Rows of the splits before any is left out; `validation` is null if rows are held out. */
  readonly rows: { readonly train: number; readonly validation: number | null };
  /** Rows by class; `validation` is null if rows are held out when they are read. */
  readonly labels: readonly {
    readonly name: string;
    readonly train: number;
    readonly validation: number | null;
  }[];
  /** The rows left out among those looked at so far. */
  readonly problems: readonly Problem[];
  /** Whether the texts have been looked at too. Over a network they are read only when needed. */
  readonly complete: boolean;
  readonly notes: readonly string[];
  /** How the files were read, as far as it was chosen or found out; `validation` is null if rows are held out. */
  readonly reading: {
    readonly train: InspectedReading;
    readonly validation: InspectedReading | null;
  };
  /** The reason why the data set cannot be used as chosen; null if it can. */
  readonly error: { readonly message: string; readonly remedy: string } | null;
}

const PREVIEW_ROWS = 5;
const PREVIEW_CHARACTERS = 160;

/**
 * @param label reads the labels, see `labelDataset`
 * @throws the signal's reason if it aborts; what is wrong with the choice is part of the answer
 */
export async function inspectDataset(
  dataset: OpenDataset,
  label: () => Promise<LabelledDataset>,
  context: ReadContext,
): Promise<DataInspection> {
  const { train, validation, subsets, subset, splits, trainSplit, validationSplit } = dataset;
  const base: DataInspection = {
    columns: await preview(dataset, context),
    chosen: null,
    subsets,
    subset,
    splits,
    trainSplit,
    validationSplit,
    test: testOf(dataset),
    rows: { train: train.rows, validation: validation?.rows ?? null },
    labels: [],
    problems: [],
    complete: false,
    notes: [...train.notes, ...(validation?.notes ?? [])],
    reading: { train: readingOf(train), validation: validation && readingOf(validation) },
    error: null,
  };
  try {
    const labelled = await label();
    const known = { ...base, ...describeLabelled(labelled) };
    if (!train.packed || labelled.validation?.source.packed === null) return known;
    const all = { trainingRows: null, validationRows: null, rowChoice: 'first', shuffle: true } as const;
    const selected = await selectRows(labelled, all, context);
    const count = ({ classes }: Examples, index: number): number =>
      classes.reduce((sum, each) => (each === index ? sum + 1 : sum), 0);
    return {
      ...known,
      labels: selected.labels.map((name, index) => ({
        name,
        train: count(selected.train, index),
        validation: count(selected.validation, index),
      })),
      problems: selected.problems,
      complete: true,
    };
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    return { ...base, error: describeError(error) };
  }
}

function testOf({ test }: OpenDataset): DataInspection['test'] {
  if (!test) return null;
  return test.kind === 'split' ? { split: test.split } : { share: test.share };
}

function readingOf(source: RowSource): InspectedReading {
  const { missing, ...rest } = source.reading ?? {};
  if (!missing) return rest;
  const named = missing.map(({ column, word, count }) => ({
    column: columnOf(source, column).name,
    word,
    count,
  }));
  return { ...rest, missing: named };
}

function describeLabelled({ labels, train, validation, notes }: LabelledDataset): Partial<DataInspection> {
  const name = (index: number): string => columnOf(train.source, index).name;
  const { text, pair, label } = train.columns;
  const counts = (split: LabelledSplit): number[] => rowsByClass(split, labels.names.length);
  const [trained, measured] = [counts(train), validation && counts(validation)];
  return {
    chosen: { text: name(text), pair: pair === null ? null : name(pair), label: name(label) },
    ...(validation ? {} : { validationSplit: null, rows: { train: train.source.rows, validation: null } }),
    labels: labels.names.map((each, index) => ({
      name: each,
      train: trained[index] ?? 0,
      validation: measured?.[index] ?? null,
    })),
    problems: [...train.problems, ...(validation?.problems ?? [])],
    notes,
  };
}

async function preview({ train }: OpenDataset, context: ReadContext): Promise<DataInspection['columns']> {
  const rows = Array.from({ length: Math.min(PREVIEW_ROWS, train.rows) }, (_, row) => row);
  const cells = await train.read(
    train.columns.map((_, index) => index),
    rows,
    context,
  );
  return cells.map((examples, index) => ({
    name: columnOf(train, index).name,
    examples: examples.map((cell) => cell && clip(cell)),
  }));
}

function clip(text: string): string {
  return text.length <= PREVIEW_CHARACTERS ? text : `${text.slice(0, PREVIEW_CHARACTERS)}…`;
}
