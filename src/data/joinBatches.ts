/** @file Joins the batches of trials that train together into one, padded to the longest of them. */
import { paddingOf, type BatchArrays, type BatchRules } from './batches';

/**
 * The batches one after another, each padded to the longest. A single batch, which needs no change, is returned itself.
 * @param batches one a trial, with equally many rows
 * @throws Error if they differ in the number of rows
 */
export function joinBatches(
  batches: readonly BatchArrays[],
  { padToken, firstPosition }: BatchRules,
): BatchArrays {
  const [first] = batches;
  if (!first) throw new Error('There are no batches to join.');
  if (batches.length === 1) return first;
  const { batch } = first;
  const other = batches.find((each) => each.batch !== batch);
  if (other) throw new Error(`Batches of ${batch} and of ${other.batch} rows cannot be joined.`);
  const sequence = Math.max(...batches.map((each) => each.sequence));
  const joined = (key: 'tokens' | 'positions' | 'types', filling: number): Int32Array => {
    const all = new Int32Array(batches.length * batch * sequence).fill(filling);
    batches.forEach((each, trial) => {
      const widened = { values: each[key], width: each.sequence };
      for (let row = 0; row < batch; row++) all.set(rowOf(widened, row), (trial * batch + row) * sequence);
    });
    return all;
  };
  return {
    batch,
    sequence,
    tokens: joined('tokens', padToken),
    positions: joined('positions', paddingOf(firstPosition)),
    types: joined('types', 0),
    lengths: concatenated(batches.map(({ lengths }) => lengths)),
    labels: concatenated(batches.map(({ labels }) => labels)),
  };
}

const rowOf = ({ values, width }: { values: Int32Array; width: number }, row: number): Int32Array =>
  values.subarray(row * width, (row + 1) * width);

function concatenated(arrays: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const array of arrays) {
    all.set(array, next);
    next += array.length;
  }
  return all;
}
