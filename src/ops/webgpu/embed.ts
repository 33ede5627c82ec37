/** @file The embeddings: LayerNorm(word + position + token type), then dropout; and their gradients. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Dropout, EmbeddingGradients, EmbeddingTables, NormSaved, Slot, TokenBatch } from '../index';
import { runDropout } from './dropout';
import { matrixShape } from './linear';
import { norm, normBackward } from './norm';
import { columnSums } from './reduce';
import type { Runner } from './runner';

export function embed(
  runner: Runner,
  batch: TokenBatch,
  tables: EmbeddingTables,
  epsilon: number,
  dropout: Dropout | null,
  save: boolean,
): { y: Tensor; saved: NormSaved | null } {
  const width = matrixShape(tables.word)[1];
  const rows = batch.batch * batch.sequence;
  const vec = width % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const groups = vec ? width / 4 : width;
  const sum = runner.tensor([rows, width]);
  runner.run(
    `embed ${type}`,
    () => ({
      inputs: { tokens: 'i32', positions: 'i32', word: type, position: type, tokenType: type },
      outputs: { sum: type },
      uniforms: { rows: 'u32', groups: 'u32' },
      workgroup: [64, 1],
      body: `
  let row = index / p.groups;
  if (row >= p.rows) { return; }
  let column = index % p.groups;
  let wordAt = u32(tokens[row]) * p.groups + column;
  let positionAt = u32(positions[row]) * p.groups + column;
  sum[index] = word[wordAt] + position[positionAt] + tokenType[column];`,
    }),
    {
      buffers: {
        tokens: batch.tokens,
        positions: batch.positions,
        word: tables.word,
        position: tables.position,
        tokenType: tables.tokenType,
        sum,
      },
      uniforms: { rows, groups },
      threads: rows * groups,
    },
  );
  const { gamma, beta } = tables;
  const result = norm(runner, { residual: null, x: sum, gamma, beta, epsilon, dropout, dropped: 'y', save });
  sum.dispose();
  return result;
}

export function embedBackward(
  runner: Runner,
  dy: Tensor,
  batch: TokenBatch,
  tables: EmbeddingTables,
  saved: NormSaved,
  dropout: Dropout | null,
  gradients: EmbeddingGradients,
  padToken: number,
  padPosition: number | null,
): void {
  const dScaled = dropout ? runDropout(runner, dy, dropout) : dy;
  const { dResidual, dx } = normBackward(runner, dScaled, saved, tables.gamma, null, gradients);
  if (dropout) dScaled.dispose();
  dx.dispose(); // the same data as dResidual
  scatter(runner, dResidual, batch.host.tokens, gradients.word, padToken);
  scatter(runner, dResidual, batch.host.positions, gradients.position, padPosition);
  runner.clear(gradients.tokenType);
  columnSums(runner, dResidual, null, gradients.tokenType); // row 0 is the slot's beginning
  dResidual.dispose();
}

/**
 * Which rows of a batch use which row of a table, as one array:
 * [count | ids | starts, one more than ids | rows], each part with room for one id a row.
 */
export function rowsById(ids: Int32Array, skipped: number | null): Int32Array {
  const size = ids.length;
  const order = Int32Array.from(ids.keys())
    .filter((row) => ids[row] !== skipped)
    .sort((a, b) => ids[a]! - ids[b]! || a - b);
  const lists = new Int32Array(3 * size + 2);
  const [starts, rows] = [1 + size, 2 + 2 * size];
  let count = 0;
  for (const [i, row] of order.entries()) {
    if (i === 0 || ids[row] !== ids[order[i - 1]!]) {
      lists[1 + count] = ids[row]!;
      lists[starts + count] = i;
      count++;
    }
    lists[rows + i] = row;
  }
  lists[0] = count;
  lists[starts + count] = order.length;
  return lists;
}

/** table gradient[id] = sum of the rows of dx with that id, always in the same order. */
function scatter(runner: Runner, dx: Tensor, ids: Int32Array, slot: Slot, skipped: number | null): void {
  const [rows, width] = matrixShape(dx);
  const vec = width % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const groups = vec ? width / 4 : width;
  const lists = tf.tensor1d(rowsById(ids, skipped), 'int32');
  runner.clear(slot);
  runner.run(
    `scatter ${type}`,
    () => ({
      inputs: { lists: 'i32', dx: type },
      outputs: { gradient: type },
      uniforms: { rows: 'u32', groups: 'u32' },
      workgroup: [64, 1],
      body: `
  let n = index / p.groups;
  if (n >= u32(lists[0])) { return; }
  let column = index % p.groups;
  let starts = 1u + p.rows;
  let end = u32(lists[starts + n + 1u]);
  var sum = ${type}();
  for (var i = u32(lists[starts + n]); i < end; i++) {
    sum += dx[u32(lists[2u + 2u * p.rows + i]) * p.groups + column];
  }
  gradient[u32(lists[1u + n]) * p.groups + column] = sum;`,
    }),
    { buffers: { lists, dx, gradient: slot }, uniforms: { rows, groups }, threads: rows * groups },
  );
  lists.dispose();
}
