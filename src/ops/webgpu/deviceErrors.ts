/** @file What the device says of itself when nothing waits for it: errors, and that it is gone. */
import { LabError } from '../../errors';

export class DeviceErrors {
  readonly lost: Promise<GPUDeviceLostInfo>;
  private failure: Error | null = null;
  private lostMessage: string | null = null;

  constructor(device: GPUDevice) {
    this.lost = device.lost;
    void device.lost.then(({ message }) => {
      this.lostMessage = `The GPU device was lost: ${message}`;
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      this.failure ??= isOutOfMemory(error) ? outOfMemory(error.message) : new Error(error.message);
    });
  }

  /** @throws Error if the device reported an error or was lost, LabError if it had no memory */
  check(): void {
    if (this.lostMessage !== null) throw new Error(this.lostMessage);
    if (this.failure === null) return;
    const failure = this.failure;
    this.failure = null;
    throw failure;
  }
}

/** By name: the class is not there where WebGPU is not, as in tests. */
const isOutOfMemory = (error: GPUError): boolean => error.constructor.name === 'GPUOutOfMemoryError';

function outOfMemory(told: string): LabError {
  return new LabError(
    `The device has no memory left for this trial${told === '' ? '.' : `: ${told}`}`,
    'Choose a smaller batch, shorter sequences, gradient checkpointing, or frozen weights in fewer bits; other pages that use the GPU take memory too.',
  );
}
