/** @file Labels as classes 0, 1, ...: one mapping for training and validation rows. */
import { LabError } from '../errors';
import { quote } from '../experiment/validate';
import { MAX_LABELS, MIN_LABELS } from './chooseColumns';
import type { Cell } from './table';

/** Why a row has no class; continues "3 rows left out: ". */
export const NO_LABEL = 'no label';
export const HIDDEN_LABEL = 'label -1, which hides the label, as in the test splits of GLUE';

/** Different values that are told apart: so many are no labels, and their texts could be the whole file. */
export const MOST_COUNTED = 10_000;

export class Labels {
  private readonly classes: ReadonlyMap<string, number>;

  /** @param keys the class's values, in the order of the classes */
  private constructor(
    /** Names to show, by class. */
    readonly names: readonly string[],
    keys: readonly (readonly string[])[],
    private readonly numeric: boolean,
  ) {
    this.classes = new Map(keys.flatMap((values, index) => values.map((value) => [value, index])));
  }

  /** The file's own class names. @param where column and source, for messages @throws as `of` does */
  static named(classNames: readonly string[], where: string): Labels {
    checkCount(classNames.length, where);
    return new Labels(
      classNames,
      classNames.map((name, index) => [String(index), name]),
      true,
    );
  }

  /**
   * The different values of the training rows, sorted, and numerically if all are numbers; 1 and 1.0 are then the same.
   * @param found trimmed and not empty
   * @param where column and source, for messages
   * @throws LabError if there are not 2 to 20 of them
   */
  static of(found: ReadonlySet<string>, where: string): Labels {
    if (found.size > MOST_COUNTED) checkCount(found.size, where);
    const numeric = [...found].every(isNumber);
    const names = numeric
      ? [...new Set([...found].map(normalNumber))].sort((a, b) => Number(a) - Number(b))
      : [...found].sort((a, b) => (a < b ? -1 : 1));
    if (names.length === 1 && names[0] === '-1')
      throw new LabError(
        `Every label of ${where} is -1: data sets hide the labels of their test splits so.`,
        'Choose another split.',
      );
    checkCount(names.length, where);
    return new Labels(
      names.map((name) => name.slice(0, 200)),
      names.map((name) => [name]),
      numeric,
    );
  }

  /** The class of a value, or why it has none. */
  classOf(value: Cell): number | string {
    const text = value?.trim() ?? '';
    if (text === '') return NO_LABEL;
    const key = this.numeric && isNumber(text) ? normalNumber(text) : text;
    const found = this.classes.get(key);
    if (found !== undefined) return found;
    return key === '-1' ? HIDDEN_LABEL : 'a label that no training row has';
  }
}

function checkCount(count: number, where: string): void {
  if (count >= MIN_LABELS && count <= MAX_LABELS) return;
  const many = count > MOST_COUNTED ? `more than ${MOST_COUNTED}` : `${count}`;
  throw new LabError(
    `${where} has ${count === 0 ? 'no labels' : count === 1 ? 'one label' : `${many} different labels`}; the lab trains on ${MIN_LABELS} to ${MAX_LABELS}.`,
    'Choose another column as label.',
  );
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

function normalNumber(text: string): string {
  return String(Number(text) + 0); // -0 becomes 0
}

/** The label's column and source as words. */
export function labelsOf(column: string, source: string): string {
  return `column ${quote(column)} of ${source}`;
}
