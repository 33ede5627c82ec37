/**
 * @file Mixed precision of a runner: whether it is on for the ops that run now, which tensors are kept as half floats, and
 * how a device computes products in it.
 */
import { Tensor } from '@tensorflow/tfjs';
import type { MixedPath } from '../../index';
import type { Dispatch } from './device';
import { matrixUnitsOf, type MatrixUnits } from './matrixUnits';

export class MixedPrecision {
  /** Whether the ops that run now compute in mixed precision. */
  isOn = false;
  /** The matrix units that products run on; null on another path. */
  readonly units: MatrixUnits | null;
  readonly path: MixedPath;
  private readonly halves = new WeakSet<Tensor['dataId']>();
  private readonly gradients = new WeakSet<Tensor['dataId']>();

  /**
   * Half-float arithmetic is taken only where it is asked for: on the one GPU where it was measured (H200, LoRA on all
   * modules of RoBERTa base), a step took 62 ms in it, 45 with storage alone and 24 on the matrix units.
   * @param wanted a path other than the usual one; one that the device does not offer is not taken
   */
  constructor(device: Pick<GPUDevice, 'features'>, wanted: MixedPath['kind'] = 'matrix') {
    const units = matrixUnitsOf(device);
    const names: ReadonlySet<string> = device.features;
    this.units = wanted === 'matrix' ? units : null;
    const computes = wanted === 'arithmetic' && names.has('shader-f16');
    const kind = this.units ? 'matrix' : computes ? 'arithmetic' : 'storage';
    this.path = { kind, why: REASONS[wanted !== 'matrix' ? 'asked' : this.units ? 'matrix' : 'storage'] };
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

  /**
   * Whether gradients that a product on the matrix units reads next, which rounds them anyway, are half floats already.
   * Where there are no units, that would save memory but no time.
   */
  get keepsGradients(): boolean {
    return this.units !== null;
  }

  /** Notes a tensor that is kept as half floats. @param gradient whether its numbers are moved into their range */
  note({ dataId }: Pick<Tensor, 'dataId'>, gradient = false): void {
    this.halves.add(dataId);
    if (gradient) this.gradients.add(dataId);
  }

  /** The names of those operands that are kept as half floats. */
  arraysOf(operands: Dispatch['buffers']): string[] {
    return Object.entries(operands).flatMap(([name, operand]) =>
      operand instanceof Tensor && this.isHalf(operand) ? [name] : [],
    );
  }

  /** The same for those that hold gradients. */
  gradientsOf(operands: Dispatch['buffers']): string[] {
    return Object.entries(operands).flatMap(([name, operand]) =>
      operand instanceof Tensor && this.gradients.has(operand.dataId) ? [name] : [],
    );
  }

  isHalf({ dataId }: Pick<Tensor, 'dataId'>): boolean {
    return this.halves.has(dataId);
  }
}

const REASONS: Readonly<Record<'matrix' | 'storage' | 'asked', string>> = {
  matrix: 'this browser offers the adapter’s matrix units for half floats',
  asked: 'it was asked for',
  storage: 'this browser offers no matrix units that sum products of half floats in float32',
};
