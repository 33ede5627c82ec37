/**
 * @file The matrix units of a device, as WebGPU's experimental subgroup matrices offer them (gpuweb/gpuweb,
 * proposals/subgroup-matrix.md): the threads of a subgroup multiply small matrices of half floats and sum in float32.
 */

/** The feature as Chromium calls it. */
export const MATRIX_UNITS_FEATURE = 'chromium-experimental-subgroup-matrix';

export interface MatrixUnits {
  /** Rows and columns of each of the small matrices. */
  readonly size: number;
  /** Threads of a subgroup. */
  readonly lanes: number;
}

/** What an adapter says of its subgroups. The types that come with TypeScript do not know it yet. */
interface SubgroupInfo {
  readonly subgroupMinSize?: number;
  readonly subgroupMaxSize?: number;
  readonly subgroupMatrixConfigs?: readonly {
    readonly componentType: string;
    readonly resultComponentType: string;
    readonly M: number;
    readonly N: number;
    readonly K: number;
  }[];
}

/** The part of a device that says what it offers. */
type Offer = Pick<GPUDevice, 'features'> & { readonly adapterInfo?: unknown };

/**
 * The largest square product of half floats with float32 sums that the device's matrix units compute. It is null
 * without any, or if subgroups have no fixed size: the kernel shares out its tiles among subgroups of known size.
 */
export function matrixUnitsOf({ features, adapterInfo }: Offer): MatrixUnits | null {
  const names: ReadonlySet<string> = features;
  if (!['shader-f16', 'subgroups', MATRIX_UNITS_FEATURE].every((name) => names.has(name))) return null;
  const {
    subgroupMinSize,
    subgroupMaxSize,
    subgroupMatrixConfigs = [],
  } = (adapterInfo ?? {}) as SubgroupInfo;
  if (!subgroupMaxSize || subgroupMinSize !== subgroupMaxSize) return null;
  const sizes = [...subgroupMatrixConfigs]
    .filter((config) => config.componentType === 'f16' && config.resultComponentType === 'f32')
    .filter(({ M, N, K }) => M === N && N === K && M % 4 === 0)
    .map(({ M }) => M);
  return sizes.length === 0 ? null : { size: Math.max(...sizes), lanes: subgroupMaxSize };
}
