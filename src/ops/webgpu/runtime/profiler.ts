/**
 * @file Measures the device time of every kernel, from timestamp queries around compute passes of a single dispatch.
 *
 * Separate compute passes keep kernels from overlapping, so the sum is somewhat more than the same work takes
 * unprofiled. Browsers round timestamps to 0.1 ms unless their developer features are on (in Chromium
 * --enable-webgpu-developer-features). Rounded times of single short kernels mean little; averages over many are fair.
 */

/** The dispatches of one kernel that had one shape, added up. */
export interface KernelTime {
  /** The kernel's name and variant, and the shape of its work if the kernel gives it. */
  readonly name: string;
  readonly dispatches: number;
  readonly milliseconds: number;
  /** Floating point operations; 0 if the kernel does not say. */
  readonly flops: number;
  /** Bytes of everything bound: the least that must be moved if nothing stays in a cache. */
  readonly bytes: number;
}

/** What a kernel says about a dispatch. */
export interface Work {
  readonly flops: number;
  /** The shape of the work, such as "4096 x 768 x 3072". The profile lists each shape separately. */
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

  /** @throws Error if the device has no timestamp queries */
  constructor(private readonly device: GPUDevice) {
    if (!device.features.has('timestamp-query'))
      throw new Error('This device has no timestamp queries, so kernels cannot be profiled.');
  }

  /** The timestamp writes for the compute pass of the next dispatch. */
  stamps(name: string, work: Work | undefined, bytes: number): GPUComputePassTimestampWrites {
    const first = this.stamped.length * 2;
    const at = first % QUERIES;
    let querySet = this.sets.at(-1);
    if (!querySet || at === 0) {
      querySet = this.device.createQuerySet({ type: 'timestamp', count: QUERIES });
      this.sets.push(querySet);
    }
    this.stamped.push({ name: work ? `${name} · ${work.shape}` : name, flops: work?.flops ?? 0, bytes });
    return { querySet, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 };
  }

  /** The times, the longest first. Must be called once, when all work has been submitted. */
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
