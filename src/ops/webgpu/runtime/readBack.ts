/** @file Reads a large buffer back to the host, piece by piece through one small staging buffer. */

import type { Fence } from './fence';

/** The most bytes that the staging buffer takes. */
const PIECE_BYTES = 16 * 2 ** 20;

/**
 * Reads a range of a buffer as it is after all submitted work. The staging buffer is destroyed afterwards. It does
 * not come from tfjs's pool, which would keep it, and so does not count as memory of the trial.
 * @param start the first byte, and `bytes` how many to read: multiples of 4
 */
export async function readBack(
  device: GPUDevice,
  fence: Fence,
  buffer: GPUBuffer,
  start: number,
  bytes: number,
): Promise<ArrayBuffer> {
  const values = new Uint8Array(bytes);
  const size = Math.min(bytes, PIECE_BYTES);
  const staging = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  try {
    for (let offset = 0; offset < bytes; offset += size) {
      const piece = Math.min(size, bytes - offset);
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, start + offset, staging, 0, piece);
      device.queue.submit([encoder.finish()]);
      await fence.reached(staging.mapAsync(GPUMapMode.READ, 0, piece));
      values.set(new Uint8Array(staging.getMappedRange(0, piece)), offset);
      staging.unmap();
    }
  } finally {
    staging.destroy();
  }
  return values.buffer;
}
