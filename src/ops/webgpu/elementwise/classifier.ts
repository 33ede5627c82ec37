/** @file Kernels of the classification head besides its linear layers: the first tokens, and the loss. */
import type { Tensor } from '@tensorflow/tfjs';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';

interface Sentences {
  readonly batch: number;
  readonly sequence: number;
}

export function firstTokens(runner: Runner, x: Tensor, { batch, sequence }: Sentences): Tensor {
  const width = matrixShape(x)[1];
  const y = runner.tensor([batch, width]);
  runner.run(
    'firstTokens',
    () => ({
      inputs: { x: 'f32' },
      outputs: { y: 'f32' },
      uniforms: { size: 'u32', width: 'u32', sequence: 'u32' },
      workgroup: [64, 1],
      body: 'if (index < p.size) { y[index] = x[index / p.width * p.sequence * p.width + index % p.width]; }',
    }),
    { buffers: { x, y }, uniforms: { size: y.size, width, sequence }, threads: y.size },
  );
  return y;
}

export function firstTokensBackward(runner: Runner, dy: Tensor, { batch, sequence }: Sentences): Tensor {
  const width = matrixShape(dy)[1];
  const dx = runner.tensor([batch * sequence, width]);
  runner.run(
    'firstTokensBackward',
    () => ({
      inputs: { dy: 'f32' },
      outputs: { dx: 'f32' },
      uniforms: { size: 'u32', width: 'u32', sequence: 'u32' },
      workgroup: [64, 1],
      body: `
  if (index >= p.size) { return; }
  let token = index / p.width;
  var value = 0.0;
  if (token % p.sequence == 0u) { value = dy[token / p.sequence * p.width + index % p.width]; }
  dx[index] = value;`,
    }),
    { buffers: { dy, dx }, uniforms: { size: dx.size, width, sequence }, threads: dx.size },
  );
  return dx;
}

/** Softmax cross-entropy over [batch, classes], a thread for each row. A batch is small, so thread 0 alone sums the loss. */
export function crossEntropy(
  runner: Runner,
  logits: Tensor,
  labels: Tensor,
): { dLogits: Tensor; stats: Tensor } {
  const [batch, classes] = matrixShape(logits);
  const dLogits = runner.tensor([batch, classes]);
  const stats = runner.tensor([2]);
  runner.run(
    'crossEntropy',
    () => ({
      inputs: { logits: 'f32', labels: 'i32' },
      outputs: { dLogits: 'f32', stats: 'f32' },
      uniforms: { batch: 'u32', classes: 'u32' },
      workgroup: [32, 1],
      functions: `
struct Row { best: f32, bestClass: i32, sum: f32 }
fn rowOf(first: u32) -> Row {
  var row = Row(logits[first], 0, 0.0);
  for (var c = 1u; c < p.classes; c++) {
    if (logits[first + c] > row.best) { row.best = logits[first + c]; row.bestClass = i32(c); }
  }
  for (var c = 0u; c < p.classes; c++) { row.sum += exp(logits[first + c] - row.best); }
  return row;
}`,
      body: `
  if (index >= p.batch) { return; }
  var count = 0.0;
  for (var b = 0u; b < p.batch; b++) { if (labels[b] >= 0) { count += 1.0; } }
  count = max(count, 1.0);
  let label = labels[index];
  let first = index * p.classes;
  let row = rowOf(first);
  for (var c = 0u; c < p.classes; c++) {
    let probability = exp(logits[first + c] - row.best) / row.sum;
    let wanted = select(0.0, 1.0, i32(c) == label);
    dLogits[first + c] = select(0.0, (probability - wanted) / count, label >= 0);
  }
  if (index > 0u) { return; }
  var loss = 0.0;
  var hits = 0.0;
  for (var b = 0u; b < p.batch; b++) {
    if (labels[b] < 0) { continue; }
    let other = rowOf(b * p.classes);
    loss += other.best + log(other.sum) - logits[b * p.classes + u32(labels[b])];
    if (other.bestClass == labels[b]) { hits += 1.0; }
  }
  stats[0] = loss / count;
  stats[1] = hits;`,
    }),
    { buffers: { logits, labels, dLogits, stats }, uniforms: { batch, classes }, threads: batch },
  );
  return { dLogits, stats };
}
