/**
 * @file The largest singular values of a matrix with their vectors, by Golub-Kahan-Lanczos bidiagonalisation with full
 * reorthogonalisation (Golub & Van Loan, Matrix Computations, 10.4.4), in float64.
 */
import { createRandom, type Random } from '../../base/random';
import { jacobi, type SingularTriplet } from './jacobi';

/** A matrix by what it does to vectors; it has at least as many rows as columns. */
interface Operator {
  readonly rows: number;
  readonly columns: number;
  readonly times: (x: Float64Array) => Float64Array;
  readonly transposedTimes: (y: Float64Array) => Float64Array;
}

/** Vectors count as converged where what is left over is this small, relative to the largest singular value. */
const TOLERANCE = 1e-10;

/**
 * The `count` largest singular triplets, largest first. Signs are such that a right vector's largest element is positive.
 * @param values [rows, columns], row by row
 * @param count at most the smaller of the two extents
 */
export function largestSingular(
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  count: number,
): SingularTriplet[] {
  const forward: Operator = {
    ...{ rows, columns },
    times: (x) => timesRows(values, rows, columns, x),
    transposedTimes: (y) => timesColumns(values, rows, columns, y),
  };
  if (rows >= columns) return tallest(forward, count).map(oriented);
  const turned = {
    rows: columns,
    columns: rows,
    times: forward.transposedTimes,
    transposedTimes: forward.times,
  };
  return tallest(turned, count).map(({ value, left, right }) =>
    oriented({ value, left: right, right: left }),
  );
}

function tallest(matrix: Operator, count: number): SingularTriplet[] {
  const course = new Bidiagonal(matrix);
  let size = Math.min(matrix.columns, Math.max(2 * count, 16));
  for (;;) {
    while (course.size < size) course.step();
    const triplets = course.triplets(count);
    if (triplets || size === matrix.columns) return triplets ?? course.allTriplets(count);
    size = Math.min(matrix.columns, Math.ceil(1.5 * size));
  }
}

/** A V = U B, where B is upper bidiagonal and grows by a column each step. */
class Bidiagonal {
  private readonly random: Random = createRandom(1, 'singular vectors');
  private readonly left: Float64Array[] = [];
  private readonly right: Float64Array[];
  private readonly diagonal: number[] = [];
  private readonly above: number[] = [];

  constructor(private readonly matrix: Operator) {
    this.right = [this.freshVector(matrix.columns, [])];
  }

  get size(): number {
    return this.left.length;
  }

  step(): void {
    const { matrix, left, right, diagonal, above } = this;
    const v = right[left.length];
    if (!v) throw new Error('The right vectors span the whole space already.');
    const u = matrix.times(v);
    diagonal.push(this.settle(u, left, scaleOf(diagonal)));
    left.push(u);
    const next = matrix.transposedTimes(u);
    if (right.length === matrix.columns) return;
    above.push(this.settle(next, right, scaleOf(diagonal)));
    right.push(next);
  }

  /** The largest triplets, or null if some of them have not converged. */
  triplets(count: number): SingularTriplet[] | null {
    const rest = this.above[this.size - 1] ?? 0;
    const found = this.small();
    const largest = found[0]?.value ?? 0;
    const isExact = found
      .slice(0, count)
      .every(({ left }) => Math.abs(rest * (left[this.size - 1] ?? 0)) <= TOLERANCE * largest);
    return isExact ? this.lifted(found.slice(0, count)) : null;
  }

  /** The largest triplets once the right vectors span the whole space, where nothing is left over. */
  allTriplets(count: number): SingularTriplet[] {
    return this.lifted(this.small().slice(0, count));
  }

  private small(): SingularTriplet[] {
    return jacobi(this.size, (row, column) =>
      row === column ? (this.diagonal[row] ?? 0) : column === row + 1 ? (this.above[row] ?? 0) : 0,
    );
  }

  private lifted(found: readonly SingularTriplet[]): SingularTriplet[] {
    return found.map(({ value, left, right }) => ({
      value,
      left: combine(this.left, left, this.matrix.rows),
      right: combine(this.right, right, this.matrix.columns),
    }));
  }

  /**
   * Makes a vector orthogonal to the others and of length 1. One that was in their span is replaced by a random one, which
   * is then no part of the product.
   * @returns its length before, 0 if it was replaced
   */
  private settle(vector: Float64Array, others: readonly Float64Array[], scale: number): number {
    orthogonalise(vector, others);
    orthogonalise(vector, others); // Once more: the first time leaves rounding errors of the size of what was taken.
    const length = Math.sqrt(dot(vector, vector));
    if (length > 1e-13 * scale) {
      for (let i = 0; i < vector.length; i++) vector[i]! /= length;
      return length;
    }
    vector.set(this.freshVector(vector.length, others));
    return 0;
  }

  private freshVector(length: number, others: readonly Float64Array[]): Float64Array {
    const vector = Float64Array.from({ length }, () => this.random.normal());
    orthogonalise(vector, others);
    orthogonalise(vector, others);
    const size = Math.sqrt(dot(vector, vector));
    return vector.map((value) => value / size);
  }
}

const scaleOf = (diagonal: readonly number[]): number =>
  diagonal.reduce((most, each) => Math.max(most, each), 0);

// Indices below are in range: all vectors have the lengths that the extents say.

function orthogonalise(vector: Float64Array, others: readonly Float64Array[]): void {
  for (const other of others) {
    const share = dot(vector, other);
    for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function combine(basis: readonly Float64Array[], weights: Float64Array, length: number): Float64Array {
  const sum = new Float64Array(length);
  weights.forEach((weight, at) => {
    const vector = basis[at]!;
    for (let i = 0; i < length; i++) sum[i]! += weight * vector[i]!;
  });
  return sum;
}

function timesRows(values: Float32Array, rows: number, columns: number, x: Float64Array): Float64Array {
  const product = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, at++) sum += values[at]! * x[column]!;
    product[row] = sum;
  }
  return product;
}

function timesColumns(values: Float32Array, rows: number, columns: number, y: Float64Array): Float64Array {
  const product = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    const factor = y[row]!;
    for (let column = 0; column < columns; column++, at++) product[column]! += factor * values[at]!;
  }
  return product;
}

function oriented({ value, left, right }: SingularTriplet): SingularTriplet {
  const largest = right.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
  if (largest >= 0) return { value, left, right };
  return { value, left: left.map((each) => -each), right: right.map((each) => -each) };
}
