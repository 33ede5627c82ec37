/** @file The reference's flat buffer. It holds one tensor for each entry instead of one array, which reads better. */
import * as tf from '@tensorflow/tfjs';
import { entryOf, type Flat, type FlatLayout, type Slot } from '../flat';
import type { Operand } from '../index';

export class ReferenceFlat implements Flat {
  readonly parts = new Map<string, tf.Tensor>();

  constructor(readonly layout: FlatLayout) {
    for (const { name, shape } of layout.entries.values()) this.parts.set(name, tf.zeros([...shape]));
  }

  /** Makes `value` the content of `slot` and takes the tensor over. */
  static store(slot: Slot, value: tf.Tensor): void {
    (slot.flat as ReferenceFlat).replace(slot.entry.name, value);
  }

  slot(name: string): Slot {
    return { flat: this, entry: entryOf(this.layout, name) };
  }

  /** @throws Error if the layout has no such entry */
  part(name: string): tf.Tensor {
    const tensor = this.parts.get(name);
    if (!tensor) throw new Error(`No trainable parameter is called ${name}.`);
    return tensor;
  }

  /** Takes over `value`, which may have another shape of the same size. */
  replace(name: string, value: tf.Tensor): void {
    const { shape } = entryOf(this.layout, name);
    const shaped = tf.reshape(value, [...shape]);
    value.dispose();
    this.part(name).dispose();
    this.parts.set(name, tf.keep(shaped));
  }

  write(values: Float32Array): void {
    for (const { name, shape, offset, size } of this.layout.entries.values())
      this.replace(name, tf.tensor(values.slice(offset, offset + size), [...shape]));
  }

  writeEntry(name: string, values: Float32Array): void {
    this.replace(name, tf.tensor(values, [...entryOf(this.layout, name).shape]));
  }

  async read(): Promise<Float32Array> {
    const values = new Float32Array(this.layout.length);
    for (const { name, offset } of this.layout.entries.values())
      values.set(await this.part(name).data(), offset);
    return values;
  }

  dispose(): void {
    tf.dispose([...this.parts.values()]);
    this.parts.clear();
  }
}

/** An operand as a tensor, which its owner still has to dispose. */
export function tensorOf(operand: Operand): tf.Tensor {
  return operand instanceof tf.Tensor ? operand : (operand.flat as ReferenceFlat).part(operand.entry.name);
}
