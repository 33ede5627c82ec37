/** @file Maps labels to classes 0, 1, ..., in the same way for training and validation rows. */
import { LabError } from '../base/errors';
import { quote } from '../experiment/validate';
import { MAX_LABELS, MIN_LABELS } from './chooseColumns';
import type { Cell } from './cell';

/** The reason why a row has no class; it completes "3 rows left out: ". */
export const NO_LABEL = 'no label';
const UNKNOWN_LABEL = 'a label that no training row has';
export const HIDDEN_LABEL = 'label -1, which hides the label, as in the test splits of GLUE';

/** The most different values that are told apart: so many cannot be labels, and their texts could be the whole file. */
export const MOST_COUNTED = 10_000;

export class Labels {
  private readonly classes: ReadonlyMap<string, number>;

  /** Classes by what their values mean; -1 where two classes mean the same. */
  private readonly meanings = new Map<string, number>();
  /** Whether a number without class names beside it can only be an index. */
  private readonly hasIndices: boolean;

  /** @param keys the class's values, in the order of the classes */
  private constructor(
    /** Names to show, by class. */
    readonly names: readonly string[],
    keys: readonly (readonly string[])[],
    /** Whether the file gives the names, so that an index means each. */
    private readonly isNamed: boolean,
  ) {
    this.classes = new Map(
      keys.flatMap((values, index) => values.map((value) => [value, index] as const)).reverse(),
    );
    for (const [value, index] of this.classes) {
      const meaning = meaningOf(value);
      if (meaning === null) continue;
      const other = this.meanings.get(meaning);
      this.meanings.set(meaning, other === undefined || other === index ? index : -1);
    }
    this.hasIndices = isNamed && !names.some((name) => isNumber(name.trim()));
  }

  /** Makes labels of the file's own class names. @param where column and source, for messages @throws as `of` does */
  static named(classNames: readonly string[], where: string): Labels {
    checkCount(classNames.length, where);
    return new Labels(
      classNames,
      classNames.map((name) => [name.trim()]),
      true,
    );
  }

  /**
   * Makes labels of the different values of the training rows as they are written, so that 011 and 11 stay apart. They
   * are sorted, by value if all are numbers.
   * @param found trimmed and not empty
   * @param where column and source, for messages
   * @throws LabError if there are not 2 to 20 of them
   */
  static of(found: ReadonlySet<string>, where: string): Labels {
    if (found.size > MOST_COUNTED) checkCount(found.size, where);
    const numeric = [...found].every(isNumber);
    const byText = (a: string, b: string): number => (a < b ? -1 : 1);
    const names = [...found].sort((a, b) => (numeric && Number(a) - Number(b)) || byText(a, b));
    if (names.length === 1 && names[0] === '-1')
      throw new LabError(
        `Every label of ${where} is -1: data sets hide the labels of their test splits so.`,
        'Choose another split.',
      );
    checkCount(names.length, where, names[0]);
    return new Labels(
      names.map((name) => name.slice(0, 200)),
      names.map((name) => [name]),
      false,
    );
  }

  /**
   * How the values of a column are read: each becomes its class, or the reason why it has none. In a column with class
   * names of its own, a number is an index into these and never a name, even if names are numbers, too.
   * @param column the column's own class names; null if it has none
   */
  reading(column: readonly string[] | null): (value: Cell) => number | string {
    const byIndex = column && this.byIndex(column);
    return (value) => {
      const text = value?.trim() ?? '';
      if (text === '') return NO_LABEL;
      const meaning = meaningOf(text);
      const isIndex = meaning !== null && /^\d+$/.test(meaning);
      // Otherwise a number is an index only if no name is a number.
      const found =
        byIndex && isIndex
          ? byIndex(Number(meaning))
          : byIndex && meaning === '-1'
            ? undefined
            : (this.classWritten(text) ??
              (isIndex && this.hasIndices ? this.at(Number(meaning)) : undefined));
      return found ?? (meaning === '-1' ? HIDDEN_LABEL : UNKNOWN_LABEL);
    };
  }

  /**
   * The class written exactly like this, or else the only one that means the same in another kind of file's spelling
   * (True and true).
   */
  private classWritten(text: string): number | undefined {
    const found = this.classes.get(text) ?? this.meanings.get(meaningOf(text) ?? '');
    return found === undefined || found < 0 ? undefined : found;
  }

  private at(index: number): number | undefined {
    return index < this.names.length ? index : undefined;
  }

  /** Reads classes by an index into a column's names, which may differ from the labels' or be in another order. */
  private byIndex(column: readonly string[]): (index: number) => number | undefined {
    const same = this.isNamed && column.length === this.names.length;
    if (same && column.every((name, index) => name === this.names[index])) return (index) => this.at(index);
    const classes = column.map((name) => this.classWritten(name.trim()));
    if (classes.some((found) => found !== undefined)) return (index) => classes[index];
    // Names that have nothing in common are other words for the same numbers.
    return this.isNamed ? (index) => this.at(index) : (index) => this.classWritten(String(index));
  }

  /** Names of classes that mean the same and are written differently, such as 1 and 1.0. */
  alike(): string[] {
    return this.names.filter((name) => this.meanings.get(meaningOf(name) ?? '') === -1);
  }
}

/** What a number or truth value means, whichever program writes it. null for codes such as 011, and for words. */
function meaningOf(text: string): string | null {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase();
  if (!/^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  // A rounded number could stand for several.
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value + 0) : null; // -0 becomes 0
}

/** @param only the only label, if there is just one */
function checkCount(count: number, where: string, only?: string): void {
  if (count >= MIN_LABELS && count <= MAX_LABELS) return;
  const many = count > MOST_COUNTED ? `more than ${MOST_COUNTED}` : `${count}`;
  throw new LabError(
    `${where} has ${count === 0 ? 'no labels' : count === 1 ? `one label${only === undefined ? '' : `, ${quote(only)}`}` : `${many} different labels`}; the lab trains on ${MIN_LABELS} to ${MAX_LABELS}.`,
    'Choose another column as label.',
  );
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

/** Names the label's column and its source for messages. */
export function labelsOf(column: string, source: string): string {
  return `column ${quote(column)} of ${source}`;
}
