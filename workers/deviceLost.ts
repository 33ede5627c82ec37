/** @file The loss of the GPU device, which can come at any moment: its driver or the browser's GPU process stops. */
import type { Backend } from '../src/backend/select';
import { LabError } from '../src/base/errors';

/** An error caused by a loss can arrive before the report of the loss, by less than this. */
const TOLD_WITHIN_MS = 1000;

export class DeviceLost extends LabError {
  /** @param reason the browser's words, which say little to a person */
  constructor(reason: string) {
    super(
      'The GPU device was lost: the graphics driver or the browser’s GPU process stopped.' +
        (reason === '' ? '' : ` The browser says: “${reason}”`),
      'Run again: finished trials are kept, and the others get a new device. ' +
        'If it keeps happening, choose a smaller batch, a shorter sequence length or another backend.',
    );
  }
}

/**
 * Waits for the work, as long as there is a device.
 * @returns what the work returns
 * @throws DeviceLost when the device is lost, even if the work hangs or fails because of that; else what the work throws
 */
export async function untilLost<T>(backend: Pick<Backend, 'lost'>, work: Promise<T>): Promise<T> {
  const lost = backend.lost.then((reason): never => {
    throw new DeviceLost(reason);
  });
  try {
    return await Promise.race([work, lost]);
  } catch (error) {
    await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, TOLD_WITHIN_MS))]);
    throw error;
  }
}
