/** @file A pass gone through without computing anything: which tensors it makes, which kernels it runs. */
import * as tf from '@tensorflow/tfjs';
import type { TensorLife } from './bufferPlan';
import type { KernelSource } from './kernel';

const ELEMENT_BYTES = 4;

export class EncodedCommands {
  /** Every kernel by its name, with what makes its source. */
  readonly kernels = new Map<string, () => KernelSource>();
  private readonly lives: { bytes: number; born: number; died: number | null }[] = [];
  private clock = 0;

  /** A tensor without data that notes when it is disposed. */
  tensor(shape: number[], dtype: 'float32' | 'int32'): tf.Tensor {
    const elements = shape.reduce((product, extent) => product * extent, 1);
    const life = { bytes: elements * ELEMENT_BYTES, born: this.clock++, died: null as number | null };
    this.lives.push(life);
    return new CommandTensor(shape, dtype, { references: 1, end: () => (life.died = this.clock++) });
  }

  /** The tensors so far, in order. */
  get tensors(): readonly TensorLife[] {
    return this.lives;
  }
}

interface SharedData {
  references: number;
  end(): void;
}

/** Never registered with tfjs's engine: it has nothing on any backend. */
class CommandTensor extends tf.Tensor {
  private gone = false;

  constructor(
    shape: number[],
    dtype: 'float32' | 'int32',
    private readonly shared: SharedData,
  ) {
    super(shape, dtype, {}, -1);
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
    const { shape, dtype, shared } = this as unknown as CommandTensor;
    shared.references++;
    return new CommandTensor(shape, dtype as 'float32' | 'int32', shared) as unknown as T;
  }
}
