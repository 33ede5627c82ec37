/** @file What every kernel test relies on: this browser has WebGPU, and it computes. */
import { expect, test } from 'vitest';

const SQUARE = `
@group(0) @binding(0) var<storage, read_write> x: array<f32>;
@compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) { x[id.x] = x[id.x] * x[id.x]; }`;

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('No WebGPU adapter: kernel tests need one, a software adapter at least.');
  return adapter.requestDevice();
}

test('a compute shader squares four numbers', async () => {
  const device = await openDevice();
  const input = new Float32Array([1, -2, 3, 0.5]);
  const usage = GPUBufferUsage;
  const buffer = device.createBuffer({
    size: input.byteLength,
    usage: usage.STORAGE | usage.COPY_SRC | usage.COPY_DST,
  });
  const staging = device.createBuffer({ size: input.byteLength, usage: usage.MAP_READ | usage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, input);

  const module = device.createShaderModule({ code: SQUARE });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer } }],
    }),
  );
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, input.byteLength);
  device.queue.submit([encoder.finish()]);

  await staging.mapAsync(GPUMapMode.READ);
  expect([...new Float32Array(staging.getMappedRange())]).toEqual([1, 4, 9, 0.25]);
  device.destroy();
});
