/** @file A flat buffer as one tfjs tensor. Kernels bind the range of an entry. */
import * as tf from '@tensorflow/tfjs';
import { entryOf, type Flat, type FlatLayout, type Slot } from '../../flat';
import type { TensorDevice } from './device';

export class WebGPUFlat implements Flat {
  readonly tensor: tf.Tensor; // [layout.length], with a slab for each trial of a company

  constructor(
    private readonly device: TensorDevice,
    readonly layout: FlatLayout,
  ) {
    device.requireBinding(layout.length * device.slabs);
    this.tensor = tf.keep(device.tensor([layout.length]));
    device.clear(this.tensor);
  }

  slot(name: string): Slot {
    return { flat: this, entry: entryOf(this.layout, name) };
  }

  write(values: Float32Array, trial = 0): void {
    if (values.length !== this.layout.length)
      throw new Error(`The flat buffer has ${this.layout.length} elements, not ${values.length}.`);
    this.device.write(this.tensor, values, trial * this.layout.length);
  }

  writeEntry(name: string, values: Float32Array, trial = 0): void {
    const { size, offset } = entryOf(this.layout, name);
    if (values.length !== size) throw new Error(`${name} has ${size} elements, not ${values.length}.`);
    this.device.write(this.tensor, values, trial * this.layout.length + offset);
  }

  read(trial = 0): Promise<Float32Array> {
    return this.device.readLarge(this.tensor, trial);
  }

  dispose(): void {
    this.tensor.dispose();
  }
}

/** The whole of a flat buffer as a tensor. @throws Error if the buffer belongs to another implementation */
export function flatTensor(flat: Flat): tf.Tensor {
  if (!(flat instanceof WebGPUFlat)) throw new Error('A flat buffer of another implementation was given.');
  return flat.tensor;
}
