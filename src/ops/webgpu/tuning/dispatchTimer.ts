/** @file Times repeated dispatches: by timestamp queries if the device has them, else by the clock. */
import type { Fence } from '../runtime/fence';

/** A dispatch, and how often it is repeated in one timing. */
export interface Repeated {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [x: number, y: number];
  readonly repeats: number;
}

const STAMP_BYTES = 8;

export class DispatchTimer {
  private readonly hasStamps: boolean;

  /** @param wantsStamps false for the clock, even if the device has timestamp queries */
  constructor(
    private readonly device: GPUDevice,
    private readonly fence: Fence,
    wantsStamps = true,
  ) {
    this.hasStamps = wantsStamps && device.features.has('timestamp-query');
  }

  /** Milliseconds of each, all its repeats together. By the clock this includes waiting for the device. */
  time(works: readonly Repeated[]): Promise<number[]> {
    return this.hasStamps ? this.byStamps(works) : this.byClock(works);
  }

  private async byClock(works: readonly Repeated[]): Promise<number[]> {
    const times: number[] = [];
    for (const work of works) {
      const start = performance.now();
      const encoder = this.device.createCommandEncoder();
      encode(encoder, work);
      this.device.queue.submit([encoder.finish()]);
      await this.fence.reached(this.device.queue.onSubmittedWorkDone());
      times.push(performance.now() - start);
    }
    return times;
  }

  private async byStamps(works: readonly Repeated[]): Promise<number[]> {
    const { device } = this;
    const count = 2 * works.length;
    const size = count * STAMP_BYTES;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const querySet = device.createQuerySet({ type: 'timestamp', count });
    const resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
    const host = device.createBuffer({ size, usage: COPY_DST | MAP_READ });
    try {
      const encoder = device.createCommandEncoder();
      for (const [i, work] of works.entries())
        encode(encoder, work, {
          querySet,
          beginningOfPassWriteIndex: 2 * i,
          endOfPassWriteIndex: 2 * i + 1,
        });
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, host, 0, size);
      device.queue.submit([encoder.finish()]);
      await this.fence.reached(host.mapAsync(GPUMapMode.READ));
      const stamps = [...new BigUint64Array(host.getMappedRange())];
      return works.map((_, i) => Number((stamps[2 * i + 1] ?? 0n) - (stamps[2 * i] ?? 0n)) / 1e6);
    } finally {
      for (const used of [querySet, resolved, host]) used.destroy();
    }
  }
}

function encode(
  encoder: GPUCommandEncoder,
  { pipeline, bindGroup, workgroups, repeats }: Repeated,
  timestampWrites?: GPUComputePassTimestampWrites,
): void {
  const pass = encoder.beginComputePass(timestampWrites && { timestampWrites });
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(...workgroups);
  pass.end();
}
