/** @file The scalars of an optimizer step that kernels read as `now`, computed on the host in double precision. */
import type { AdamWOptions, StepState } from '../../index';

type Hyperparameters = Pick<AdamWOptions, 'beta1' | 'beta2' | 'weightDecay'>;

/** The receiver of the scalars. */
interface StepWriter {
  writeStep(stepSize: number, decay: number, rootCorrection2: number, dropoutKey: number): void;
}

export class StepScalars {
  private state: StepState = { learningRate: 0, step: 1, dropoutKey: 0 };
  private adam: Hyperparameters = { beta1: 0.9, beta2: 0.999, weightDecay: 0 };

  constructor(private readonly device: StepWriter) {
    this.write();
  }

  /** A step's scalars are first written before AdamW is called, with the options of the step before. */
  begin(state: StepState): void {
    this.state = state;
    this.write();
  }

  /** Writes the step's scalars again if AdamW's options turn out to differ from those of the step before. */
  use({ beta1, beta2, weightDecay }: AdamWOptions): void {
    const { adam } = this;
    if (beta1 === adam.beta1 && beta2 === adam.beta2 && weightDecay === adam.weightDecay) return;
    this.adam = { beta1, beta2, weightDecay };
    this.write();
  }

  private write(): void {
    const { learningRate, step, dropoutKey } = this.state;
    const { beta1, beta2, weightDecay } = this.adam;
    this.device.writeStep(
      learningRate / (1 - beta1 ** step),
      1 - learningRate * weightDecay,
      Math.sqrt(1 - beta2 ** step),
      dropoutKey,
    );
  }
}
