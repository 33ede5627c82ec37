/**
 * @file The buffers of a {@link BufferPlan}. The n-th tensor that a pass makes gets the buffer that the plan says.
 *
 * A pass that does not go as planned still computes right: a buffer that is in use or too small is not handed out, and
 * the tensor gets one from tfjs's pool instead.
 */
import type { BufferPlan } from './bufferPlan';
import type { BufferManager } from './backendInternals';

export class Workspace {
  /** The bytes of all buffers. */
  bytes = 0;
  /** The bytes of the tensors in the buffers. */
  liveBytes = 0;
  /** Called after `bytes` or `liveBytes` has grown; the meter listens. */
  onChange: () => void = () => undefined;

  private buffers: GPUBuffer[] = [];
  private plan: BufferPlan = { sizes: [], buffers: new Map() };
  /** The state of the running pass: the number of each tensor's buffer, and the next tensor. */
  private planned: readonly (number | null)[] = [];
  private next = 0;
  /** Bytes of the tensor in each buffer in use. */
  private readonly inUse = new Map<GPUBuffer, number>();
  /** Every buffer ever made here, so that tfjs never puts one of them into its pool. */
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

  /** Replaces the buffers with those of a plan. */
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

  /** Whether no tensor lies in the workspace. */
  get isIdle(): boolean {
    return this.inUse.size === 0;
  }

  owns(buffer: GPUBuffer): boolean {
    return this.own.has(buffer);
  }

  /** Destroys all buffers. Encoded work must have been submitted before. */
  clear(): void {
    for (const buffer of this.buffers) buffer.destroy();
    this.buffers = [];
    this.plan = { sizes: [], buffers: new Map() };
    this.inUse.clear();
    [this.bytes, this.liveBytes] = [0, 0];
    this.begin('');
  }

  /** Must be called before the pass of this name begins; '' means work that belongs to no pass. */
  begin(pass: string): void {
    this.planned = this.plan.buffers.get(pass) ?? [];
    this.next = 0;
  }

  /** The buffer of the pass's next tensor, or null if none is planned or it cannot be used. */
  take(bytes: number): GPUBuffer | null {
    const number = this.planned[this.next++] ?? null;
    const buffer = number === null ? undefined : this.buffers[number];
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
