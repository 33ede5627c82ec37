/**
 * @file Mixed precision of a runner: whether it is on for the ops that run now, which tensors are kept as half floats, and
 * how a device computes products in it.
 */
import { Tensor } from '@tensorflow/tfjs';
import type { MixedPath } from '../../index';
import type { Dispatch } from './device';
import { MATRIX_UNITS_FEATURE, matrixUnitsOf, type MatrixUnits } from './matrixUnits';

export class MixedPrecision {
  /** Whether the ops that run now compute in mixed precision. */
  isOn = false;
  /** The matrix units that products run on; null on another path. */
  readonly units: MatrixUnits | null;
  readonly path: MixedPath;
  private readonly halves = new WeakSet<Tensor['dataId']>();

  /** @param wanted a path other than the best that the device offers; one that it does not offer is not taken */
  constructor(device: Pick<GPUDevice, 'features'>, wanted: MixedPath['kind'] = 'matrix') {
    const units = matrixUnitsOf(device);
    const names: ReadonlySet<string> = device.features;
    const computes = names.has('shader-f16');
    this.units = wanted === 'matrix' ? units : null;
    const kind = this.units ? 'matrix' : computes && wanted !== 'storage' ? 'arithmetic' : 'storage';
    this.path = { kind, why: reasonOf(kind, names) };
  }

  /** Runs `body` in mixed precision. */
  on<T>(body: () => T): T {
    const before = this.isOn;
    this.isOn = true;
    try {
      return body();
    } finally {
      this.isOn = before;
    }
  }

  /** Whether a tensor of this width may be kept as half floats: rows are whole vec4s. */
  keeps(width: number): boolean {
    return this.isOn && width % 4 === 0;
  }

  /** Notes a tensor that is kept as half floats. */
  note({ dataId }: Pick<Tensor, 'dataId'>): void {
    this.halves.add(dataId);
  }

  /** The names of those operands that are kept as half floats. */
  arraysOf(operands: Dispatch['buffers']): string[] {
    return Object.entries(operands).flatMap(([name, operand]) =>
      operand instanceof Tensor && this.isHalf(operand) ? [name] : [],
    );
  }

  isHalf({ dataId }: Pick<Tensor, 'dataId'>): boolean {
    return this.halves.has(dataId);
  }
}

function reasonOf(kind: MixedPath['kind'], features: ReadonlySet<string>): string {
  if (kind === 'matrix') return 'this browser offers the adapter’s matrix units for half floats';
  if (kind === 'arithmetic')
    return features.has(MATRIX_UNITS_FEATURE)
      ? 'the adapter’s matrix units do not sum products of half floats in float32'
      : 'this browser offers half-float arithmetic and no matrix units';
  return 'this browser offers neither matrix units nor half-float arithmetic here';
}
