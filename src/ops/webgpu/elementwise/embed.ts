/** @file The embeddings, dropout(LayerNorm(word + position + token type)), and the gradients of their tables. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Dropout, EmbeddingGradients, EmbeddingTables, NormSaved, Slot, TokenBatch } from '../../index';
import { runDropout } from './dropout';
import type { KernelSource } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import { norm, normBackward } from './norm';
import { rowChunks } from './reduce';
import type { Runner } from '../runtime/runner';

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
  // If the word table does not fit into one binding, each range's kernel writes the tokens in that range.
  for (const word of runner.tableRows(tables.word))
    runner.run(`embed ${type}`, () => embedSource(type), {
      buffers: {
        tokens: batch.tokens,
        positions: batch.positions,
        types: batch.types,
        word,
        position: tables.position,
        tokenType: tables.tokenType,
        sum,
      },
      uniforms: { rows, groups, firstWord: word.first, words: word.rows },
      threads: rows * groups,
    });
  const { gamma, beta } = tables;
  const result = norm(runner, { residual: null, x: sum, gamma, beta, epsilon, dropout, dropped: 'y', save });
  sum.dispose();
  return result;
}

function embedSource(type: 'vec4f' | 'f32'): KernelSource {
  return {
    inputs: {
      tokens: 'i32',
      positions: 'i32',
      types: 'i32',
      word: type,
      position: type,
      tokenType: type,
    },
    outputs: { sum: type },
    uniforms: { rows: 'u32', groups: 'u32', firstWord: 'u32', words: 'u32' },
    workgroup: [64, 1],
    body: `
  let row = index / p.groups;
  if (row >= p.rows) { return; }
  let token = u32(tokens[row]) - p.firstWord; // wraps around, beyond every range, for tokens before it
  if (token >= p.words) { return; }
  let column = index % p.groups;
  let positionAt = u32(positions[row]) * p.groups + column;
  let typeAt = u32(types[row]) * p.groups + column;
  sum[index] = word[token * p.groups + column] + position[positionAt] + tokenType[typeAt];`,
  };
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
  typeSums(runner, dResidual, batch.types, gradients.tokenType);
  dResidual.dispose();
}

/**
 * gradient[type] = sum of the rows of dx with that type. Unlike words, types are few, with many rows each, so a
 * thread goes through a chunk of all rows, for one element or four of one type's gradient.
 */
function typeSums(runner: Runner, dx: Tensor, types: Tensor, slot: Slot): void {
  const [rows, width] = matrixShape(dx);
  const [tableRows] = matrixShape(slot);
  const { chunks, chunkRows } = rowChunks(runner, rows);
  const vec = width % 4 === 0;
  const type = vec ? 'vec4f' : 'f32';
  const groups = vec ? width / 4 : width;
  const partial = chunks === 1 ? null : runner.tensor([chunks, tableRows * width]);
  runner.run(
    `typeSums ${type}`,
    () => ({
      inputs: { dx: type, types: 'i32' },
      outputs: { sums: type },
      uniforms: { rows: 'u32', groups: 'u32', tableRows: 'u32', chunks: 'u32', chunkRows: 'u32' },
      workgroup: [32, 1],
      body: `
  let size = p.tableRows * p.groups;
  if (index >= size * p.chunks) { return; }
  let chunk = index / size;
  let tableRow = i32(index % size / p.groups);
  let end = min((chunk + 1u) * p.chunkRows, p.rows);
  var sum = ${type}();
  for (var row = chunk * p.chunkRows; row < end; row++) {
    if (types[row] == tableRow) { sum += dx[row * p.groups + index % p.groups]; }
  }
  sums[index] = sum;`,
    }),
    {
      buffers: { dx, types, sums: partial ?? slot },
      uniforms: { rows, groups, tableRows, chunks, chunkRows },
      threads: tableRows * groups * chunks,
    },
  );
  if (partial) runner.chunkSums.add(partial, [slot]);
}

/** gradient[id] = sum of the rows of dx with that id, always in the same order. @param lists see `rowsById` */
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
