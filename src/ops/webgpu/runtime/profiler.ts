/**
 * @file Device time of every kernel, from timestamp queries around passes of a single dispatch.
 *
 * Passes of their own keep kernels from overlapping, so the sum is somewhat more than the time of the same
 * work unprofiled. Browsers round the stamps to 0.1 ms unless their developer features are on (Chromium:
 * --enable-webgpu-developer-features): then single short kernels mean little, averages over many are fair.
 */

/** What one kernel did in all its dispatches of one shape. */
export interface KernelTime {
  /** The kernel's name, its variant, and the shape of its work where it says so. */
  readonly name: string;
  readonly dispatches: number;
  readonly milliseconds: number;
  /** Floating point operations; 0 where the kernel does not say. */
  readonly flops: number;
  /** Bytes of all that was bound: what must at least be moved, if nothing stays in a cache. */
  readonly bytes: number;
}

/** What a dispatch is known to do. */
export interface Work {
  readonly flops: number;
  /** Told apart in the profile, as "4096 x 768 x 3072". */
  readonly shape: string;
}

/** WebGPU's limit for the size of a query set. */
const QUERIES = 4096;
const STAMP_BYTES = 8;

interface Stamped {
  readonly name: string;
  readonly flops: number;
  readonly bytes: number;
}

export class Profiler {
  private readonly sets: GPUQuerySet[] = [];
  private readonly stamped: Stamped[] = [];

  /** @throws Error where the device has no timestamp queries */
  constructor(private readonly device: GPUDevice) {
    if (!device.features.has('timestamp-query'))
      throw new Error('This device has no timestamp queries, so kernels cannot be profiled.');
  }

  /** For the pass of the next dispatch. */
  stamps(name: string, work: Work | undefined, bytes: number): GPUComputePassTimestampWrites {
    const first = this.stamped.length * 2;
    if (first % QUERIES === 0)
      this.sets.push(this.device.createQuerySet({ type: 'timestamp', count: QUERIES }));
    this.stamped.push({ name: work ? `${name} · ${work.shape}` : name, flops: work?.flops ?? 0, bytes });
    const at = first % QUERIES;
    return { querySet: this.sets.at(-1)!, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 };
  }

  /** To be called once, when all work has been submitted. The longest first. */
  async collect(): Promise<KernelTime[]> {
    const stamps = (await Promise.all(this.sets.map((set, i) => this.read(set, i)))).flat();
    const times = new Map<string, KernelTime>();
    for (const [i, { name, flops, bytes }] of this.stamped.entries()) {
      const known = times.get(name) ?? { name, dispatches: 0, milliseconds: 0, flops: 0, bytes: 0 };
      const nanoseconds = Number((stamps[2 * i + 1] ?? 0n) - (stamps[2 * i] ?? 0n));
      times.set(name, {
        name,
        dispatches: known.dispatches + 1,
        milliseconds: known.milliseconds + nanoseconds / 1e6,
        flops: known.flops + flops,
        bytes: known.bytes + bytes,
      });
    }
    return [...times.values()].sort((x, y) => y.milliseconds - x.milliseconds);
  }

  private async read(set: GPUQuerySet, number: number): Promise<bigint[]> {
    const count = Math.min(QUERIES, this.stamped.length * 2 - number * QUERIES);
    const { device } = this;
    const size = count * STAMP_BYTES;
    const resolved = device.createBuffer({
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    const host = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(set, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, host, 0, size);
    device.queue.submit([encoder.finish()]);
    await host.mapAsync(GPUMapMode.READ);
    const values = [...new BigUint64Array(host.getMappedRange())];
    for (const used of [resolved, host, set]) used.destroy();
    return values;
  }
}
