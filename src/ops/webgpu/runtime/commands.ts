/** @file Encodes commands into the tfjs backend's own command encoder, so that they keep their order with its ops. */
import type { WebGPUBackendInternals } from './backendInternals';

/** A submit has at most this many dispatches, so that the device starts while the rest is being encoded. */
const MOST_PER_SUBMIT = 256;
/** So many has the first submit to a device that has nothing to do, which then starts at once; each next has twice as many. */
const FIRST_SUBMIT = 16;

/** One dispatch of a kernel with everything bound; x, y and z count workgroups. */
export interface DispatchCommand {
  readonly kind: 'dispatch';
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Writes zeros into a range, in bytes. */
export interface ClearCommand {
  readonly kind: 'clear';
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

export type Command = DispatchCommand | ClearCommand;

export class CommandStream {
  /** The number of dispatches encoded so far. */
  dispatches = 0;
  /** The number of submits so far. */
  submits = 0;
  private unsubmitted = 0;
  private limit = MOST_PER_SUBMIT;

  constructor(private readonly backend: WebGPUBackendInternals) {}

  /** Must be called when the device has done what the first `submits` submits gave it to do. */
  doneUntil(submits: number): void {
    if (submits === this.submits && this.unsubmitted === 0) this.limit = FIRST_SUBMIT;
  }

  /** @param stamps to time the dispatch, which then gets a compute pass of its own */
  encode(command: Command, stamps?: GPUComputePassTimestampWrites): void {
    if (command.kind === 'clear') {
      this.encoder().clearBuffer(command.buffer, command.offset, command.size);
      return;
    }
    if (stamps) this.backend.endComputePassEncoder();
    const pass = (this.backend.computePassEncoder ??= this.encoder().beginComputePass({
      timestampWrites: stamps,
    }));
    pass.setPipeline(command.pipeline);
    pass.setBindGroup(0, command.bindGroup);
    pass.dispatchWorkgroups(command.x, command.y, command.z);
    if (stamps) this.backend.endComputePassEncoder();
    this.dispatches++;
    if (++this.unsubmitted < this.limit) return;
    this.limit = Math.min(2 * this.limit, MOST_PER_SUBMIT);
    this.submit();
  }

  copy(from: GPUBuffer, to: GPUBuffer, toOffset: number, bytes: number): void {
    this.encoder().copyBufferToBuffer(from, 0, to, toOffset, bytes);
  }

  submit(): void {
    this.unsubmitted = 0;
    if (!this.backend.commandEncoder) return;
    this.backend.endComputePassEncoder();
    this.backend.submitQueue();
    this.submits++;
  }

  private encoder(): GPUCommandEncoder {
    this.backend.ensureCommandEncoderReady();
    this.backend.endComputePassEncoder();
    if (!this.backend.commandEncoder) throw new Error('tfjs gave no command encoder.');
    return this.backend.commandEncoder;
  }
}
