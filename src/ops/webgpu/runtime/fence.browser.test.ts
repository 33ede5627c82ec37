/** @file Tests of waiting for the device, on a real one: asked meanwhile or not, a wait ends with its own outcome. */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { currentWebGPUBackend } from './backendInternals';
import { Fence } from './fence';

beforeAll(async () => {
  await tf.setBackend('webgpu');
});

/** A buffer of four floats that the host may read. */
const host = (device: GPUDevice) =>
  device.createBuffer({ size: 16, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });

test.each([false, true])('a wait ends when the work is done (asking: %s)', async (asks) => {
  const { device } = currentWebGPUBackend();
  const fence = new Fence(device, asks);
  const buffer = host(device);
  device.queue.writeBuffer(buffer, 0, new Float32Array([1, 2, 3, 4]));
  await fence.reached(buffer.mapAsync(GPUMapMode.READ));
  expect([...new Float32Array(buffer.getMappedRange())]).toEqual([1, 2, 3, 4]);
  buffer.destroy();
});

test.each([false, true])('a wait that fails says why (asking: %s)', async (asks) => {
  const { device } = currentWebGPUBackend();
  const fence = new Fence(device, asks);
  const buffer = host(device);
  const waiting = fence.reached(buffer.mapAsync(GPUMapMode.READ));
  buffer.destroy();
  await expect(waiting).rejects.toThrow(/abort|destroy|unmap/i);
});

test('errors of others reach them while a wait asks', async () => {
  const { device } = currentWebGPUBackend();
  const fence = new Fence(device, true);
  const buffer = host(device);
  device.pushErrorScope('validation');
  const waiting = fence.reached(buffer.mapAsync(GPUMapMode.READ));
  device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  const error = device.popErrorScope();
  await waiting;
  expect(await error).not.toBeNull();
  buffer.destroy();
});

test('calibration measures once, and leaves nothing on the device that waits or fails', async () => {
  const { device } = currentWebGPUBackend();
  const fence = new Fence(device);
  const first = fence.calibrate();
  expect(fence.calibrate()).toBe(first);
  device.pushErrorScope('validation');
  await first;
  expect(await device.popErrorScope()).toBeNull();
  expect(typeof fence.isAsking).toBe('boolean');
});
