/**
 * @file Selects the rows that an experiment trains and is measured on. They are the same for every seed, so that seeds
 * differ in nothing else, unless each seed is to have training rows of its own.
 */
import { LabError } from '../base/errors';
import { type DataChoice, drawsBySeed, type Hyperparameters } from '../experiment/experiment';
import { quote } from '../experiment/validate';
import { createRandom, type Random } from '../base/random';
import { chooseColumns, MIN_LABELS, otherLabels } from './chooseColumns';
import { ExampleReader } from './exampleReader';
import type { Examples } from './examples';
import { HELD_OUT_SHARE, holdOut, type LabelledText, textKey } from './heldOut';
import { type LabelledSplit, type Problem, readClasses, readLabels } from './labelledSplit';
import type { Labels } from './labels';
import { sameColumns } from './sameColumns';
import type { OpenDataset } from './splits';
import { alikeNotes, guessNotes, missingNotes, rareNotes } from './readingNotes';
import type { Cell } from './cell';
import { columnOf, type ReadContext, type RowSource } from './table';
import { labelledTest, type LabelledTest, partOff, shareOut, testTaker } from './testRows';
import { twinNotes } from './twinLabels';

/** What is known about a data set once its label columns have been read. */
export interface LabelledDataset {
  readonly labels: Labels;
  readonly train: LabelledSplit;
  /** The validation split; null if a part of the training rows is held out. */
  readonly validation: LabelledSplit | null;
  readonly test: LabelledTest;
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
  /**
   * Takes the rows that are measured on once, at the end; null if there are none.
   * @throws LabError if they cannot be read or used
   */
  readonly takeTest: ((context: ReadContext) => Promise<Examples>) | null;
  readonly labels: readonly string[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

type RowSettings = Pick<Hyperparameters, 'trainingRows' | 'validationRows' | 'rowChoice' | 'shuffle'>;

/** How many rows are looked at to choose columns. */
const SAMPLE = 200;

/**
 * Chooses columns and reads all labels: their column is small, and which labels there are must not depend on a sample.
 * @throws LabError if there is no such column, or there are not 2 to 20 labels
 */
export async function labelDataset(
  { train, validation, validationIsGuess, validationSplit, test }: OpenDataset,
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
  const tested = labelledTest(test, trained, labels);
  if (!validation) return { labels, train: trained, validation: null, test: tested, notes };

  const same = sameColumns(trained, validation);
  const measured = await readClasses(validation, same, labels, context);
  if (measured.rows.length === 0) {
    const why = `No row of ${validation.name} can be used (${measured.problems.map(({ reason }) => reason).join('; ')})`;
    if (!validationIsGuess)
      throw new LabError(
        `${why}.`,
        'Choose another validation split, or hold out a part of the training rows.',
      );
    notes.push(`${why}, so a part of ${train.name} is held out.`);
    return { labels, train: trained, validation: null, test: tested, notes };
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
  return { labels, train: trained, ...shareOut(measured, tested), notes };
}

/**
 * Takes the first rows, or a sample with a fixed seed, of those with a label and a text. Over a network only these are
 * read. If there are no validation rows, a part of the same rows is held out.
 * @throws LabError if none are left
 */
export async function selectRows(
  { labels, train, validation, test, notes }: LabelledDataset,
  settings: RowSettings,
  context: ReadContext,
): Promise<SelectedRows> {
  const reader = new ExampleReader(context);
  const fixed = settings.rowChoice === 'first' ? null : () => createRandom(0, 'row sample');
  const parts = validation
    ? await ofSplits(train, validation, settings, fixed, reader)
    : await ofHeldOut(train, settings, fixed, reader, test);
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
    takeTest: testTaker(test, parts.test),
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
  /** The test rows if they are a part of what was read, else null. */
  readonly test: Examples | null;
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
    test: null,
  };
}

async function ofHeldOut(
  train: LabelledSplit,
  { trainingRows, validationRows }: RowSettings,
  fixed: Draw,
  reader: ExampleReader,
  test: LabelledTest,
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
  const some = (indices: Int32Array, count: number | null, draw: Draw): Examples =>
    pool.choose(order(indices, count, draw).slice(0, count ?? undefined));
  const trained = indicesWhere(heldOut, 0);
  const { measured, tested } = partOff(indicesWhere(heldOut, 1), test?.kind === 'share' ? test.share : 0);
  return {
    train: some(trained, trainingRows, fixed),
    validation: some(measured, validationRows, fixed),
    test: test?.kind === 'share' ? pool.choose(tested) : null,
    trainAnew: async (draw, other) => {
      if (whole) return some(trained, trainingRows, draw);
      // What was read has few more rows than are trained on: other seeds need others, of other texts than those held out.
      const texts = new Set([...pool.choose(indicesWhere(heldOut, 1))].map(textKey));
      const isHeldOut = (text: LabelledText): boolean => texts.has(textKey(text));
      return await other.take(train, order(train.rows, trainingRows, draw), trainingRows, isHeldOut);
    },
  };
}

/** The rows in the order in which the first `count` are taken. */
function order(rows: Int32Array, count: number | null, draw: Draw): Int32Array {
  return count === null || !draw ? rows : draw().shuffle(rows.slice());
}

function indicesWhere(values: Uint8Array, value: number): Int32Array {
  const indices = new Int32Array(values.length);
  let count = 0;
  for (const [index, each] of values.entries()) if (each === value) indices[count++] = index;
  return indices.slice(0, count);
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
