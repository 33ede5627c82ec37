/** @file What DoRA's magnitudes do to a layer's product z [T, O], forward and backward; see `MagnitudeOps`. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Magnified, Operand, Slot } from '../../index';
import { matrixShape } from '../runtime/matrixShape';
import type { Runner } from '../runtime/runner';
import { NO_SLOT, slotsOf } from './gemmArgs';
import { GELU_FUNCTIONS } from '../elementwise/geluFunctions';
import { rowChunks } from '../elementwise/reduce';

/** The element type, and how many elements of it a row and a module's part of a row have. */
function shapeOf(
  width: number,
  { modules }: Magnified,
): { type: 'f32' | 'vec4f'; groups: number; moduleGroups: number } {
  const vec = (width / modules) % 4 === 0;
  const per = vec ? 4 : 1;
  return { type: vec ? 'vec4f' : 'f32', groups: width / per, moduleGroups: width / modules / per };
}

/** Declares `own`, where the magnitude of `column` is, `isOwn`, whether it has one, and its `factor`. */
const factorOf = (type: 'f32' | 'vec4f'): string => `
  let part = column / p.moduleGroups;
  let found = (p.slots >> (4u * part)) & 15u;
  let isOwn = found != ${NO_SLOT}u;
  let own = select(0u, found, isOwn) * p.moduleGroups + column % p.moduleGroups;
  let factor = select(${type}(1.0), magnitudes[own] / norms[own], isOwn);`;

/** y = m / norm * z + rest, or GELU of it. @param rest a bias [O], or a matrix [T, O] */
export function magnify(
  runner: Runner,
  z: Tensor,
  by: Magnified,
  rest: Operand,
  gelu: { readonly save: boolean } | null,
  kept: boolean,
): { y: Tensor; preActivation: Tensor | null } {
  const [rows, width] = matrixShape(z);
  const { type, groups, moduleGroups } = shapeOf(width, by);
  const { magnitudes, norms } = by;
  const isMatrix = !('entry' in rest) && rest.shape.length === 2;
  const y = kept || gelu ? runner.kept([rows, width]) : runner.tensor([rows, width]);
  const preActivation = gelu?.save ? runner.kept([rows, width]) : null;
  const activated = type === 'vec4f' ? 'gelu4(value)' : 'gelu4(vec4f(value)).x';
  runner.run(
    `magnify ${type} ${isMatrix} ${gelu ? `gelu ${gelu.save}` : ''}`,
    () => ({
      inputs: { z: type, magnitudes: type, norms: type, rest: type },
      outputs: { y: type, ...(preActivation ? { preActivation: type } : {}) },
      uniforms: { size: 'u32', groups: 'u32', moduleGroups: 'u32', slots: 'u32' },
      workgroup: [64, 1],
      functions: gelu ? GELU_FUNCTIONS : '',
      body: `
  if (index >= p.size) { return; }
  let column = index % p.groups;
  ${factorOf(type)}
  let value = factor * z[index] + rest[${isMatrix ? 'index' : 'column'}];
  ${preActivation ? 'preActivation[index] = value;' : ''}
  y[index] = ${gelu ? activated : 'value'};`,
    }),
    {
      buffers: { z, magnitudes, norms, rest, y, ...(preActivation ? { preActivation } : {}) },
      uniforms: { size: rows * groups, groups, moduleGroups, slots: slotsOf(by) },
      threads: rows * groups,
    },
  );
  return { y, preActivation };
}

/**
 * dz = m / norm * dy, and the magnitudes' gradient: the column sums of dy * z, divided by the norms. A thread has a column,
 * or four, of a chunk of rows.
 */
export function magnifyBackward(
  runner: Runner,
  dy: Tensor,
  z: Tensor,
  by: Magnified,
  gradient: Slot,
): Tensor {
  const [rows, width] = matrixShape(z);
  const { type, groups, moduleGroups } = shapeOf(width, by);
  const { magnitudes, norms } = by;
  const { chunks, chunkRows } = rowChunks(runner, rows);
  const dz = runner.tensor([rows, width]);
  const partial = chunks === 1 ? null : runner.tensor([chunks, norms.size]);
  runner.run(
    `magnifyBackward ${type}`,
    () => ({
      inputs: { dy: type, z: type, magnitudes: type, norms: type },
      outputs: { dz: type, sums: type },
      uniforms: {
        rows: 'u32',
        groups: 'u32',
        chunks: 'u32',
        chunkRows: 'u32',
        ownGroups: 'u32',
        moduleGroups: 'u32',
        slots: 'u32',
      },
      workgroup: [32, 1],
      body: `
  if (index >= p.groups * p.chunks) { return; }
  let chunk = index / p.groups;
  let column = index % p.groups;
  ${factorOf(type)}
  let end = min((chunk + 1u) * p.chunkRows, p.rows);
  var sum = ${type}();
  for (var row = chunk * p.chunkRows; row < end; row++) {
    let i = row * p.groups + column;
    let value = dy[i];
    dz[i] = factor * value;
    sum += value * z[i];
  }
  if (isOwn) { sums[chunk * p.ownGroups + own] = sum / norms[own]; }`,
    }),
    {
      buffers: { dy, z, magnitudes, norms, dz, sums: partial ?? gradient },
      uniforms: {
        rows,
        groups,
        chunks,
        chunkRows,
        ownGroups: moduleGroups * by.adapted.length,
        moduleGroups,
        slots: slotsOf(by),
      },
      threads: groups * chunks,
    },
  );
  if (partial) runner.chunkSums.add(partial, [gradient]);
  return dz;
}
