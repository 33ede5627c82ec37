/** @file Measures what the device can do at most: multiply-adds from registers, and copies in its memory. */

export interface Peaks {
  /** Rate of a kernel that does nothing but fused multiply-adds in registers. */
  readonly teraflops: number;
  /** Bytes read and written by a kernel that only copies. */
  readonly gigabytesPerSecond: number;
}

const THREADS = 256;
const ACCUMULATORS = 8;
const VECTOR = 4;
const FLOPS_PER_MULTIPLY_ADD = 2;
const RUNS = 5;

interface Size {
  readonly workgroups: number;
  readonly rounds: number;
  readonly copiedBytes: number;
}
const GPU: Size = { workgroups: 4096, rounds: 2048, copiedBytes: 2 ** 27 };
const SOFTWARE: Size = { workgroups: 16, rounds: 256, copiedBytes: 2 ** 23 };

const each = (code: (i: number) => string): string =>
  Array.from({ length: ACCUMULATORS }, (_, i) => code(i)).join('\n');

const multiplyAdds = (rounds: number): string => `
@group(0) @binding(0) var<storage, read> given: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
@compute @workgroup_size(${THREADS}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = given[id.x % 64u];
  ${each((i) => `var sum${i} = factor + ${i}.0;`)}
  for (var n = 0u; n < ${rounds}u; n++) { ${each((i) => `sum${i} = fma(sum${i}, factor, factor);`)} }
  result[id.x] = ${Array.from({ length: ACCUMULATORS }, (_, i) => `sum${i}`).join(' + ')};
}`;

const COPY = `
@group(0) @binding(0) var<storage, read> given: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
@compute @workgroup_size(${THREADS}) fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let at = id.x + id.y * groups.x * ${THREADS}u;
  result[at] = given[at];
}`;

/** Milliseconds of a dispatch in the fastest of several runs, each of which submits many dispatches at once. */
async function fastest(
  device: GPUDevice,
  code: string,
  bytes: number,
  dispatches: number,
  workgroups: readonly [number, number],
): Promise<number> {
  const make = (): GPUBuffer => device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE });
  const buffers = [make(), make()];
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < dispatches; i++) pass.dispatchWorkgroups(...workgroups);
    pass.end();
    const start = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    best = Math.min(best, performance.now() - start);
  }
  for (const buffer of buffers) buffer.destroy();
  return best / dispatches;
}

export async function measurePeaks(device: GPUDevice, software: boolean): Promise<Peaks> {
  const { workgroups, rounds, copiedBytes } = software ? SOFTWARE : GPU;
  const threads = workgroups * THREADS;
  const dispatches = software ? 1 : 20;
  const result = threads * VECTOR * Float32Array.BYTES_PER_ELEMENT;
  const compute = await fastest(device, multiplyAdds(rounds), result, dispatches, [workgroups, 1]);
  const flops = threads * rounds * ACCUMULATORS * VECTOR * FLOPS_PER_MULTIPLY_ADD;
  const units = copiedBytes / (THREADS * VECTOR * Float32Array.BYTES_PER_ELEMENT);
  const rows = Math.ceil(units / 32768);
  const copy = await fastest(device, COPY, copiedBytes, dispatches, [units / rows, rows]);
  return { teraflops: flops / compute / 1e9, gigabytesPerSecond: (2 * copiedBytes) / copy / 1e6 };
}
