/** @file Passes: a training step or an evaluation of one batch. Each shape of batch has a name of its own. */
import type { Tensor } from '@tensorflow/tfjs';

/** A pass that is to be run. */
export interface Pass<Output extends string> {
  /** The name under which the pass was prepared, if it was. */
  readonly name: string;
  /**
   * Passes with the same name and the same owner run the same ops on the same tensors; only their inputs and the
   * step's state differ. An implementation may therefore call `body` once and later repeat its work without it.
   */
  readonly owner: object;
  /** Everything that `body` gets from the host. Each array has the same length every time. */
  readonly inputs: readonly Int32Array[];
  /** @param inputs the same values as int32 tensors, which the implementation disposes */
  readonly body: (inputs: readonly Tensor[]) => Readonly<Record<Output, Tensor>>;
}

/**
 * Passes to prepare: for each name, a function that runs the pass. What a function makes and does not dispose outlives
 * its pass, and later functions may use it.
 */
export type Passes = ReadonlyMap<string, () => void>;

/** A part of a training step. Layers are 0-based. */
export interface Moment {
  /** `again` is a forward pass that gradient checkpointing runs a second time. */
  readonly kind: 'forward' | 'loss' | 'again' | 'backward' | 'update';
  /** What runs; null for the loss and the update. */
  readonly part: number | 'embeddings' | 'head' | null;
}

/** When a tensor of a pass is alive. Times count the pass's allocations and releases. */
export interface TensorLife {
  readonly bytes: number;
  readonly born: number;
  /** The first moment at which it is gone; null if it outlives the pass, and so is not planned. */
  readonly died: number | null;
}

/** What a pass makes, in the order in which it makes it, and which of its moments begins when. */
export interface PassCourse {
  readonly tensors: readonly TensorLife[];
  /** In order of time; a moment ends where the next one begins. */
  readonly moments: readonly { readonly moment: Moment; readonly begins: number }[];
}

/** The bytes of the tensors that end with their pass. */
export interface WorkspaceBytes {
  /** The most bytes of tensors at once. */
  readonly liveBytes: number;
  /** The bytes of all buffers that hold them. */
  readonly bytes: number;
  /** The bytes of the largest of these buffers. */
  readonly largestBytes: number;
  /** By pass, what lives when. */
  readonly courses: ReadonlyMap<string, PassCourse>;
}
