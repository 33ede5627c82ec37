/** @file The commands of a pass as they went to the device once, to be sent again. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Command } from './commands';

/** A tensor at the beginning of a buffer of the workspace. */
export interface UploadedTensor {
  readonly buffer: GPUBuffer;
  readonly shape: readonly number[];
}

/** The commands are good for as long as every tensor that they use and that is not the workspace's is there. */
export class Capture {
  readonly commands: Command[] = [];
  /** To be called before the commands are sent again. */
  readonly preparations: (() => void)[] = [];
  readonly inputs: UploadedTensor[] = [];
  readonly results = new Map<string, UploadedTensor>();
  /** Tensors outside the workspace that the commands write. */
  readonly written = new Set<Tensor>();
  private readonly used = new Set<Tensor>();

  /** @param owner see `Pass` */
  constructor(private readonly owner: object) {}

  /** Notes a tensor outside the workspace. */
  uses(tensor: Tensor, written: boolean): void {
    this.used.add(tensor);
    if (written) this.written.add(tensor);
  }

  /** False also where the pass itself has disposed a tensor outside: another's data will lie in its place. */
  isGoodFor(owner: object): boolean {
    if (owner !== this.owner) return false;
    for (const tensor of this.used) if (tensor.isDisposed) return false;
    return true;
  }
}
