/** @file The uniform buffers of what changes from step to step: that of a trial alone, and that of a company's trials. */
import type { StepState } from '../../index';
import { MOST_TRIALS, STEP_BYTES, TRIAL_STEP_BYTES } from './kernel';
import type { StepValues } from './stepScalars';

/** UNIFORM and COPY_DST of GPUBufferUsage, in numbers: browsers without WebGPU have no such name, and plan all the same. */
const USAGE = 0x40 | 0x08;

export class StepBuffers {
  readonly alone: GPUBuffer;
  readonly trials: GPUBuffer;

  constructor(
    device: GPUDevice,
    private readonly queue: GPUQueue,
  ) {
    this.alone = device.createBuffer({ size: STEP_BYTES, usage: USAGE });
    this.trials = device.createBuffer({ size: MOST_TRIALS * TRIAL_STEP_BYTES, usage: USAGE });
  }

  write(step: StepValues): void {
    const values = new DataView(new ArrayBuffer(STEP_BYTES));
    put(values, 0, step);
    this.queue.writeBuffer(this.alone, 0, values.buffer);
  }

  /** @throws RangeError if there are too many trials */
  writeTrials(steps: readonly StepValues[], states: readonly StepState[]): void {
    if (steps.length > MOST_TRIALS) throw new RangeError(`A company has at most ${MOST_TRIALS} trials.`);
    const values = new DataView(new ArrayBuffer(steps.length * TRIAL_STEP_BYTES));
    for (const [trial, step] of steps.entries()) {
      const at = trial * TRIAL_STEP_BYTES;
      put(values, at, step);
      values.setUint32(at + STEP_BYTES, states[trial]?.batch?.sequence ?? 0, true);
    }
    this.queue.writeBuffer(this.trials, 0, values.buffer);
  }
}

function put(into: DataView, at: number, { stepSize, decay, rootCorrection2, dropoutKey }: StepValues): void {
  for (const [i, value] of [stepSize, decay, rootCorrection2].entries())
    into.setFloat32(at + 4 * i, value, true);
  into.setUint32(at + 12, dropoutKey, true);
}
