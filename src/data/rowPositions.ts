/** @file The positions of a table's rows in their file, in one byte per row. Indices follow from the rows that were added. */

/** A step of this many lines or more is stored separately. */
const FAR = 255;
const ROWS_BETWEEN_SUMS = 1024;
const ROOM = 1 << 16;

/** The line or row in the file for each row of the table, ascending. */
export class RowPositions {
  rows = 0;
  private readonly steps: Uint8Array[] = [];
  private readonly far = new Map<number, number>();
  /** The position before every row whose number ROWS_BETWEEN_SUMS divides. */
  private readonly sums: number[] = [];
  private last = 0;

  add(place: number): void {
    const row = this.rows++;
    if (row % ROOM === 0) this.steps.push(new Uint8Array(ROOM));
    if (row % ROWS_BETWEEN_SUMS === 0) this.sums.push(this.last);
    const step = place - this.last;
    if (step >= FAR) this.far.set(row, step);
    this.steps.at(-1)![row % ROOM] = Math.min(step, FAR);
    this.last = place;
  }

  /** @param row below the number of rows */
  at(row: number): number {
    const before = Math.floor(row / ROWS_BETWEEN_SUMS);
    let place = this.sums[before]!;
    for (let each = before * ROWS_BETWEEN_SUMS; each <= row; each++) {
      const step = this.steps[Math.floor(each / ROOM)]![each % ROOM]!;
      place += step === FAR ? this.far.get(each)! : step;
    }
    return place;
  }
}
