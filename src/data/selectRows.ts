/**
 * @file Selects the rows that an experiment trains and is measured on. They are the same for every seed, so that seeds
 * differ in nothing else, unless each seed is to have training rows of its own.
 */
import { LabError } from '../base/errors';
import { type DataChoice, drawsBySeed, type Hyperparameters } from '../experiment/experiment';
import { quote } from '../experiment/validate';
import { createRandom, type Random } from '../base/random';
import { chooseColumns, type ChosenColumns, MIN_LABELS, otherLabels } from './chooseColumns';
import { Examples, type TextTable } from './examples';
import { HELD_OUT_SHARE, holdOut, type LabelledText, textKey } from './heldOut';
import { type LabelledSplit, type Problem, problemsOf, readClasses, readLabels } from './labelledSplit';
import type { Labels } from './labels';
import { nestedColumn } from './nestedColumns';
import { PackedRows } from './packedRows';
import type { OpenDataset } from './splits';
import { alikeNotes, guessNotes, missingNotes, rareNotes } from './readingNotes';
import type { Cell } from './cell';
import { columnOf, LeftOutCounter, type ReadContext, type RowSource } from './table';
import { twinNotes } from './twinLabels';

/** What is known about a data set once its label columns have been read. */
export interface LabelledDataset {
  readonly labels: Labels;
  readonly train: LabelledSplit;
  /** The validation split; null if a part of the training rows is held out. */
  readonly validation: LabelledSplit | null;
  readonly notes: readonly string[];
}

export interface SelectedRows {
  readonly train: Examples;
  /**
   * Takes the training rows of a trial, which are {@link SelectedRows.train} unless each seed has a sample of its own.
   * @throws LabError if they cannot be read
   */
  readonly trainOf: (seed: number, context: ReadContext) => Promise<Examples>;
  readonly validation: Examples;
  readonly labels: readonly string[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

type RowSettings = Pick<Hyperparameters, 'trainingRows' | 'validationRows' | 'rowChoice' | 'shuffle'>;

/** How many rows are looked at to choose columns. */
const SAMPLE = 200;
/** The most sentences whose tokens a browser's memory can hold. */
const MAX_ROWS_READ = 1_000_000;
/** Used as the position of a row that has no text. */
const NO_TEXT = -1;

/**
 * Chooses columns and reads all labels: their column is small, and which labels there are must not depend on a sample.
 * @throws LabError if there is no such column, or there are not 2 to 20 labels
 */
export async function labelDataset(
  { train, validation, validationIsGuess, validationSplit }: OpenDataset,
  choice: DataChoice,
  context: ReadContext,
): Promise<LabelledDataset> {
  const sample = await sampleCells(train, context);
  const columns = chooseColumns(train.name, train.columns, sample, choice, train.nested);
  const { labels, split: trained } = await readLabels(train, columns, context);
  const notes = [...train.notes.map((note) => `${train.name}: ${note}`)];
  if (trained.rows.length === 0)
    throw new LabError(`No row of ${train.name} has a label.`, 'Choose another column or split.');
  if (trained.rows.length > MIN_LABELS && trained.rows.length === labels.names.length)
    throw new LabError(
      `Each row of ${train.name} has another label in column ${quote(columnOf(train, columns.label).name)}, so nothing can be learnt from it.`,
      'Choose another column as label.',
    );
  const used = [columns.text, columns.label, ...(columns.pair === null ? [] : [columns.pair])];
  if (choice.labelColumn === null)
    notes.push(
      ...guessNotes(train, columns.label, otherLabels(train.columns, sample, columns, train.nested)),
    );
  notes.push(...missingNotes(train, used), ...alikeNotes(labels), ...twinNotes(labels.names));
  notes.push(...rareNotes(labels.names, trained));
  if (!validation) return { labels, train: trained, validation: null, notes };

  const byName = (index: number): number => findColumn(validation, columnOf(train, index).name);
  const same: ChosenColumns = {
    text: byName(columns.text),
    pair: columns.pair === null ? null : byName(columns.pair),
    label: byName(columns.label),
  };
  for (const index of [same.text, same.pair, same.label]) {
    if (index === null) continue;
    const { name } = columnOf(validation, index);
    if (validation.nested?.includes(name)) throw nestedColumn(validation.name, name);
  }
  const measured = await readClasses(validation, same, labels, context);
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
  notes.push(
    ...missingNotes(
      validation,
      Object.values(same).filter((column) => column !== null),
    ),
  );
  return { labels, train: trained, validation: measured, notes };
}

/**
 * Takes the first rows, or a sample with a fixed seed, of those with a label and a text. Over a network only these are
 * read. If there are no validation rows, a part of the same rows is held out.
 * @throws LabError if none are left
 */
export async function selectRows(
  { labels, train, validation, notes }: LabelledDataset,
  settings: RowSettings,
  context: ReadContext,
): Promise<SelectedRows> {
  const reader = new ExampleReader(context);
  const fixed = settings.rowChoice === 'first' ? null : () => createRandom(0, 'row sample');
  const parts = validation
    ? await ofSplits(train, validation, settings, fixed, reader)
    : await ofHeldOut(train, settings, fixed, reader);
  /** Without shuffling, training goes in the data set's own order. @throws LabError if a part has no rows */
  const ready = (rows: Examples): Examples => {
    if (rows.length === 0 || parts.validation.length === 0)
      throw new LabError(
        `${train.source.name} leaves ${rows.length} rows to train on and ${parts.validation.length} to measure on.`,
        'Choose other columns or splits, or more rows.',
      );
    return settings.shuffle ? rows : rows.sorted();
  };
  const trained = ready(parts.train);
  return {
    train: trained,
    trainOf: async (seed, own) => {
      if (!drawsBySeed(settings)) return trained;
      const draw = () => createRandom(seed, 'training rows');
      return ready(await parts.trainAnew(draw, new ExampleReader(own)));
    },
    validation: parts.validation,
    labels: labels.names,
    problems: [...train.problems, ...(validation?.problems ?? []), ...reader.problems()],
    notes,
  };
}

/** Random numbers of a sample, from their beginning; null for the first rows. */
type Draw = (() => Random) | null;

interface RowParts {
  readonly train: Examples;
  readonly validation: Examples;
  /** Takes other training rows beside the same validation rows. */
  readonly trainAnew: (draw: Draw, reader: ExampleReader) => Promise<Examples>;
}

async function ofSplits(
  train: LabelledSplit,
  validation: LabelledSplit,
  { trainingRows, validationRows }: RowSettings,
  fixed: Draw,
  reader: ExampleReader,
): Promise<RowParts> {
  const trainAnew: RowParts['trainAnew'] = (draw, other) =>
    other.take(train, order(train.rows, trainingRows, draw), trainingRows);
  return {
    trainAnew,
    train: await trainAnew(fixed, reader),
    validation: await reader.take(validation, order(validation.rows, validationRows, fixed), validationRows),
  };
}

async function ofHeldOut(
  train: LabelledSplit,
  { trainingRows, validationRows }: RowSettings,
  fixed: Draw,
  reader: ExampleReader,
): Promise<RowParts> {
  // Reading everything keeps the held-out part the same however many rows are asked for. Over a network that takes too long.
  const whole = train.source.packed !== null || trainingRows === null;
  const wanted = whole
    ? null
    : trainingRows + (validationRows ?? Math.ceil((trainingRows * HELD_OUT_SHARE) / (1 - HELD_OUT_SHARE)));
  const pool = await reader.take(train, order(train.rows, wanted, fixed), wanted);
  const share =
    whole || validationRows === null
      ? HELD_OUT_SHARE
      : Math.min(0.5, validationRows / (trainingRows + validationRows));
  const heldOut = holdOut(pool, Math.round(pool.length * share));
  const some = (held: number, count: number | null, draw: Draw): Examples =>
    pool.choose(order(indicesWhere(heldOut, held), count, draw).slice(0, count ?? undefined));
  return {
    train: some(0, trainingRows, fixed),
    validation: some(1, validationRows, fixed),
    trainAnew: async (draw, other) => {
      if (whole) return some(0, trainingRows, draw);
      // What was read has few more rows than are trained on: other seeds need others, of other texts than those held out.
      const measured = new Set([...pool.choose(indicesWhere(heldOut, 1))].map(textKey));
      const isMeasured = (text: LabelledText): boolean => measured.has(textKey(text));
      return await other.take(train, order(train.rows, trainingRows, draw), trainingRows, isMeasured);
    },
  };
}

/** The rows in the order in which the first `count` are taken. */
function order(rows: Int32Array, count: number | null, draw: Draw): Int32Array {
  return count === null || !draw ? rows : draw().shuffle(rows.slice());
}

type IsTaken = (text: LabelledText) => boolean;

class ExampleReader {
  private readonly counters = new Map<RowSource, LeftOutCounter>();

  constructor(private readonly context: ReadContext) {}

  problems(): Problem[] {
    return [...this.counters].flatMap(([source, counter]) => problemsOf(source, counter.list()));
  }

  /**
   * Takes the first `count` rows of an order that have a text; for each row without one, a later row is read.
   * @param isTaken says of a text whether it is used elsewhere, so that its row is left out
   */
  async take(
    split: LabelledSplit,
    rows: Int32Array,
    count: number | null,
    isTaken: IsTaken = () => false,
  ): Promise<Examples> {
    const { source, columns, classes } = split;
    const wanted = Math.min(count ?? rows.length, rows.length);
    if (wanted > MAX_ROWS_READ && source.packed === null)
      throw new LabError(
        `${source.name} has ${rows.length} rows, more than the ${MAX_ROWS_READ} that the lab reads.`,
        'Set the number of training and validation sentences.',
      );
    const table: TextTable = source.packed
      ? { rows: source.packed, text: columns.text, pair: columns.pair }
      : { rows: new PackedRows(), text: 0, pair: columns.pair === null ? null : 1 };
    const taken = new Int32Array(wanted);
    const inTable = source.packed ? taken : new Int32Array(wanted);
    let [length, next] = [0, 0];
    while (length < wanted && next < rows.length) {
      const some = rows.subarray(next, next + wanted - length);
      next += some.length;
      const positions = await this.readSome(split, some, table, isTaken);
      for (const [index, row] of some.entries()) {
        const position = positions[index] ?? NO_TEXT;
        if (position === NO_TEXT) continue;
        taken[length] = row;
        inTable[length++] = position;
      }
    }
    if (!source.packed) table.rows.close();
    const some = taken.subarray(0, length);
    const own = new Int8Array(length);
    for (const [index, row] of some.entries()) own[index] = classes[row] ?? -1;
    return new Examples(table, some, own, source.packed ? some : inTable.subarray(0, length));
  }

  /** @returns for each row its position in the table, or NO_TEXT */
  private async readSome(
    { source, columns }: LabelledSplit,
    rows: Int32Array,
    table: TextTable,
    isTaken: IsTaken,
  ): Promise<Int32Array> {
    const counter = this.counters.get(source) ?? new LeftOutCounter();
    this.counters.set(source, counter);
    const wanted = columns.pair === null ? [columns.text] : [columns.text, columns.pair];
    const [ascending, indexOf] = inOrder(rows);
    const positions = new Int32Array(rows.length).fill(NO_TEXT);
    await source.visit(wanted, ascending, this.context, (cells, index) => {
      const row = ascending[index]!; // the source visits exactly these rows
      const text = cells[0]?.trim() ?? '';
      const hasPair = columns.pair === null || (cells[1]?.trim() ?? '') !== '';
      if (text === '' || !hasPair) {
        counter.add(text === '' ? 'no text' : 'no second text', source.place(row));
        return;
      }
      if (isTaken({ text, pair: columns.pair === null ? null : (cells[1] ?? null) })) return;
      positions[indexOf(index)] = source.packed ? row : table.rows.rows;
      if (!source.packed) table.rows.add(cells, null);
    });
    return positions;
  }
}

function indicesWhere(values: Uint8Array, value: number): Int32Array {
  const indices = new Int32Array(values.length);
  let count = 0;
  for (const [index, each] of values.entries()) if (each === value) indices[count++] = index;
  return indices.slice(0, count);
}

/**
 * Sorts the rows ascending, and gives for each index into that order the row's index in `rows`. All indices below come
 * from `rows` itself, so none is out of range.
 */
function inOrder(rows: Int32Array): [Int32Array, (index: number) => number] {
  if (rows.every((row, index) => index === 0 || row > rows[index - 1]!)) return [rows, (index) => index];
  const indices = rows.map((_, index) => index).sort((a, b) => rows[a]! - rows[b]!);
  return [indices.map((index) => rows[index]!), (index) => indices[index]!];
}

function findColumn(source: RowSource, name: string): number {
  const index = source.columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  throw new LabError(
    `${source.name} has no column "${name}", which the training rows have.`,
    'Give both the same columns, or hold out a part of the training rows instead.',
  );
}

/** Cells of all columns, from rows spread over the source if it is in memory, or else from its first and last rows. */
async function sampleCells(source: RowSource, context: ReadContext): Promise<readonly (readonly Cell[])[]> {
  const all = source.columns.map((_, index) => index);
  const count = Math.min(SAMPLE, source.rows);
  const spread = (index: number): number => Math.floor((index * source.rows) / count);
  const ends = (index: number): number => (index < count / 2 ? index : source.rows - count + index);
  const rows = Array.from({ length: count }, (_, index) => (source.packed ? spread(index) : ends(index)));
  return await source.read(all, rows, context);
}
