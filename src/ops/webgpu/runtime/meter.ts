/** @file Measures bytes on the device: of tensors in use, and of buffers that wait in the workspace or in tfjs's pool. */
import type { DeviceMeter } from '../../index';
import type { BufferManager } from './backendInternals';
import type { Runner } from './runner';

export class Meter implements DeviceMeter {
  peakBytes = 0;
  peakLiveBytes = 0;
  private startDispatches = 0;
  private readonly manager: BufferManager;

  constructor(private readonly runner: Runner) {
    const manager = runner.backend.bufferManager;
    this.manager = manager;
    // Bytes only grow when a buffer is acquired, by us or by tfjs, so sampling then misses nothing.
    const acquire = manager.acquireBuffer.bind(manager);
    manager.acquireBuffer = (...args) => {
      const buffer = acquire(...args);
      this.sample();
      return buffer;
    };
    runner.workspace.onChange = () => this.sample();
    this.reset();
  }

  get liveBytes(): number {
    return this.manager.numBytesUsed + this.runner.workspace.liveBytes;
  }

  get pooledBytes(): number {
    return this.allocatedBytes - this.liveBytes;
  }

  /** The number of kernels dispatched since the last reset. */
  get dispatches(): number {
    return this.runner.commands.dispatches - this.startDispatches;
  }

  reset(): void {
    this.purgePool();
    this.peakBytes = 0;
    this.peakLiveBytes = 0;
    this.sample();
    this.startDispatches = this.runner.commands.dispatches;
  }

  /** Destroys the buffers that no tensor uses, and the workspace. */
  purgePool(): void {
    this.runner.forgetBuffers();
    // The lists stay, though empty: tfjs expects to find the list that a buffer came from.
    for (const buffers of this.manager.freeBuffers.values()) {
      for (const buffer of buffers) {
        this.manager.numBytesAllocated -= buffer.size;
        this.manager.numFreeBuffers--;
        buffer.destroy();
      }
      buffers.length = 0;
    }
  }

  private get allocatedBytes(): number {
    return this.manager.numBytesAllocated + this.runner.workspace.bytes;
  }

  private sample(): void {
    this.peakBytes = Math.max(this.peakBytes, this.allocatedBytes);
    this.peakLiveBytes = Math.max(this.peakLiveBytes, this.liveBytes);
  }
}
