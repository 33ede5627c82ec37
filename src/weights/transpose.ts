/** @file Transposes a matrix on the host, before it is uploaded. */

/** The rows and columns of a block, small enough that both the lines read and those written stay in the cache. */
const BLOCK = 32;

/**
 * Returns the transposed matrix, row by row. Indices are in range: blocks end at the last row and column.
 * @param values rows x columns, row by row
 */
export function transpose<A extends Float32Array | Uint16Array | Int8Array>(
  values: A,
  rows: number,
  columns: number,
): A {
  const result = values.slice() as A;
  for (let top = 0; top < rows; top += BLOCK) {
    const bottom = Math.min(top + BLOCK, rows);
    for (let left = 0; left < columns; left += BLOCK) {
      const right = Math.min(left + BLOCK, columns);
      for (let column = left; column < right; column++)
        for (let row = top; row < bottom; row++)
          result[column * rows + row] = values[row * columns + column]!;
    }
  }
  return result;
}
