/** @file All singular values of a small square matrix with their vectors, by one-sided Jacobi rotations (Hestenes 1958). */

/** A singular value with its vectors, of length 1. */
export interface SingularTriplet {
  readonly value: number;
  readonly left: Float64Array; // [rows]
  readonly right: Float64Array; // [columns]
}

/** Sweeps after which rotations are as small as rounding, whatever the matrix. */
const MOST_SWEEPS = 40;

/**
 * The triplets of a matrix of `size` rows and columns, largest first. A value of zero has a zero left vector.
 * @param at its element in a row and a column
 */
export function jacobi(size: number, at: (row: number, column: number) => number): SingularTriplet[] {
  const range = Array.from({ length: size }, (_, i) => i);
  const columns = range.map((column) => Float64Array.from(range, (row) => at(row, column)));
  const turns = range.map((column) => Float64Array.from(range, (row) => (row === column ? 1 : 0)));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) if (!rotateAll(columns, turns)) break;
  return range
    .map((i): SingularTriplet => {
      const [column, right] = [columns[i]!, turns[i]!]; // i is in range
      const value = Math.sqrt(product(column, column));
      return { value, left: value > 0 ? column.map((each) => each / value) : column, right };
    })
    .sort((a, b) => b.value - a.value);
}

/** Makes each pair of columns orthogonal in turn. @returns whether any of them was not */
function rotateAll(columns: readonly Float64Array[], turns: readonly Float64Array[]): boolean {
  let rotated = false;
  for (let i = 0; i < columns.length; i++)
    for (let j = i + 1; j < columns.length; j++) {
      const [a, b] = [columns[i]!, columns[j]!]; // both are in range
      const [aa, bb, ab] = [product(a, a), product(b, b), product(a, b)];
      if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb) || ab === 0) continue;
      rotated = true;
      const tau = (bb - aa) / (2 * ab);
      const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
      const cosine = 1 / Math.hypot(1, tangent);
      rotate(a, b, cosine, cosine * tangent);
      rotate(turns[i]!, turns[j]!, cosine, cosine * tangent);
    }
  return rotated;
}

function rotate(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k]!, b[k]!]; // both have as many elements
    a[k] = cosine * x - sine * y;
    b[k] = sine * x + cosine * y;
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
