/** @file A dry run goes through a pass without computing anything. It notes which tensors the pass makes and which kernels. */
import * as tf from '@tensorflow/tfjs';
import type { Moment, PassCourse } from '../../index';
import type { BufferPlan } from './bufferPlan';
import type { KernelSource } from './kernel';

const ELEMENT_BYTES = 4;

/** What a dry run of several passes found out. */
export interface DryRunResult {
  /** By name, the function that makes the source of each kernel. */
  readonly kernels: ReadonlyMap<string, () => KernelSource>;
  /** By pass, what it makes and when. */
  readonly courses: ReadonlyMap<string, PassCourse>;
  readonly plan: BufferPlan;
}

export class DryRun {
  /** The function that makes the source of each kernel, by name. */
  readonly kernels = new Map<string, () => KernelSource>();
  private readonly lives: { bytes: number; born: number; died: number | null }[] = [];
  private readonly moments: { moment: Moment; begins: number }[] = [];
  private clock = 0;

  /**
   * A tensor without data. The dry run's clock counts tensors that are made and disposed.
   * @param slabs see `Company`
   * @param elementBytes of the device's copy: 2 for half floats
   */
  tensor(
    shape: number[],
    dtype: 'float32' | 'int32',
    slabs: number,
    elementBytes = ELEMENT_BYTES,
  ): tf.Tensor {
    const elements = shape.reduce((product, extent) => product * extent, slabs);
    const life = { bytes: elements * elementBytes, born: this.clock++, died: null as number | null };
    this.lives.push(life);
    return new EmptyTensor(shape, dtype, { references: 1, end: () => (life.died = this.clock++) });
  }

  enter(moment: Moment): void {
    this.moments.push({ moment, begins: this.clock });
  }

  /** The tensors and moments so far. */
  get course(): PassCourse {
    return { tensors: this.lives, moments: this.moments };
  }
}

interface SharedData {
  references: number;
  end(): void;
}

/** A tensor that tfjs's engine does not know and no backend holds. Clones share their data, as in tfjs. */
class EmptyTensor extends tf.Tensor {
  private gone = false;

  constructor(
    shape: number[],
    dtype: 'float32' | 'int32',
    private readonly shared: SharedData,
  ) {
    super(shape, dtype, shared, -1);
  }

  override get isDisposed(): boolean {
    return this.gone;
  }

  override dispose(): void {
    if (this.gone) return;
    this.gone = true;
    if (--this.shared.references === 0) this.shared.end();
  }

  override clone<T extends tf.Tensor>(this: T): T {
    const { shape, dtype, shared } = this as unknown as EmptyTensor;
    shared.references++;
    return new EmptyTensor(shape, dtype as 'float32' | 'int32', shared) as unknown as T;
  }
}
