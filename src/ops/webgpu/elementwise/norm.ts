/**
 * @file LayerNorm over rows of width H: of residual + dropout(x) between the encoder's blocks; and of the embeddings,
 * where the dropout comes after it. On software adapters each thread has a row; on GPUs 64 threads share one.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Dropout, NormSaved, Operand, Slot } from '../../index';
import { DROPOUT_FIELDS, DROPOUT_FUNCTIONS, dropoutUniforms, maskOf } from './dropout';
import { rowShare } from '../runtime/kernel';
import { matrixShape } from '../runtime/matrixShape';
import { normGradients } from './reduce';
import type { Runner } from '../runtime/runner';

export interface NormArgs {
  readonly residual: Tensor | null; // [T, H]
  readonly x: Tensor; // [T, H]
  readonly gamma: Operand;
  readonly beta: Operand;
  readonly epsilon: number;
  readonly dropout: Dropout | null;
  /** Whether dropout applies to x or to y. */
  readonly dropped: 'x' | 'y';
  readonly save: boolean;
}

/** The element type, how many threads share a row, and how many elements of the type a row has. */
function shapeOf(runner: Runner, width: number): { type: 'f32' | 'vec4f'; lanes: number; groups: number } {
  const vec = width % 4 === 0;
  return { type: vec ? 'vec4f' : 'f32', lanes: runner.software ? 1 : 64, groups: vec ? width / 4 : width };
}

/** The sum of an element's components. */
const total = (type: 'f32' | 'vec4f', value: string): string =>
  type === 'vec4f' ? `dot(${value}, vec4f(1.0))` : value;
const keep = (type: 'f32' | 'vec4f'): string => (type === 'vec4f' ? 'keep4(4u * at)' : 'keep1(at)');

/** y [T, H]; `saved` is null unless `save`. */
export function norm(runner: Runner, args: NormArgs): { y: Tensor; saved: NormSaved | null } {
  const { residual, x, gamma, beta, dropout, save } = args;
  const [rows, width] = matrixShape(x);
  const { type, lanes, groups } = shapeOf(runner, width);
  const share = rowShare(lanes);
  const y = runner.tensor([rows, width]);
  const saved = save ? { normalized: runner.kept([rows, width]), rstd: runner.tensor([rows]) } : null;
  const dropX = dropout && args.dropped === 'x' ? ` * ${keep(type)}` : '';
  const dropY = dropout && args.dropped === 'y' ? ` * ${keep(type)}` : '';
  const loop = `for (var i = ${share.start}; i < p.groups; i += ${share.stride})`;
  runner.run(
    `norm ${type} ${lanes} ${Boolean(residual)} ${save} ${dropout ? args.dropped : ''}`,
    () => ({
      inputs: { ...(residual ? { residual: type } : {}), x: type, gamma: type, beta: type },
      outputs: { y: type, ...(save ? { normalized: type, rstd: 'f32' } : {}) },
      uniforms: { rows: 'u32', groups: 'u32', width: 'f32', epsilon: 'f32', ...DROPOUT_FIELDS },
      workgroup: share.workgroup,
      functions: `${share.functions}${dropout ? DROPOUT_FUNCTIONS : ''}`,
      // y holds LayerNorm's input until the last loop overwrites it; every thread reads back only its own elements.
      body: `
  let row = ${share.row};
  if (row >= p.rows) { return; }
  var sum = ${type}();
  ${loop} {
    let at = row * p.groups + i;
    let value = ${residual ? 'residual[at] + ' : ''}x[at]${dropX};
    y[at] = value;
    sum += value;
  }
  let mean = rowSum(vec4f(${total(type, 'sum')}), lane).x / p.width;
  var squares = ${type}();
  ${loop} {
    let centered = y[row * p.groups + i] - mean;
    squares += centered * centered;
  }
  let factor = inverseSqrt(rowSum(vec4f(${total(type, 'squares')}), lane).x / p.width + p.epsilon);
  ${loop} {
    let at = row * p.groups + i;
    let value = (y[at] - mean) * factor;
    ${save ? 'normalized[at] = value;' : ''}
    y[at] = (value * gamma[i] + beta[i])${dropY};
  }
  ${save ? `if (${share.start} == 0u) { rstd[row] = factor; }` : ''}`,
    }),
    {
      buffers: { ...(residual ? { residual } : {}), x, gamma, beta, y, ...saved },
      uniforms: { rows, groups, width, epsilon: args.epsilon, ...dropoutUniforms(dropout) },
      mask: maskOf(x),
      threads: share.threads(rows),
    },
  );
  return { y, saved };
}

/** dx = rstd * (g - mean(g) - normalized * mean(g * normalized)) with g = dy * gamma. */
export function normBackward(
  runner: Runner,
  dy: Tensor,
  saved: NormSaved,
  gamma: Operand,
  dropout: Dropout | null,
  gradients: { readonly gamma: Slot; readonly beta: Slot } | null,
): { dResidual: Tensor; dx: Tensor } {
  const [rows, width] = matrixShape(dy);
  const { type, lanes, groups } = shapeOf(runner, width);
  const share = rowShare(lanes);
  if (gradients) normGradients(runner, dy, saved.normalized, gradients);
  const dResidual = runner.tensor([rows, width]);
  const dx = dropout ? runner.tensor([rows, width]) : null;
  const loop = `for (var i = ${share.start}; i < p.groups; i += ${share.stride})`;
  runner.run(
    `normBackward ${type} ${lanes} ${Boolean(dropout)}`,
    () => ({
      inputs: { dy: type, normalized: type, rstd: 'f32', gamma: type },
      outputs: { dResidual: type, ...(dropout ? { dx: type } : {}) },
      uniforms: { rows: 'u32', groups: 'u32', width: 'f32', ...DROPOUT_FIELDS },
      workgroup: share.workgroup,
      functions: `${share.functions}${dropout ? DROPOUT_FUNCTIONS : ''}`,
      body: `
  let row = ${share.row};
  if (row >= p.rows) { return; }
  var sum = ${type}();
  var projection = ${type}();
  ${loop} {
    let at = row * p.groups + i;
    let gradient = dy[at] * gamma[i];
    sum += gradient;
    projection += gradient * normalized[at];
  }
  let means = rowSum(vec4f(${total(type, 'sum')}, ${total(type, 'projection')}, 0.0, 0.0), lane) / p.width;
  let factor = rstd[row];
  ${loop} {
    let at = row * p.groups + i;
    let value = factor * (dy[at] * gamma[i] - means.x - normalized[at] * means.y);
    dResidual[at] = value;
    ${dropout ? `dx[at] = value * ${keep(type)};` : ''}
  }`,
    }),
    {
      buffers: {
        dy,
        normalized: saved.normalized,
        rstd: saved.rstd,
        gamma,
        dResidual,
        ...(dx ? { dx } : {}),
      },
      uniforms: { rows, groups, width, ...dropoutUniforms(dropout) },
      mask: maskOf(dy),
      threads: share.threads(rows),
    },
  );
  return { dResidual, dx: dx ?? dResidual.clone() };
}
