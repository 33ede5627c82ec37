/**
 * @file Which rows of a batch use which row of an embedding table. The table's gradient is summed by these lists,
 * always in the same order and without atomics.
 */

/** The length of the array that {@link rowsById} returns for this many rows. */
export const rowListsLength = (rows: number): number => 3 * rows + 2;

/**
 * Lists the rows of each id. One array holds [count | ids | starts | rows]: `count` different ids in the order in which
 * they first appear; where the rows of each begin, and where the last ones end; and the rows themselves, ascending
 * within an id. Each part has room for as many ids as there are rows, `starts` for one more.
 *
 * Every index is in range: ids index `numbers`, which is as long as the largest of them; the others count rows or ids,
 * of which there are at most `size`.
 * @param ids [rows], the id that each row of the batch uses, 0 or larger
 * @param skipped rows with this id are in no list; null for no such id
 * @returns int32 [3 * rows + 2]
 */
export function rowsById(ids: Int32Array, skipped: number | null): Int32Array {
  const size = ids.length;
  const lists = new Int32Array(rowListsLength(size));
  const [firstId, firstStart, firstRow] = [1, 1 + size, 2 + 2 * size];
  /** For each id, its 1-based number in the lists, or 0 if it has not appeared yet. */
  const numbers = new Int32Array(ids.reduce((largest, id) => Math.max(largest, id), 0) + 1);
  let count = 0;
  for (const id of ids) {
    if (id === skipped) continue;
    if (numbers[id] === 0) {
      lists[firstId + count] = id;
      numbers[id] = ++count;
    }
    // Counts the id's rows, in the entry that will hold the next id's start.
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
