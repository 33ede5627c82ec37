/** @file What the device says of itself when nothing waits for it: errors, and that it is gone. */

export class DeviceErrors {
  readonly lost: Promise<GPUDeviceLostInfo>;
  private failure: string | null = null;
  private lostMessage: string | null = null;

  constructor(device: GPUDevice) {
    this.lost = device.lost;
    void device.lost.then(({ message }) => {
      this.lostMessage = `The GPU device was lost: ${message}`;
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      this.failure ??= error.message;
    });
  }

  /** @throws Error if the device reported an error or was lost */
  check(): void {
    if (this.lostMessage !== null) throw new Error(this.lostMessage);
    if (this.failure === null) return;
    const message = this.failure;
    this.failure = null;
    throw new Error(message);
  }
}
