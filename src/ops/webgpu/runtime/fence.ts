/**
 * @file Waits for the device. On some systems the browser looks only every few milliseconds whether the device has finished
 * (Chromium with Vulkan on Linux: about two), but looks at once when it is asked something. Whether asking helps is
 * measured on each device, because elsewhere it costs time.
 */
import { nextTask } from '../../../base/nextTask';

/** Waits measured of each kind. */
const SAMPLES = 5;
/** Asking is worth it if it saves this share of a wait. */
const SHARE = 0.3;
/** Work of a few tenths of a millisecond: a wait for a copy alone ends at once everywhere. */
const WORK = `
  @group(0) @binding(0) var<storage, read_write> x: array<f32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) at: vec3u) {
    var sum = x[at.x];
    for (var i = 0; i < 20000; i++) { sum = sum * 1.0001 + 0.5; }
    x[at.x] = sum;
  }`;
const WORKGROUPS = 16;
const BYTES = 4 * 64 * WORKGROUPS;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export class Fence {
  private measuring: Promise<void> | null = null;

  /**
   * @param asks whether waits ask the browser, until {@link calibrate} has found out whether they should
   * @param submits how often the device has been given work so far
   */
  constructor(
    private readonly device: GPUDevice,
    private asks = false,
    private readonly submits: () => number = () => 0,
  ) {}

  /** Whether waits ask the browser meanwhile. */
  get isAsking(): boolean {
    return this.asks;
  }

  /** Waits for what the device has been given to do, and returns its outcome. Rejects as it does. */
  async reached<T>(waiting: Promise<T>): Promise<T> {
    if (this.asks) await this.ask(waiting);
    return waiting;
  }

  /** Finds out, once, whether asking makes waits shorter. The device should have nothing else to do; takes about 50 ms. */
  calibrate(): Promise<void> {
    return (this.measuring ??= this.measure());
  }

  private async measure(): Promise<void> {
    const { device } = this;
    const { COPY_DST, COPY_SRC, MAP_READ, STORAGE } = GPUBufferUsage;
    const worked = device.createBuffer({ size: BYTES, usage: STORAGE | COPY_SRC });
    const host = device.createBuffer({ size: BYTES, usage: COPY_DST | MAP_READ });
    try {
      const module = device.createShaderModule({ label: 'fence', code: WORK });
      const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
      const entries = [{ binding: 0, resource: { buffer: worked } }];
      const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
      const timed = async (asking: boolean): Promise<number> => {
        const start = performance.now();
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(WORKGROUPS);
        pass.end();
        encoder.copyBufferToBuffer(worked, 0, host, 0, BYTES);
        device.queue.submit([encoder.finish()]);
        const waiting = host.mapAsync(GPUMapMode.READ);
        if (asking) await this.ask(waiting);
        await waiting;
        host.unmap();
        return performance.now() - start;
      };
      this.asks = await isWorthAsking(timed);
    } catch {
      // A device that fails here says so where somebody waits for an outcome.
    } finally {
      worked.destroy();
      host.destroy();
    }
  }

  /** Asks until the promise is settled. An error scope is the cheapest question; it is closed before anything can fall into it. */
  private async ask(waiting: Promise<unknown>): Promise<void> {
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    waiting.then(settle, settle);
    let submits = this.submits();
    while (!settled) {
      // While the device is given more work nobody stands still for this wait, and questions would only take time from it.
      const before = submits;
      submits = this.submits();
      if (submits !== before) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      this.device.pushErrorScope('validation');
      await this.device.popErrorScope().catch(settle);
      // Other messages, such as a person's wish to cancel, must get through as well.
      await nextTask();
    }
  }
}

/** @param timed milliseconds of one wait of either kind */
async function isWorthAsking(timed: (asking: boolean) => Promise<number>): Promise<boolean> {
  const [plain, asking]: [number[], number[]] = [[], []];
  // The two alternate, because the clock of a device that was idle rises meanwhile. The first of each is a rehearsal.
  for (let i = 0; i <= SAMPLES; i++)
    for (const times of [plain, asking]) {
      const milliseconds = await timed(times === asking);
      if (i > 0) times.push(milliseconds);
    }
  return median(asking) < (1 - SHARE) * median(plain);
}
