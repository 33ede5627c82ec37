/** @file The rows an experiment trains and is measured on: the same for every seed, so that seeds differ in nothing else. */
import { LabError } from '../errors';
import type { DataChoice, Hyperparameters } from '../experiment/experiment';
import { createRandom } from '../train/random';
import { chooseColumns, type ChosenColumns } from './chooseColumns';
import { HELD_OUT_SHARE, holdOut } from './heldOut';
import { Labels, labelsOf } from './labels';
import type { OpenDataset } from './splits';
import { type Cell, type LeftOut, LeftOutCounter, type ReadContext, type RowSource } from './table';

export interface Example {
  readonly text: string;
  /** The second text, where rows are pairs. */
  readonly pair: string | null;
  /** 0-based class. */
  readonly label: number;
  /** 0-based row of its split. */
  readonly row: number;
}

/** Rows of one split that are left out for one reason. */
export interface Problem extends LeftOut {
  readonly source: string;
  readonly unit: 'line' | 'row';
}

/** A split whose label column is known, and with it the rows that can be used. */
export interface LabelledSplit {
  readonly source: RowSource;
  readonly columns: ChosenColumns;
  /** Rows with a label, ascending. */
  readonly rows: readonly number[];
  /** Class by row of the source; -1 for none. */
  readonly classes: Int32Array;
  readonly problems: readonly Problem[];
}

/** What is known of a data set once its label columns have been read. */
export interface LabelledDataset {
  readonly labels: Labels;
  readonly train: LabelledSplit;
  /** null: a part of the training rows is held out. */
  readonly validation: LabelledSplit | null;
  readonly notes: readonly string[];
}

export interface SelectedRows {
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  readonly labels: readonly string[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

type RowSettings = Pick<Hyperparameters, 'trainingRows' | 'validationRows' | 'rowChoice' | 'shuffle'>;

/** Rows that are looked at to choose columns. */
const SAMPLE = 200;
/** More sentences than a browser's memory holds as tokens. */
const MAX_ROWS_READ = 1_000_000;

/**
 * Chooses columns and reads the labels, all of them: their column is small, and which labels there are must not
 * depend on a sample.
 * @throws LabError if there is no such column, or no 2 to 20 labels
 */
export async function labelDataset(
  { train, validation, validationIsGuess, validationSplit }: OpenDataset,
  choice: DataChoice,
  context: ReadContext,
): Promise<LabelledDataset> {
  const columns = chooseColumns(train.name, train.columns, await sampleCells(train, context), choice);
  const label = train.columns[columns.label]!;
  const [cells] = await train.read([columns.label], null, context);
  const labels = Labels.of(cells!, label.classNames, labelsOf(label.name, train.name));
  const trained = classify(train, columns, cells!, labels);
  const notes = [...train.notes.map((note) => `${train.name}: ${note}`)];
  if (trained.rows.length === 0)
    throw new LabError(`No row of ${train.name} has a label.`, 'Choose another column or split.');
  if (!validation) return { labels, train: trained, validation: null, notes };

  const byName = (index: number): number => findColumn(validation, train.columns[index]!.name);
  const same: ChosenColumns = {
    text: byName(columns.text),
    pair: columns.pair === null ? null : byName(columns.pair),
    label: byName(columns.label),
  };
  const [validationCells] = await validation.read([same.label], null, context);
  const measured = classify(validation, same, validationCells!, labels);
  if (measured.rows.length === 0) {
    const why = `No row of ${validation.name} can be used (${measured.problems.map(({ reason }) => reason).join('; ')})`;
    if (!validationIsGuess)
      throw new LabError(
        `${why}.`,
        'Choose another validation split, or hold out a part of the training rows.',
      );
    notes.push(`${why}, so a part of ${train.name} is held out.`);
    return { labels, train: trained, validation: null, notes };
  }
  if (validationIsGuess)
    notes.push(`Measured on the split "${validationSplit}": there is no validation split.`);
  notes.push(...validation.notes.map((note) => `${validation.name}: ${note}`));
  return { labels, train: trained, validation: measured, notes };
}

/**
 * The first rows, or a sample with a fixed seed, of those with a label and a text; of split files only those are
 * read. Where nothing is held out already, a part is, from the same rows.
 * @throws LabError if none are left
 */
export async function selectRows(
  { labels, train, validation, notes }: LabelledDataset,
  settings: RowSettings,
  context: ReadContext,
): Promise<SelectedRows> {
  const { trainingRows, validationRows } = settings;
  const reader = new ExampleReader(context);
  const sampled = settings.rowChoice === 'sample';
  let parts: { train: readonly Example[]; validation: readonly Example[] };
  if (validation) {
    const take = (split: LabelledSplit, count: number | null) =>
      reader.take(split, order(split.rows, count, sampled), count);
    parts = { train: await take(train, trainingRows), validation: await take(validation, validationRows) };
  } else {
    // Reading everything keeps the held-out part the same however many rows are asked for; not so over a network.
    const whole = train.source.atHand || trainingRows === null;
    const wanted = whole
      ? null
      : trainingRows + (validationRows ?? Math.ceil((trainingRows * HELD_OUT_SHARE) / (1 - HELD_OUT_SHARE)));
    const pool = await reader.take(train, order(train.rows, wanted, sampled), wanted);
    const share =
      whole || validationRows === null
        ? HELD_OUT_SHARE
        : Math.min(0.5, validationRows / (trainingRows + validationRows));
    const heldOut = holdOut(pool, Math.round(pool.length * share));
    const some = (held: boolean, count: number | null): readonly Example[] =>
      order(
        pool.filter((_, index) => heldOut[index] === held),
        count,
        sampled,
      ).slice(0, count ?? undefined);
    parts = { train: some(false, trainingRows), validation: some(true, validationRows) };
  }
  if (parts.train.length === 0 || parts.validation.length === 0)
    throw new LabError(
      `${train.source.name} leaves ${parts.train.length} rows to train on and ${parts.validation.length} to measure on.`,
      'Choose other columns or splits, or more rows.',
    );
  return {
    // Without shuffling, the data set's own order is the order of training.
    train: settings.shuffle ? parts.train : parts.train.toSorted((a, b) => a.row - b.row),
    validation: parts.validation,
    labels: labels.names,
    problems: [...train.problems, ...(validation?.problems ?? []), ...reader.problems()],
    notes,
  };
}

/** What the first `count` are taken from. */
function order<T>(rows: readonly T[], count: number | null, sampled: boolean): readonly T[] {
  return count === null || !sampled ? rows : createRandom(0, 'row sample').shuffle([...rows]);
}

class ExampleReader {
  private readonly counters = new Map<RowSource, LeftOutCounter>();

  constructor(private readonly context: ReadContext) {}

  problems(): Problem[] {
    return [...this.counters].flatMap(([source, counter]) => problemsOf(source, counter.list()));
  }

  /** The first `count` rows of an order that have a text; rows in their place are read for those that have none. */
  async take(split: LabelledSplit, rows: readonly number[], count: number | null): Promise<Example[]> {
    const wanted = Math.min(count ?? rows.length, rows.length);
    if (wanted > MAX_ROWS_READ && !split.source.atHand)
      throw new LabError(
        `${split.source.name} has ${rows.length} rows, more than the ${MAX_ROWS_READ} that the lab reads.`,
        'Set the number of training and validation sentences.',
      );
    const examples: Example[] = [];
    let next = 0;
    while (examples.length < wanted && next < rows.length) {
      const some = rows.slice(next, next + wanted - examples.length);
      next += some.length;
      examples.push(...(await this.readSome(split, some)));
    }
    return examples;
  }

  private async readSome(split: LabelledSplit, rows: readonly number[]): Promise<Example[]> {
    const { source, columns, classes } = split;
    const ascending = [...rows].sort((a, b) => a - b);
    const wanted = columns.pair === null ? [columns.text] : [columns.text, columns.pair];
    const [texts, pairs] = await source.read(wanted, ascending, this.context);
    const position = new Map(ascending.map((row, index) => [row, index]));
    const counter = this.counters.get(source) ?? new LeftOutCounter();
    this.counters.set(source, counter);
    return rows.flatMap((row) => {
      const index = position.get(row)!;
      const text = texts![index]?.trim() ?? '';
      const pair = pairs ? (pairs[index]?.trim() ?? '') : null;
      if (text !== '' && pair !== '') return [{ text, pair, label: classes[row]!, row }];
      counter.add(text === '' ? 'no text' : 'no second text', source.place(row));
      return [];
    });
  }
}

function classify(
  source: RowSource,
  columns: ChosenColumns,
  cells: readonly Cell[],
  labels: Labels,
): LabelledSplit {
  const classes = new Int32Array(cells.length).fill(-1);
  const rows: number[] = [];
  const counter = new LeftOutCounter();
  for (const [row, cell] of cells.entries()) {
    const found = labels.classOf(cell);
    if (typeof found === 'number') {
      classes[row] = found;
      rows.push(row);
    } else counter.add(found, source.place(row));
  }
  return {
    source,
    columns,
    rows,
    classes,
    problems: problemsOf(source, [...source.leftOut, ...counter.list()]),
  };
}

function problemsOf(source: RowSource, leftOut: readonly LeftOut[]): Problem[] {
  return leftOut.map((each) => ({ ...each, source: source.name, unit: source.unit }));
}

function findColumn(source: RowSource, name: string): number {
  const index = source.columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  throw new LabError(
    `${source.name} has no column "${name}", which the training rows have.`,
    'Give both the same columns, or hold out a part of the training rows instead.',
  );
}

/** Cells of all columns: of rows spread over what is at hand, else of the first and the last ones. */
async function sampleCells(source: RowSource, context: ReadContext): Promise<readonly (readonly Cell[])[]> {
  const all = source.columns.map((_, index) => index);
  const count = Math.min(SAMPLE, source.rows);
  const spread = (index: number): number => Math.floor((index * source.rows) / count);
  const ends = (index: number): number => (index < count / 2 ? index : source.rows - count + index);
  const rows = Array.from({ length: count }, (_, index) => (source.atHand ? spread(index) : ends(index)));
  return await source.read(all, rows, context);
}
