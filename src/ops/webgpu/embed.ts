/** @file The embeddings: LayerNorm(word + position + token type), then dropout; and their gradients. */
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
): void {
  const dScaled = dropout ? runDropout(runner, dy, dropout) : dy;
  const { dResidual, dx } = normBackward(runner, dScaled, saved, tables.gamma, null, gradients);
  if (dropout) dScaled.dispose();
  dx.dispose(); // the same data as dResidual
  if (!batch.rows) throw new Error('The gradients of the embeddings need the lists of rows by id.');
  scatter(runner, dResidual, batch.rows.byToken, gradients.word);
  scatter(runner, dResidual, batch.rows.byPosition, gradients.position);
  runner.clear(gradients.tokenType);
  columnSums(runner, dResidual, gradients.tokenType); // row 0 is the slot's beginning
  dResidual.dispose();
}

/** table gradient[id] = sum of the rows of dx with that id, always in the same order; see `rowsById`. */
function scatter(runner: Runner, dx: Tensor, lists: Tensor, slot: Slot): void {
  const [rows, width] = matrixShape(dx);
  const vec = width % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const groups = vec ? width / 4 : width;
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
}
