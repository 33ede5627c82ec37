/** @file Where the rows of a table stand in their file: a byte a row. */

/** A step of so many lines or more is kept apart. */
const FAR = 255;
const ROWS_BETWEEN_SUMS = 1024;
const ROOM = 1 << 16;

/** Lines or rows of a file, ascending, by row of the table. */
export class RowPositions {
  rows = 0;
  private readonly steps: Uint8Array[] = [];
  private readonly far = new Map<number, number>();
  /** The place before every so manieth row. */
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

  /** @param row of those there are */
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
