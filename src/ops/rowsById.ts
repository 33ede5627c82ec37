/** @file Which rows of a batch use which row of an embedding table: what its gradient is summed by. */

/** Elements of the lists of a batch of so many rows. */
export const rowListsLength = (rows: number): number => 3 * rows + 2;

/**
 * One array [count | ids | starts, one more than ids | rows], each part with room for one id a row. Ids stand
 * in the order in which they first appear, an id's rows in ascending order.
 * @param skipped rows with this id are in no list; null for no such id
 */
export function rowsById(ids: Int32Array, skipped: number | null): Int32Array {
  const size = ids.length;
  const lists = new Int32Array(rowListsLength(size));
  const [firstId, firstStart, firstRow] = [1, 1 + size, 2 + 2 * size];
  /** By id: its number in the lists, from 1 on; 0 where it has not appeared. */
  const numbers = new Int32Array(ids.reduce((largest, id) => Math.max(largest, id), 0) + 1);
  let count = 0;
  for (const id of ids) {
    if (id === skipped) continue;
    if (numbers[id] === 0) {
      lists[firstId + count] = id;
      numbers[id] = ++count;
    }
    // How many rows it has; for now where the id after it will start.
    lists[firstStart + numbers[id]!]!++;
  }
  for (let n = 1; n <= count; n++) lists[firstStart + n]! += lists[firstStart + n - 1]!;
  lists[0] = count;
  const filled = new Int32Array(count);
  for (const [row, id] of ids.entries()) {
    if (id === skipped) continue;
    const n = numbers[id]! - 1;
    lists[firstRow + lists[firstStart + n]! + filled[n]!++] = row;
  }
  return lists;
}
