/**
 * @file Small matrices of 4 x 4 in plain WGSL, each held whole by every thread, so that the products of
 * `matrixGemmSource.ts` run where there are no matrix units: all of it but the units themselves.
 */
import type { MatrixDialect, Place } from './matrixDialect';

/** WGSL of row r of a small matrix, as a vec4f. @param vectors whether the array's elements are vec4s */
function rowOf({ array, offset, stride }: Omit<Place, 'columns'>, vectors: boolean, r: number): string {
  const at = `${offset} + ${r}u * (${stride})`;
  if (vectors) return `${array}[${at}]`;
  return `vec4f(${[0, 1, 2, 3].map((i) => `${array}[${at} + ${i}u]`).join(', ')})`;
}

/** @param vectors as in the tiling that the dialect is used with */
export function plainMatrices(vectors: boolean): MatrixDialect {
  const rows = (place: Omit<Place, 'columns'>): string =>
    `mat4x4f(${[0, 1, 2, 3].map((r) => rowOf(place, vectors, r)).join(', ')})`;
  return {
    size: 4,
    lanes: 4,
    half: 'f32',
    fromFloats: (four) => `quantizeToF16(${four})`,
    fromPairs: (pairs) => `unpack_f16(${pairs})`,
    left: 'mat4x4f',
    right: 'mat4x4f',
    result: 'mat4x4f',
    // WGSL's matrices are made of columns.
    load: (_, place) => (place.columns ? rows(place) : `transpose(${rows(place)})`),
    multiply: (left, right, sum) => `${sum} + ${left} * ${right}`,
    store: ({ array, offset, stride }, value) =>
      [0, 1, 2, 3]
        .map((r) => {
          const row = `vec4f(${[0, 1, 2, 3].map((c) => `${value}[${c}][${r}]`).join(', ')})`;
          const at = `${offset} + ${r}u * (${stride})`;
          if (vectors) return `${array}[${at}] = ${row};`;
          return [0, 1, 2, 3].map((i) => `${array}[${at} + ${i}u] = ${row}[${i}];`).join(' ');
        })
        .join(' '),
  };
}
