/** @file Passes: training steps and evaluation batches, each shape by a name of its own. */
import type { Tensor } from '@tensorflow/tfjs';

/** A pass as it is run. */
export interface Pass<Output extends string> {
  /** As it was prepared, if it was. */
  readonly name: string;
  /**
   * Passes with this name and this owner run the same ops on the same tensors, but for their inputs and the
   * step's state. So an implementation may go through `body` once, and later send the same work again without it.
   */
  readonly owner: object;
  /** All that `body` gets from the host. They have the same lengths every time. */
  readonly inputs: readonly Int32Array[];
  /** @param inputs the same as int32 tensors, which stay the implementation's */
  readonly body: (inputs: readonly Tensor[]) => Readonly<Record<Output, Tensor>>;
}

/** Bodies by name, each running its pass. What a body makes and does not dispose outlives the pass; later bodies may use it. */
export type Passes = ReadonlyMap<string, () => void>;

/** Bytes of what ends with its pass. */
export interface WorkspaceBytes {
  /** Most bytes of tensors at once. */
  readonly liveBytes: number;
  /** Bytes of the buffers that hold them. */
  readonly bytes: number;
  /** Bytes of the largest of these buffers. */
  readonly largestBytes: number;
}
