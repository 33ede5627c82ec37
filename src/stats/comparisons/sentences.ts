/**
 * @file How much a difference between two scenarios depends on the validation sentences that happened to be drawn.
 *
 * Correctness d[s, v] by seed s and sentence v is taken as mean + seed + sentence + error, all but the mean random. The
 * variance of the mean difference over new sentences is then that of the sentence part alone: what is left of the spread
 * of the sentences' differences once the errors of single trials are taken out of it. With S seeds that both scenarios
 * ran it is (MS_sentence - MS_error) / (S V), the mean squares being those of the differences' two-way table.
 */
import type { Pairing, SeededValue } from './pairing';
import type { Shift } from './twoSources';

/** Hits of one scenario: a row for each seed, a column for each sentence. */
type Rows = readonly ArrayLike<number>[];

/** Parts of the squared error of the difference of two mean accuracies that only hits on single sentences tell. */
export interface SentenceErrors {
  /** From the choice of the sentences, at least 0. */
  readonly sentences: number;
  /** From each trial's luck on each sentence: MS_error / (S V), the least that the seeds' part can be. */
  readonly luck: number;
  /** How the sentences' part depends on the true difference. */
  readonly shift: Shift;
}

/** @returns null where a trial's hits are not known or are on other sentences, and below two seeds or sentences */
export function sentenceErrors({ pairs, alone }: Pairing): SentenceErrors | null {
  const first = [...pairs.map(({ a }) => a), ...alone[0]];
  const second = [...pairs.map(({ b }) => b), ...alone[1]];
  if (!areOfOneSet([...first, ...second])) return null;
  const [a, b] = [rowsOf(first), rowsOf(second)];
  const sentences = a[0]?.length ?? 0;
  if (a.length < 2 || b.length < 2 || sentences < 2) return null;
  const shared = pairs.length;
  if (shared === a.length && shared === b.length) return pairedErrors(a, b);
  const errors =
    residualProduct(a, a) / a.length +
    residualProduct(b, b) / b.length -
    (shared < 2
      ? 0
      : (2 * shared * residualProduct(a.slice(0, shared), b.slice(0, shared))) / (a.length * b.length));
  const [meansA, meansB] = [columnMeans(a), columnMeans(b)];
  const differences = meansA.map((mean, v) => mean - (meansB[v] ?? 0));
  return {
    sentences: Math.max(0, variance(differences) - errors) / sentences,
    luck: Math.max(0, errors) / sentences,
    shift: shiftOf(differences),
  };
}

/** The same for tables of the same seeds, whose differences make one table: (MS_sentence - MS_error) / (S V). */
function pairedErrors(a: Rows, b: Rows): SentenceErrors {
  const seeds = a.length;
  const sentences = a[0]?.length ?? 0;
  const columns = new Float64Array(sentences);
  let [squares, rowSquares, sum] = [0, 0, 0];
  a.forEach((rowA, s) => {
    const rowB = b[s] ?? [];
    let own = 0;
    for (let v = 0; v < sentences; v++) {
      const difference = rowA[v]! - rowB[v]!; // Rows of one set are equally long.
      own += difference;
      squares += difference * difference;
      columns[v]! += difference;
    }
    rowSquares += own * own;
    sum += own;
  });
  const all = (sum * sum) / (seeds * sentences);
  const ofSentences = columns.reduce((total, column) => total + column * column, 0) / seeds - all;
  const ofSeeds = rowSquares / sentences - all;
  const error = (squares - all - ofSeeds - ofSentences) / ((seeds - 1) * (sentences - 1));
  const count = seeds * sentences;
  return {
    sentences: Math.max(0, ofSentences / (sentences - 1) - error) / count,
    luck: Math.max(0, error) / count,
    shift: shiftOf(columns.map((column) => column / seeds)),
  };
}

/**
 * How the variance of the mean of these differences, one a sentence, goes with its true value. Weighing the sentences by
 * exp(tilt * difference) is the least change that moves their mean (exponential tilting, B. Efron 1981). To second order
 * the variance then changes by their third cumulant times the tilt and half the fourth times its square, the tilt being
 * the move over the variance. It never changes by more than the move times the largest deviation, a whole hit, which is
 * what counts where few sentences differ or none; a score test for pairs of hits (T. Tango 1998) comes to the same.
 */
function shiftOf(differences: Float64Array): Shift {
  const [count, middle] = [differences.length, mean(differences)];
  let [second, third, fourth] = [0, 0, 0];
  for (const difference of differences) {
    const off = difference - middle;
    second += off ** 2 / count;
    third += off ** 3 / count;
    fourth += off ** 4 / count;
  }
  const most = 1 / count;
  if (second === 0) return { slope: 0, curve: Infinity, most };
  return { slope: third / second / count, curve: Math.max(0, fourth / second ** 2 - 3) / (2 * count), most };
}

function areOfOneSet(values: readonly SeededValue[]): boolean {
  const first = values[0]?.sentences;
  return (
    !!first &&
    values.every(({ sentences }) => sentences?.id === first.id && sentences.hits.length === first.hits.length)
  );
}

function rowsOf(values: readonly SeededValue[]): Rows {
  return values.flatMap(({ sentences }) => (sentences ? [sentences.hits] : []));
}

/**
 * Mean product of the residuals of two tables of equal shape [S, V] after their row and column means; the table's error
 * mean square if both are the same one.
 */
function residualProduct(a: Rows, b: Rows): number {
  const seeds = a.length;
  const [columnsA, columnsB] = [columnMeans(a), columnMeans(b)];
  const sentences = columnsA.length;
  let [products, rowProducts, columnProducts] = [0, 0, 0];
  a.forEach((rowA, s) => {
    const rowB = b[s] ?? [];
    let product = 0;
    for (let v = 0; v < sentences; v++) product += rowA[v]! * rowB[v]!; // Rows of one set are equally long.
    products += product;
    rowProducts += mean(rowA) * mean(rowB);
  });
  for (let v = 0; v < sentences; v++) columnProducts += columnsA[v]! * columnsB[v]!; // v < both lengths
  const correction = seeds * sentences * mean(columnsA) * mean(columnsB);
  const left = products - sentences * rowProducts - seeds * columnProducts + correction;
  return left / ((seeds - 1) * (sentences - 1));
}

const knownMeans = new WeakMap<ArrayLike<number>, number>();

/** Mean of a row, cached because each trial is compared with those of many scenarios. */
function mean(row: ArrayLike<number>): number {
  const known = knownMeans.get(row);
  if (known !== undefined) return known;
  let sum = 0;
  for (let v = 0; v < row.length; v++) sum += row[v]!; // v < length
  knownMeans.set(row, sum / row.length);
  return sum / row.length;
}

function columnMeans(rows: Rows): Float64Array {
  const means = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let v = 0; v < means.length; v++) means[v]! += row[v]! / rows.length; // Equally long.
  return means;
}

/** Sample variance (n - 1). */
function variance(values: Float64Array): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
