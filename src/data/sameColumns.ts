/** @file The columns of another split that have the names of the training split's. */
import { LabError } from '../base/errors';
import type { ChosenColumns } from './chooseColumns';
import type { LabelledSplit } from './labelledSplit';
import { nestedColumn } from './nestedColumns';
import { columnOf, type RowSource } from './table';

/** @throws LabError if one is missing or holds lists or objects */
export function sameColumns({ source: train, columns }: LabelledSplit, other: RowSource): ChosenColumns {
  const find = (index: number): number => {
    const { name } = columnOf(train, index);
    const found = findColumn(other, name);
    if (other.nested?.includes(name)) throw nestedColumn(other.name, name);
    return found;
  };
  const { text, pair, label } = columns;
  return { text: find(text), pair: pair === null ? null : find(pair), label: find(label) };
}

function findColumn(source: RowSource, name: string): number {
  const index = source.columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  throw new LabError(
    `${source.name} has no column "${name}", which the training rows have.`,
    'Give both the same columns, or hold out a part of the training rows instead.',
  );
}
