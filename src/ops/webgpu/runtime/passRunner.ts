/**
 * @file Runs passes. The first time, a prepared pass runs op by op and its commands are captured. After that the same
 * commands are sent again with new inputs and another step's `now`, which costs the CPU a small part of the time.
 *
 * That is sound because nothing else changes: a prepared pass has its tensors in the workspace, always in the same
 * buffers, and whatever else it uses is checked to be still there (`Capture.isGoodFor`).
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Pass } from '../../index';
import { Capture, type UploadedTensor } from './capture';
import type { PassDevice } from './device';

export class PassRunner {
  /** The number of passes so far whose captured commands were sent again. */
  repeats = 0;
  private readonly captures = new Map<string, Capture>();

  constructor(private readonly device: PassDevice) {}

  run<Output extends string>(pass: Pass<Output>): Record<Output, Tensor> {
    const { device } = this;
    const known = device.captures && device.workspace.isIdle ? this.captures.get(pass.name) : undefined;
    const made: Tensor[] = [];
    device.made = made;
    try {
      const outputs = known?.isGoodFor(pass.owner) ? this.repeat(known, pass) : this.goThrough(pass);
      device.flush();
      return outputs as Record<Output, Tensor>;
    } catch (error) {
      for (const tensor of made) tensor.dispose(); // the pass had no chance to
      throw error;
    } finally {
      device.made = null;
    }
  }

  /** Must be called when the workspace's buffers are destroyed. */
  forget(): void {
    this.captures.clear();
  }

  /** Must be called within a pass: `preparation` then runs each time before the pass's commands are sent again. */
  beforeRepeats(preparation: () => void): void {
    this.device.capture?.preparations.push(preparation);
  }

  /** Runs a pass op by op. */
  private goThrough({ name, owner, inputs, body }: Pass<string>): Record<string, Tensor> {
    const { device } = this;
    this.captures.delete(name);
    device.workspace.begin(name);
    const tensors = inputs.map((values) => {
      const tensor = device.tensor([values.length / device.slabs], 'int32');
      device.write(tensor, values);
      return tensor;
    });
    device.capture = device.captures ? new Capture(owner) : null;
    try {
      const results = Object.entries(device.chunkSums.gathered(() => body(tensors)));
      if (device.capture) this.keep(name, device.capture, tensors, results);
      return this.copied(results);
    } finally {
      device.capture = null;
      for (const tensor of tensors) tensor.dispose();
    }
  }

  /** Keeps the capture if its inputs and results lie in the workspace, and so always in the same buffers. */
  private keep(
    name: string,
    capture: Capture,
    inputs: readonly Tensor[],
    results: readonly (readonly [string, Tensor])[],
  ): void {
    const { device } = this;
    const placed = (tensor: Tensor): UploadedTensor => ({
      buffer: device.bufferOf(tensor),
      shape: tensor.shape,
    });
    capture.inputs.push(...inputs.map(placed));
    for (const [result, tensor] of results) capture.results.set(result, placed(tensor));
    const all = [...capture.inputs, ...capture.results.values()];
    if (all.every(({ buffer }) => device.workspace.owns(buffer))) this.captures.set(name, capture);
  }

  /** Copies results to tensors that outlive the pass, and disposes them. */
  private copied(results: readonly (readonly [string, Tensor])[]): Record<string, Tensor> {
    const { device } = this;
    const copies = results.map(([name, result]) => {
      const copy = device.tensor([...result.shape]);
      device.copy(result, copy);
      result.dispose();
      return [name, copy] as const;
    });
    return Object.fromEntries(copies);
  }

  /** Sends captured commands again. */
  private repeat(capture: Capture, { name: pass, inputs }: Pass<string>): Record<string, Tensor> {
    const { device } = this;
    const { commands, backend, workspace } = device;
    for (const prepare of capture.preparations) prepare();
    device.flush(); // what is encoded may still read what the inputs overwrite
    for (const [i, values] of inputs.entries()) {
      const input = capture.inputs[i];
      if (!input) throw new Error(`Pass ${pass} has ${inputs.length} inputs, not ${capture.inputs.length}.`);
      backend.queue.writeBuffer(input.buffer, 0, values.buffer, values.byteOffset, values.byteLength);
    }
    for (const command of capture.commands) commands.encode(command);
    for (const tensor of capture.written) device.forgetHostCopy(tensor);
    this.repeats++;
    workspace.begin(''); // the copies outlive the pass, so they are not planned
    const copies = [...capture.results].map(([name, { buffer, shape }]) => {
      const copy = device.tensor([...shape]);
      commands.copy(buffer, device.bufferOf(copy), 0, device.bytesOf(copy));
      return [name, copy] as const;
    });
    return Object.fromEntries(copies);
  }
}
