import { expect, it } from 'vitest';
import { describeError } from '../../../base/errors';
import { DeviceErrors, OutOfDeviceMemory } from './deviceErrors';

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

it('tells other errors in the device’s words, without the places in the browser’s source', () => {
  const told = 'bad binding\n    at Check (../../dawn/Error.cpp:119)';
  const { message, remedy } = describeError(thrownBy(deviceThatTells(new GPUValidationError(told))));
  expect(message).toBe('The device refused a part of this trial: bad binding');
  expect(remedy).toMatch(/another batch or length.*WebAssembly/);
});

it('names the thing whose label the device tells', () => {
  const told =
    "Error while parsing WGSL: :1:49 error: unresolved value 'y'\nlet x = y;\n\n" +
    ' - While calling [Device].CreateShaderModule([ShaderModuleDescriptor ""gelu 64""]).\n';
  const { message } = describeError(thrownBy(deviceThatTells(new GPUValidationError(told))));
  expect(message).toBe(
    "The device refused a part of this trial: Error while parsing WGSL: :1:49 error: unresolved value 'y' (“gelu 64”)",
  );
});

it('names the kernel that does not compile, and does not report it again', () => {
  const errors = deviceThatTells(new GPUValidationError('Error while parsing WGSL'));
  expect(errors.ofKernel('gelu 64', new Error("expected ';' (line 3)\nat")).message).toBe(
    "Kernel gelu 64 cannot be compiled: expected ';' (line 3)",
  );
  expect(thrownBy(errors)).toBeNull();
});

it('blames memory, not the kernel, where there was none left to compile it', () => {
  const errors = deviceThatTells(new GPUOutOfMemoryError(''));
  expect(errors.ofKernel('gelu 64', new Error('invalid'))).toBeInstanceOf(OutOfDeviceMemory);
});
