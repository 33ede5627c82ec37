/** @file Tests of how many dispatches a submit has. */
import { describe, expect, it } from 'vitest';
import type { WebGPUBackendInternals } from './backendInternals';
import { CommandStream, type Command } from './commands';

/** A backend that counts dispatches instead of sending them. */
class CountingBackend {
  /** Dispatches of each submit. */
  readonly submitted: number[] = [];
  commandEncoder: object | null = null;
  computePassEncoder: object | null = null;
  private dispatches = 0;

  ensureCommandEncoderReady(): void {
    this.commandEncoder ??= {
      beginComputePass: () => ({
        setPipeline: () => undefined,
        setBindGroup: () => undefined,
        dispatchWorkgroups: () => this.dispatches++,
      }),
    };
  }

  endComputePassEncoder(): void {
    this.computePassEncoder = null;
  }

  submitQueue(): void {
    this.submitted.push(this.dispatches);
    this.dispatches = 0;
    this.commandEncoder = null;
  }
}

function streamOf(): {
  stream: CommandStream;
  submitted: readonly number[];
  dispatch: (count: number) => void;
} {
  const backend = new CountingBackend();
  const stream = new CommandStream(backend as unknown as WebGPUBackendInternals);
  const command = { kind: 'dispatch', x: 1, y: 1, z: 1 } as Command;
  const dispatch = (count: number): void => {
    for (let i = 0; i < count; i++) stream.encode(command);
  };
  return { stream, submitted: backend.submitted, dispatch };
}

describe('submits', () => {
  it('have 256 dispatches while the device has something to do', () => {
    const { stream, submitted, dispatch } = streamOf();
    dispatch(600);
    stream.submit();
    expect(submitted).toEqual([256, 256, 88]);
  });

  it('begin with few to a device that has done everything, and grow twofold', () => {
    const { stream, submitted, dispatch } = streamOf();
    dispatch(3);
    stream.submit();
    stream.doneUntil(stream.submits);
    dispatch(700);
    stream.submit();
    expect(submitted).toEqual([3, 16, 32, 64, 128, 256, 204]);
  });

  it('stay large where more was given meanwhile', () => {
    const { stream, submitted, dispatch } = streamOf();
    dispatch(3);
    stream.submit();
    const { submits } = stream;
    dispatch(5);
    stream.doneUntil(submits); // five more are encoded
    stream.submit();
    stream.doneUntil(submits); // and submitted
    dispatch(256);
    expect(submitted).toEqual([3, 5, 256]);
  });
});
