/** @file Which tensors have a slab for each trial of a company, and what lifted kernels (`lift.ts`) need to know of them. */
import * as tf from '@tensorflow/tfjs';
import type { Operand } from '../../index';
import type { Dispatch } from './device';
import { flatTensor } from './flat';
import type { KernelSource } from './kernel';
import { ELEMENTS, strideOf } from './lift';
import type { TableRows } from './rowRanges';

const ELEMENT_BYTES = 4;

export class Slabs {
  /** The number of trials while a company computes; null while a trial alone does. */
  trials: number | null = null;
  /** Rows of a trial's batch, as of the company's last steps. */
  sentences = 1;
  /** By a tensor's data, how many slabs it has if it is a company's. */
  private readonly counts = new WeakMap<tf.Tensor['dataId'], number>();

  /** The number of slabs of new tensors. */
  get count(): number {
    return this.trials ?? 1;
  }

  /** Runs `body` for the trials of a company. */
  together<T>(count: number, body: () => T): T {
    const before = this.trials;
    this.trials = count;
    try {
      return body();
    } finally {
      this.trials = before;
    }
  }

  /** Notes a new tensor. */
  note({ dataId }: Pick<tf.Tensor, 'dataId'>): void {
    if (this.trials !== null) this.counts.set(dataId, this.trials);
  }

  /** The bytes of a tensor in float32, of all its slabs. */
  bytesOf({ size, dataId }: tf.Tensor): number {
    return size * ELEMENT_BYTES * (this.counts.get(dataId) ?? 1);
  }

  /** The uniforms of a lifted kernel: besides its own, where each trial's slabs are, and how its mask lies. */
  uniformsOf(
    { inputs, outputs, uniforms, halves = [] }: KernelSource,
    { buffers, uniforms: own = {}, mask }: Dispatch,
  ): Record<string, number> {
    const values: Record<string, number> = { ...own };
    for (const [array, type] of Object.entries({ ...inputs, ...outputs })) {
      const operand = buffers[array];
      // A pair of words holds four halves. Single halves are counted as the kernel counts them, one by one.
      const elements = halves.includes(array) && type === 'vec2u' ? 4 : ELEMENTS[type];
      values[strideOf(array)] = operand ? this.distance(operand) / elements : 0;
    }
    if (!('maskRows' in uniforms)) return values;
    if (!mask) throw new Error('A kernel that drops was run without the shape of its mask.');
    const maskRows = mask.square ? mask.width : mask.rows / this.sentences;
    return { ...values, maskRows, maskWidth: mask.width, maskSquare: Number(mask.square) };
  }

  /** The elements from one trial's slab of an operand to the next; 0 if the trials share it. */
  private distance(operand: Operand | TableRows): number {
    if ('table' in operand) return this.distance(operand.table);
    const tensor = operand instanceof tf.Tensor ? operand : flatTensor(operand.flat);
    return this.counts.has(tensor.dataId) ? tensor.size : 0;
  }
}
