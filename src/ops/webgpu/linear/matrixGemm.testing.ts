/**
 * @file Small matrices of 4 x 4 in plain WGSL, each held whole by every thread, so that the products of
 * `matrixGemmSource.ts` run where there are no matrix units: all of it but the units themselves.
 */
import type { MatrixDialect } from './matrixDialect';

const ROWS = [0, 1, 2, 3];

export const PLAIN_MATRICES: MatrixDialect = {
  size: 4,
  lanes: 4,
  half: 'f32',
  fromFloats: (four) => `quantizeToF16(${four})`,
  fromPairs: (pairs) => `unpack_f16(${pairs})`,
  left: 'mat4x4f',
  right: 'mat4x4f',
  result: 'mat4x4f',
  load(_, { array, offset, stride, columns }) {
    const lines = `mat4x4f(${ROWS.map((r) => `${array}[${offset} + ${r}u * (${stride})]`).join(', ')})`;
    return columns ? lines : `transpose(${lines})`; // WGSL's matrices are made of columns
  },
  multiply: (left, right, sum) => `${sum} + ${left} * ${right}`,
  store({ array, offset, stride }, value) {
    const row = (r: number): string => `vec4f(${ROWS.map((c) => `${value}[${c}][${r}]`).join(', ')})`;
    return ROWS.map((r) => `${array}[${offset} + ${r}u * (${stride})] = ${row(r)};`).join(' ');
  },
};
