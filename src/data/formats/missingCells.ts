/** @file Cells that say in words that they are empty, as R, pandas, spreadsheets and databases write missing values. */
import { splitWordList } from '../../experiment/readingChoice';
import type { Cell } from '../cell';
import type { MissingWord } from '../table';

/** Words that programs write by default. */
const USUAL_WORDS: readonly string[] = [
  ...['NA', '<NA>', 'N/A', 'n/a', '#N/A', '#N/A N/A', '#NA', 'NaN', 'nan', '-NaN', '-nan', 'NaT'],
  ...['NULL', 'null', 'None', '\\N'],
];
/** Longer cells are never such words: no list of words from outside has a longer one. */
const LONGEST_WORD = 200;

/** Turns cells that are one of the words into null, and counts them. */
export class MissingCells {
  readonly words: readonly string[];
  private readonly set: ReadonlySet<string>;
  /** The number of cells, by column and word. */
  private readonly counts: (Map<string, number> | undefined)[] = [];

  /** @param choice the person's words; null for the usual ones */
  constructor(choice: string | null, usual: readonly string[] = USUAL_WORDS) {
    this.words = choice === null ? usual : splitWordList(choice);
    this.set = new Set(this.words);
  }

  cell(cell: Cell, column: number): Cell {
    if (cell === null || cell.length > LONGEST_WORD || this.set.size === 0) return cell;
    const word = cell.trim();
    if (!this.set.has(word)) return cell;
    const counts = (this.counts[column] ??= new Map<string, number>());
    counts.set(word, (counts.get(word) ?? 0) + 1);
    return null;
  }

  list(): MissingWord[] {
    return this.counts.flatMap((counts, column) =>
      [...(counts ?? [])].map(([word, count]) => ({ column, word, count })),
    );
  }
}
