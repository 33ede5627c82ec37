/** @file What a dispatch takes that does next to nothing: it adds to one number, and so waits for the one before. */

const CODE = `
@group(0) @binding(0) var<storage, read_write> x: array<u32>;
@compute @workgroup_size(1) fn main() { x[0] += 1u; }`;
const DISPATCHES = 500;
const RUNS = 7;

/** @returns microseconds of a dispatch among many, in the fastest of several runs */
export async function dispatchMicroseconds(device: GPUDevice): Promise<number> {
  const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE });
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: CODE }) },
  });
  const entries = [{ binding: 0, resource: { buffer } }];
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  const timed = async (dispatches: number): Promise<number> => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < dispatches; i++) pass.dispatchWorkgroups(1);
    pass.end();
    const start = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  };
  const times: number[] = [];
  // The difference of two numbers of dispatches leaves out what the submit and the wait take.
  for (let run = 0; run < RUNS; run++) {
    const few = await timed(DISPATCHES);
    times.push(((await timed(5 * DISPATCHES)) - few) / (4 * DISPATCHES));
  }
  buffer.destroy();
  return 1000 * Math.min(...times.filter((time) => time > 0));
}
