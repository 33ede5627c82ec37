/**
 * @file What a product on the matrix units says in WGSL: the types of its small matrices, and how they are loaded,
 * multiplied and stored. Tests put a dialect in its place that says the same without matrix units.
 */
import type { MatrixUnits } from '../runtime/matrixUnits';

/** Where a small matrix lies in workgroup memory. Offset and stride count elements of the array. */
export interface Place {
  readonly array: string;
  readonly offset: string;
  readonly stride: string;
  /** Whether its columns lie one after another, instead of its rows. */
  readonly columns: boolean;
}

export interface MatrixDialect extends MatrixUnits {
  /** The scalar type of the factors in workgroup memory. */
  readonly half: 'f16' | 'f32';
  /** WGSL of four numbers as four halves: of a vec4f within their range, and of two packed pairs. */
  fromFloats(four: string): string;
  fromPairs(pairs: string): string;
  /** Types of a factor and of a result. */
  readonly left: string;
  readonly right: string;
  readonly result: string;
  load(side: 'left' | 'right', place: Place): string;
  /** WGSL of the expression sum + left * right. */
  multiply(left: string, right: string, sum: string): string;
  /** WGSL of the statement that stores a result. */
  store(place: Omit<Place, 'columns'>, value: string): string;
}

/** The subgroup matrices of Chromium 156. */
export function subgroupMatrices({ size, lanes }: MatrixUnits): MatrixDialect {
  const type = (kind: string, scalar: string): string =>
    `subgroup_matrix_${kind}<${scalar}, ${size}, ${size}>`;
  const [left, right] = [type('left', 'f16'), type('right', 'f16')];
  return {
    size,
    lanes,
    half: 'f16',
    fromFloats: (four) => `vec4<f16>(${four})`,
    fromPairs: (pairs) => `bitcast<vec4<f16>>(${pairs})`,
    left,
    right,
    result: type('result', 'f32'),
    load: (side, { array, offset, stride, columns }) =>
      `subgroupMatrixLoad<${side === 'left' ? left : right}, ${columns ? 'col_major' : 'row_major'}>(&${array}, ${offset}, ${stride})`,
    multiply: (a, b, sum) => `subgroupMatrixMultiplyAccumulate(${a}, ${b}, ${sum})`,
    store: ({ array, offset, stride }, value) =>
      `subgroupMatrixStore<row_major>(&${array}, ${offset}, ${value}, ${stride});`,
  };
}
