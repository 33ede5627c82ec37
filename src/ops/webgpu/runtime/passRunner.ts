/**
 * @file Runs passes. A prepared pass is gone through op by op once; then the same commands are sent again,
 * with new inputs and another step's `now`: that takes the processor a small part of the time.
 *
 * That is sound because nothing else changes: a prepared pass has its tensors in the workspace, always in
 * the same places, and whatever else it uses is checked to be still there (`Capture.isGoodFor`).
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Pass } from '../../index';
import { Capture, type UploadedTensor } from './capture';
import type { PassDevice } from './device';

export class PassRunner {
  /** Passes that were sent again, ever. */
  repeats = 0;
  private readonly captures = new Map<string, Capture>();

  constructor(private readonly device: PassDevice) {}

  run<Output extends string>(pass: Pass<Output>): Record<Output, Tensor> {
    const { device } = this;
    const known = device.computes && device.workspace.isIdle ? this.captures.get(pass.name) : undefined;
    const made: Tensor[] = [];
    device.made = made;
    try {
      const outputs = known?.isGoodFor(pass.owner) ? this.repeat(known, pass) : this.goThrough(pass);
      device.flush();
      return outputs as Record<Output, Tensor>;
    } catch (error) {
      for (const tensor of made) tensor.dispose(); // the body had no chance to
      throw error;
    } finally {
      device.made = null;
    }
  }

  /** To be called where the workspace's buffers go. */
  forget(): void {
    this.captures.clear();
  }

  /** In a pass: `preparation` is called whenever it is about to be sent again. */
  beforeRepeats(preparation: () => void): void {
    this.device.capture?.preparations.push(preparation);
  }

  private goThrough({ name, owner, inputs, body }: Pass<string>): Record<string, Tensor> {
    const { device } = this;
    this.captures.delete(name);
    device.workspace.begin(name);
    const tensors = inputs.map((values) => {
      const tensor = device.tensor([values.length], 'int32');
      device.write(tensor, values);
      return tensor;
    });
    device.capture = device.computes ? new Capture(owner) : null;
    try {
      const results = Object.entries(device.chunkSums.gathered(() => body(tensors)));
      if (device.capture) this.keep(name, device.capture, tensors, results);
      return this.copied(results);
    } finally {
      device.capture = null;
      for (const tensor of tensors) tensor.dispose();
    }
  }

  /** Keeps the capture if its inputs and results lie in the workspace, and so always in the same places. */
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

  /** Results as tensors that outlive the pass; disposes the results. */
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

  private repeat(capture: Capture, { inputs }: Pass<string>): Record<string, Tensor> {
    const { device } = this;
    const { commands, backend, workspace } = device;
    for (const prepare of capture.preparations) prepare();
    device.flush(); // what is recorded may still read what the inputs overwrite
    for (const [i, { buffer }] of capture.inputs.entries()) {
      const values = inputs[i]!;
      backend.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
    }
    for (const command of capture.commands) commands.record(command);
    for (const tensor of capture.written) device.forgetHostCopy(tensor);
    this.repeats++;
    workspace.begin(''); // what is made now outlives the pass
    const copies = [...capture.results].map(([name, { buffer, shape }]) => {
      const copy = device.tensor([...shape]);
      commands.copy(buffer, device.bufferOf(copy), 0, 4 * copy.size);
      return [name, copy] as const;
    });
    return Object.fromEntries(copies);
  }
}
