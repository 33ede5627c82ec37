/** @file What the device reports by itself: errors in work that was sent to it, and its own loss. */
import { LabError } from '../../../base/errors';

/** The device had no memory left. */
export class OutOfDeviceMemory extends LabError {
  constructor(told: string) {
    super(
      `The device has no memory left for this trial${told === '' ? '.' : `: ${told}`}`,
      'Choose a smaller batch, shorter sequences, gradient checkpointing, or frozen weights in fewer bits; other pages that use the GPU take memory too.',
    );
  }
}

/** The device refused a command because it is invalid, or beyond what this device can do. */
class RefusedByDevice extends LabError {
  constructor(told: string) {
    super(
      `The device refused a part of this trial: ${told}`,
      'Choose another batch or length, update the browser and the graphics driver, or compute on WebAssembly; ' +
        'if it stays, report this message.',
    );
  }
}

export class DeviceErrors {
  readonly lost: Promise<GPUDeviceLostInfo>;
  private failure: LabError | null = null;
  private lostMessage: string | null = null;

  constructor(device: GPUDevice) {
    this.lost = device.lost;
    void device.lost.then(({ message }) => {
      this.lostMessage = `The GPU device was lost: ${message}`;
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      const told = withWhere(error.message);
      this.failure ??= isOutOfMemory(error) ? new OutOfDeviceMemory(told) : new RefusedByDevice(told);
    });
  }

  /**
   * Reports what the device has reported since the last call.
   * @throws Error if the device was lost; LabError for the first error, from which later ones may follow
   */
  check(): void {
    if (this.lostMessage !== null) throw new Error(this.lostMessage);
    if (this.failure === null) return;
    const { failure } = this;
    this.failure = null;
    throw failure;
  }

  /** Drops an error that the device has reported. */
  forget(): void {
    this.failure = null;
  }

  /**
   * The error to throw for a kernel that does not compile. The device may have reported one as well.
   * @param rejection the reason with which its compilation was rejected
   */
  ofKernel(name: string, rejection: unknown): LabError {
    const { failure } = this;
    this.failure = null;
    if (failure instanceof OutOfDeviceMemory) return failure;
    const words = rejection instanceof Error ? firstLine(rejection.message) : String(rejection);
    return new LabError(
      `Kernel ${name} cannot be compiled: ${words}`,
      'Update the browser and the graphics driver, or compute on WebAssembly.',
    );
  }
}

/** Compares the name, because without WebGPU, as in tests, there is no such class. */
const isOutOfMemory = (error: GPUError): boolean => error.constructor.name === 'GPUOutOfMemoryError';

/** The first line. The lines after it name locations in the browser's own source. */
function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line;
}

/** The first line, with the label from Dawn's description of the call: a kernel's name. */
function withWhere(text: string): string {
  const [, label] = /^ - While .*"([^"]+)"/m.exec(text) ?? [];
  return label === undefined ? firstLine(text) : `${firstLine(text)} (“${label}”)`;
}
