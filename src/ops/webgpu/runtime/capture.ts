/** @file The commands of a pass, captured the first time it runs so that they can be sent again. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Command } from './commands';

/** A tensor at the beginning of a buffer of the workspace. */
export interface UploadedTensor {
  readonly buffer: GPUBuffer;
  readonly shape: readonly number[];
}

/** Captured commands stay valid as long as every tensor that they use outside the workspace exists. */
export class Capture {
  readonly commands: Command[] = [];
  /** Functions to call each time before the commands are sent again. */
  readonly preparations: (() => void)[] = [];
  readonly inputs: UploadedTensor[] = [];
  readonly results = new Map<string, UploadedTensor>();
  /** Tensors outside the workspace that the commands write. */
  readonly written = new Set<Tensor>();
  private readonly used = new Set<Tensor>();

  /** @param owner the pass's owner, see `Pass` */
  constructor(private readonly owner: object) {}

  /** Notes that the commands use a tensor outside the workspace. */
  uses(tensor: Tensor, written: boolean): void {
    this.used.add(tensor);
    if (written) this.written.add(tensor);
  }

  /**
   * Whether the commands can be sent again for this owner. They cannot once a tensor outside the workspace is disposed,
   * even by the pass itself: its buffer may hold another tensor's data next time.
   */
  isGoodFor(owner: object): boolean {
    if (owner !== this.owner) return false;
    for (const tensor of this.used) if (tensor.isDisposed) return false;
    return true;
  }
}
