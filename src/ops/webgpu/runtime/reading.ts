/** @file Reads tensors' values: small ones in one round trip, a large one piece by piece. */
import type { Tensor } from '@tensorflow/tfjs';
import type { PassDevice } from './device';
import type { DeviceErrors } from './deviceErrors';
import type { Fence } from './fence';
import { readBack } from './readBack';

/** What reading needs of the runner. */
type ReadDevice = Pick<PassDevice, 'backend' | 'commands' | 'bufferOf' | 'bytesOf' | 'flush'> & {
  readonly errors: DeviceErrors;
  readonly fence: Fence;
};

/** The device's own error says more than what a failed read throws. */
async function explained<T>({ errors }: ReadDevice, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    errors.check();
    throw error;
  }
}

/** The values of all slabs of the tensors, one after another, through a buffer of tfjs's pool. */
export async function readTogether(device: ReadDevice, tensors: readonly Tensor[]): Promise<Float32Array> {
  const bytes = tensors.reduce((sum, tensor) => sum + device.bytesOf(tensor), 0);
  if (bytes === 0) return new Float32Array(0);
  const { bufferManager } = device.backend;
  const staging = bufferManager.acquireBuffer(bytes, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
  let readable = false;
  try {
    let offset = 0;
    for (const tensor of tensors) {
      device.commands.copy(device.bufferOf(tensor), staging, offset, device.bytesOf(tensor));
      offset += device.bytesOf(tensor);
    }
    device.flush();
    const { submits } = device.commands;
    await explained(device, device.fence.reached(staging.mapAsync(GPUMapMode.READ)));
    device.commands.doneUntil(submits);
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.unmap();
    readable = true;
    device.errors.check();
    return values;
  } finally {
    bufferManager.releaseBuffer(staging, readable);
  }
}

/** The values of one slab of a tensor that may be too large for tfjs's pool. */
export async function readSlab(device: ReadDevice, tensor: Tensor, slab: number): Promise<Float32Array> {
  device.flush();
  const bytes = 4 * tensor.size;
  const buffer = device.bufferOf(tensor);
  const values = await explained(
    device,
    readBack(device.backend.device, device.fence, buffer, slab * bytes, bytes),
  );
  device.errors.check();
  return new Float32Array(values);
}
