import { expect, it } from 'vitest';
import { describeError } from '../../errors';
import { DeviceErrors } from './deviceErrors';

class GPUOutOfMemoryError {
  constructor(readonly message: string) {}
}
class GPUValidationError {
  constructor(readonly message: string) {}
}

function deviceThatTells(error: { readonly message: string }): DeviceErrors {
  const device = Object.assign(new EventTarget(), { lost: new Promise(() => undefined) });
  const errors = new DeviceErrors(device as unknown as GPUDevice);
  device.dispatchEvent(Object.assign(new Event('uncapturederror'), { error }));
  return errors;
}

function thrownBy(errors: DeviceErrors): unknown {
  try {
    errors.check();
  } catch (error) {
    return error;
  }
  return null;
}

it('says what to change where the device has no memory left, once', () => {
  const errors = deviceThatTells(new GPUOutOfMemoryError('Buffer allocation failed'));
  const { message, remedy } = describeError(thrownBy(errors));
  expect(message).toBe('The device has no memory left for this trial: Buffer allocation failed');
  expect(remedy).toMatch(
    /smaller batch, shorter sequences, gradient checkpointing, or frozen weights in fewer bits/,
  );
  // The next trial is not blamed for it.
  expect(thrownBy(errors)).toBeNull();
});

it('tells other errors as they are', () => {
  const error = thrownBy(deviceThatTells(new GPUValidationError('bad binding')));
  expect(describeError(error).message).toBe('bad binding');
});
