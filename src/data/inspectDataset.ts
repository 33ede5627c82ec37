/** @file What a person wants to see of a data set before training on it. */
import { describeError } from '../base/errors';
import type { Examples } from './examples';
import type { LabelledSplit, Problem } from './labelledSplit';
import { type LabelledDataset, selectRows } from './selectRows';
import type { OpenDataset } from './splits';
import type { Cell } from './cell';
import type { FileReading, ReadContext, RowSource } from './table';

/** How a file was read, its columns by name. */
export interface InspectedReading extends Omit<FileReading, 'missing'> {
  readonly missing?: readonly { readonly column: string; readonly word: string; readonly count: number }[];
}

export interface DataInspection {
  readonly columns: readonly {
    readonly name: string;
    /** Of the first rows, cut; null where there is none. */
    readonly examples: readonly Cell[];
  }[];
  /** Names; null while columns cannot be chosen, see `error`. */
  readonly chosen: { readonly text: string; readonly pair: string | null; readonly label: string } | null;
  /** Empty where there is no choice. */
  readonly subsets: readonly string[];
  readonly subset: string | null;
  readonly splits: readonly string[];
  readonly trainSplit: string;
  /** null: held out of the training rows. */
  readonly validationSplit: string | null;
  /** Rows of the splits as they are; null for validation rows that are held out. */
  readonly rows: { readonly train: number; readonly validation: number | null };
  /** By class; `validation` is null where rows are held out when they are read. */
  readonly labels: readonly {
    readonly name: string;
    readonly train: number;
    readonly validation: number | null;
  }[];
  /** Rows that are left out, as far as they have been looked at. */
  readonly problems: readonly Problem[];
  /** Whether texts have been looked at too; over a network they are only when they are needed. */
  readonly complete: boolean;
  readonly notes: readonly string[];
  /** How the files were read, as far as it was chosen or found out; null of validation rows that are held out. */
  readonly reading: {
    readonly train: InspectedReading;
    readonly validation: InspectedReading | null;
  };
  /** Why the data set cannot be used as chosen; null if it can. */
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

function readingOf({ columns, reading = {} }: RowSource): InspectedReading {
  const { missing, ...rest } = reading;
  if (!missing) return rest;
  const named = missing.map(({ column, word, count }) => ({ column: columns[column]!.name, word, count }));
  return { ...rest, missing: named };
}

function describeLabelled({ labels, train, validation, notes }: LabelledDataset): Partial<DataInspection> {
  const name = (index: number): string => train.source.columns[index]!.name;
  const { text, pair, label } = train.columns;
  const counts = (split: LabelledSplit): number[] => {
    const sums = labels.names.map(() => 0);
    for (const row of split.rows) sums[split.classes[row]!]!++;
    return sums;
  };
  const [trained, measured] = [counts(train), validation && counts(validation)];
  return {
    chosen: { text: name(text), pair: pair === null ? null : name(pair), label: name(label) },
    ...(validation ? {} : { validationSplit: null, rows: { train: train.source.rows, validation: null } }),
    labels: labels.names.map((each, index) => ({
      name: each,
      train: trained[index]!,
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
  return train.columns.map(({ name }, index) => ({
    name,
    examples: cells[index]!.map((cell) => cell && clip(cell)),
  }));
}

function clip(text: string): string {
  return text.length <= PREVIEW_CHARACTERS ? text : `${text.slice(0, PREVIEW_CHARACTERS)}…`;
}
