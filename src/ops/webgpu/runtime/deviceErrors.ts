/** @file What the device says of itself when nothing waits for it: errors, and that it is gone. */
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

/** The device refused a command: of no use on any device, or beyond what this one can do. */
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

  /** @throws Error if the device was lost, LabError if it reported an error; the first one, which others may follow from */
  check(): void {
    if (this.lostMessage !== null) throw new Error(this.lostMessage);
    if (this.failure === null) return;
    const { failure } = this;
    this.failure = null;
    throw failure;
  }

  /** Leaves aside what the device reported. */
  forget(): void {
    this.failure = null;
  }

  /** Why a kernel does not compile, which the device may have reported too. @param rejection of its compilation */
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

/** By name: the class is not there where WebGPU is not, as in tests. */
const isOutOfMemory = (error: GPUError): boolean => error.constructor.name === 'GPUOutOfMemoryError';

/** The others name places in the browser's own source. */
const firstLine = (text: string): string => text.split('\n', 1)[0]!;

/** With what Dawn was asked to do, which has the label of the thing: a kernel's name. */
function withWhere(text: string): string {
  const [, label] = /^ - While .*"([^"]+)"/m.exec(text) ?? [];
  return label === undefined ? firstLine(text) : `${firstLine(text)} (“${label}”)`;
}
