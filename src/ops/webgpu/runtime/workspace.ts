/**
 * @file The buffers of a {@link BufferPlan}: the n-th tensor of a pass lies where the plan puts it.
 *
 * A pass that does not go as planned gets no wrong data: a buffer that is in use or too small is not given
 * out, and the tensor's buffer comes from tfjs's pool.
 */
import type { BufferPlan } from './bufferPlan';
import type { BufferManager } from './backendInternals';

export class Workspace {
  /** Bytes of all buffers. */
  bytes = 0;
  /** Bytes that tensors in them asked for. */
  liveBytes = 0;
  /** Called after bytes have grown; for the meter. */
  onChange: () => void = () => undefined;

  private buffers: GPUBuffer[] = [];
  private plan: BufferPlan = { sizes: [], places: new Map() };
  private places: readonly (number | null)[] = [];
  private next = 0;
  /** Bytes asked for of each buffer in use. */
  private readonly inUse = new Map<GPUBuffer, number>();
  /** Every buffer ever made here: tfjs must not take one of them for its own. */
  private readonly own = new WeakSet<GPUBuffer>();

  constructor(
    private readonly device: GPUDevice,
    manager: BufferManager,
  ) {
    const release = manager.releaseBuffer.bind(manager);
    manager.releaseBuffer = (buffer, reuse) => {
      if (this.own.has(buffer)) this.give(buffer);
      else release(buffer, reuse);
    };
  }

  /** Replaces the buffers by those of a plan. */
  allocate(plan: BufferPlan): void {
    this.clear();
    this.plan = plan;
    this.buffers = plan.sizes.map((size) => {
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      const buffer = this.device.createBuffer({ label: 'workspace', size: Math.max(4, size), usage });
      this.own.add(buffer);
      return buffer;
    });
    this.bytes = this.buffers.reduce((sum, { size }) => sum + size, 0);
    this.onChange();
  }

  /** Whether no tensor lies in it. */
  get isIdle(): boolean {
    return this.inUse.size === 0;
  }

  owns(buffer: GPUBuffer): boolean {
    return this.own.has(buffer);
  }

  /** Destroys all buffers; recorded work must have been submitted. */
  clear(): void {
    for (const buffer of this.buffers) buffer.destroy();
    this.buffers = [];
    this.plan = { sizes: [], places: new Map() };
    this.inUse.clear();
    [this.bytes, this.liveBytes] = [0, 0];
    this.begin('');
  }

  /** What comes is the pass of this name, from its beginning; '' for none. */
  begin(pass: string): void {
    this.places = this.plan.places.get(pass) ?? [];
    this.next = 0;
  }

  /** The buffer of the pass's next tensor, or null where it has none. */
  take(bytes: number): GPUBuffer | null {
    const place = this.places[this.next++];
    const buffer = place === undefined || place === null ? undefined : this.buffers[place];
    if (!buffer || buffer.size < bytes || this.inUse.has(buffer)) return null;
    this.inUse.set(buffer, bytes);
    this.liveBytes += bytes;
    this.onChange();
    return buffer;
  }

  private give(buffer: GPUBuffer): void {
    this.liveBytes -= this.inUse.get(buffer) ?? 0;
    this.inUse.delete(buffer);
  }
}
