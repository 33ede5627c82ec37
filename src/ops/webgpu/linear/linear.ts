/**
 * @file A linear layer from I to O with its n LoRA adapters of rank r, forward and backward, for T tokens.
 *
 *   forward    lowRank = dropout(x) A^T      y = x W^T + bias + scaling * lowRank B^T
 *   backward   du = scaling * dy B           dx = dy W + mask * (du A)
 *              dB = scaling * dy^T lowRank   dA = du^T dropout(x)   dW = dy^T x   dbias = column sums of dy
 *
 * If W is transposed in memory, x W^T is the product NN and dy W the product NT; otherwise it is the other way round.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Linear, LinearBackwardArgs, Slot, Weight } from '../../index';
import { adapterGradients } from './adapterGradients';
import { multiply } from './dispatch';
import { type LowRankTerm } from './gemmArgs';
import { lowRank, lowRankGradient } from './lowRank';
import { columnSums } from '../elementwise/reduce';
import type { Runner } from '../runtime/runner';
import { matrixShape } from '../runtime/matrixShape';
import { restoreInput } from './savedInput';

const isTransposed = (weight: Weight): boolean => 'precision' in weight && weight.transposed;

/** @param kept whether backward needs y @returns y [T, O], lowRank [T, n * r], and with GELU its input, if that is to be saved. */
export function linear(
  runner: Runner,
  x: Tensor,
  layer: Linear,
  epilogue: { kind: 'gelu'; save: boolean } | null = null,
  kept = false,
): { y: Tensor; preActivation: Tensor | null; lowRank: Tensor | null } {
  const { weight, bias, adapter } = layer;
  const [rows, inner] = matrixShape(x);
  const [columns] = matrixShape(weight);
  const low = adapter && lowRank(runner, x, adapter);
  // GELU's output is read by one product alone, which rounds it anyway.
  const y = kept || epilogue ? runner.kept([rows, columns]) : runner.tensor([rows, columns]);
  const preActivation = epilogue?.save ? runner.kept([rows, columns]) : null;
  const term: LowRankTerm | null = adapter &&
    low && {
      kind: 'output',
      low,
      weight: adapter.b,
      rank: adapter.rank,
      modules: adapter.modules,
      adapted: adapter.adapted,
      scale: adapter.scaling,
      dropout: null,
    };
  multiply(runner, {
    form: isTransposed(weight) ? 'NN' : 'NT',
    a: x,
    b: weight,
    c: y,
    rows,
    columns,
    inner,
    bias,
    adapter: term,
    epilogue: epilogue && { kind: 'gelu', preActivation },
  });
  return { y, preActivation, lowRank: low };
}

/** Writes the gradients that have a slot. @returns dx [T, I], or null if it is not needed */
export function linearBackward(runner: Runner, args: LinearBackwardArgs): Tensor | null {
  const { dy, gradients } = args;
  const { weight, adapter } = args.linear;
  const [rows, outputs] = matrixShape(dy);
  const inputs = matrixShape(weight)[1];
  if (gradients.bias) columnSums(runner, dy, gradients.bias);
  if (gradients.weight) weightGradient(runner, args, gradients.weight);

  const du = adapter && lowRankGradient(runner, dy, adapter);
  if (adapter && du) {
    const { a, b } = gradients;
    const { input, lowRank } = args;
    if (!a || !b || !input || !lowRank)
      throw new Error('An adapter needs slots for both gradients, the input and lowRank.');
    adapterGradients(runner, { adapter, input, du, dy, lowRank, gradients: { a, b } });
  }

  let dx: Tensor | null = null;
  if (args.needsDx) {
    // A gradient moved into the range of half floats does not take the place of a pre-activation, which is read beside it.
    const halves = args.throughGelu && runner.precision.isHalf(args.throughGelu) ? args.throughGelu : null;
    dx =
      args.accumulateInto ??
      (halves ? runner.gradient([rows, inputs]) : args.throughGelu) ??
      runner.tensor([rows, inputs]);
    const rank = adapter ? adapter.rank * adapter.adapted.length : 0;
    multiply(runner, {
      form: isTransposed(weight) ? 'NT' : 'NN',
      a: dy,
      b: weight,
      c: dx,
      rows,
      columns: inputs,
      inner: outputs,
      accumulate: args.accumulateInto !== null,
      adapter: adapter &&
        du && {
          kind: 'input',
          low: du,
          weight: adapter.a,
          rank,
          modules: 1,
          adapted: [0],
          scale: 1,
          dropout: adapter.dropout,
        },
      epilogue: args.throughGelu && { kind: 'geluGradient', preActivation: halves },
      gradient: true,
    });
    halves?.dispose();
  }
  du?.dispose();
  return dx;
}

function weightGradient(runner: Runner, { dy, input }: LinearBackwardArgs, slot: Slot): void {
  if (!input) throw new Error('The gradient of a weight needs the input.');
  const [rows, columns] = slot.entry.shape as [number, number];
  const { x, dispose } = restoreInput(runner, input);
  multiply(runner, {
    form: 'TN',
    a: dy,
    b: x,
    c: slot,
    rows,
    columns,
    inner: matrixShape(dy)[0],
    gradient: true,
  });
  dispose();
}
