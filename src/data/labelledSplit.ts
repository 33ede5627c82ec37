/** @file A split whose label column has been read: which rows can be used, and the class of each. */
import type { ChosenColumns } from './chooseColumns';
import { Labels, labelsOf, MOST_COUNTED } from './labels';
import type { Cell } from './cell';
import { columnOf, type LeftOut, LeftOutCounter, type ReadContext, type RowSource } from './table';

/** Rows of one split that are left out for one reason. */
export interface Problem extends LeftOut {
  readonly source: string;
  readonly unit: 'line' | 'row';
}

export interface LabelledSplit {
  readonly source: RowSource;
  readonly columns: ChosenColumns;
  /** Rows with a label, ascending. */
  readonly rows: Int32Array;
  /** The class of each row of the source; -1 for none. */
  readonly classes: Int8Array;
  readonly problems: readonly Problem[];
}

/**
 * Reads the labels of the training rows, and the class of each row. The column is read once.
 * @throws LabError if there are no 2 to 20 labels; as reading does
 */
export async function readLabels(
  source: RowSource,
  columns: ChosenColumns,
  context: ReadContext,
): Promise<{ labels: Labels; split: LabelledSplit }> {
  const { name, classNames } = columnOf(source, columns.label);
  const where = labelsOf(name, source.name);
  if (classNames) {
    const labels = Labels.named(classNames, where);
    return { labels, split: await readClasses(source, columns, labels, context) };
  }
  // Lists the different values in the order of their appearance, and for each row the number of its value.
  const numbers = new Map<string, number>();
  const values: string[] = [];
  const rows = new Uint16Array(source.rows);
  await source.visit([columns.label], null, context, ([cell], row) => {
    const value = cell?.trim() ?? '';
    let number = numbers.get(value);
    if (number === undefined && values.length <= MOST_COUNTED) {
      number = values.length;
      numbers.set(value, number);
      values.push(value);
    }
    rows[row] = number ?? 0; // with more values than are counted, there are no labels
  });
  const labels = Labels.of(new Set(values.filter((value) => value !== '')), where);
  const split = new Classifier(source, labels.reading(null));
  for (const [row, number] of rows.entries()) split.take(values[number] ?? null, row);
  return { labels, split: split.of(columns) };
}

/** Assigns classes to rows by the labels of other rows, those trained on. @throws as reading does */
export async function readClasses(
  source: RowSource,
  columns: ChosenColumns,
  labels: Labels,
  context: ReadContext,
): Promise<LabelledSplit> {
  const split = new Classifier(source, labels.reading(columnOf(source, columns.label).classNames));
  await source.visit([columns.label], null, context, ([cell], row) => split.take(cell ?? null, row));
  return split.of(columns);
}

/** Counts the rows of each class. */
export function rowsByClass({ rows, classes }: LabelledSplit, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (const row of rows) {
    const own = classes[row] ?? -1;
    counts[own] = (counts[own] ?? 0) + 1;
  }
  return counts;
}

export function problemsOf(source: RowSource, leftOut: readonly LeftOut[]): Problem[] {
  return leftOut.map((each) => ({ ...each, source: source.name, unit: source.unit }));
}

class Classifier {
  private readonly classes: Int8Array;
  private count = 0;
  private readonly counter = new LeftOutCounter();

  constructor(
    private readonly source: RowSource,
    private readonly classOf: (value: Cell) => number | string,
  ) {
    this.classes = new Int8Array(source.rows).fill(-1);
  }

  take(cell: Cell, row: number): void {
    const found = this.classOf(cell);
    if (typeof found === 'number') {
      this.classes[row] = found;
      this.count++;
    } else this.counter.add(found, this.source.place(row));
  }

  of(columns: ChosenColumns): LabelledSplit {
    const { source, classes } = this;
    const rows = new Int32Array(this.count);
    let next = 0;
    for (const [row, each] of classes.entries()) if (each >= 0) rows[next++] = row;
    return {
      source,
      columns,
      rows,
      classes,
      problems: problemsOf(source, [...source.leftOut, ...this.counter.list()]),
    };
  }
}
