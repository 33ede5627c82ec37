/** @file AdamW that also smooths, step by step, how much each parameter matters to the loss: AdaLoRA's two averages. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Hyperparameters } from '../../experiment/experiment';
import type { Model } from '../../model/model';
import type { Flat } from '../../ops';
import { flatPair } from '../../ops/flat';
import { Optimizer } from '../../train/optimizer';

/** Smoothed sensitivity and its uncertainty, [layout.length] each. */
export interface Smoothed {
  readonly sensitivity: Float32Array;
  readonly uncertainty: Float32Array;
}

export class SensitiveOptimizer extends Optimizer {
  private readonly sensitivity: Flat;
  private readonly uncertainty: Flat;

  constructor(
    private readonly trained: Model,
    settings: Pick<Hyperparameters, 'weightDecay' | 'gradientClip'>,
  ) {
    super(trained, settings);
    try {
      [this.sensitivity, this.uncertainty] = flatPair(
        (of) => trained.ops.flat(of),
        trained.parameters.layout,
      );
    } catch (error) {
      super.dispose();
      throw error;
    }
  }

  /**
   * Updates the parameters, then both averages. PEFT's loop calls `update_and_allocate` after `optimizer.step()` and before
   * `zero_grad()`, so the updated weights meet the gradients of the step. These are as backward wrote them, not clipped,
   * because that loop does not clip.
   */
  override step(): Tensor {
    const norm = super.step();
    const { ops, parameters, gradients } = this.trained;
    ops.smoothSensitivity(parameters, gradients, this.sensitivity, this.uncertainty);
    return norm;
  }

  /** Forgets all steps: Adam's moments and both averages are zero again. */
  reset(): void {
    const zeros = new Float32Array(this.trained.parameters.layout.length);
    this.write(zeros, zeros);
    this.sensitivity.write(zeros);
    this.uncertainty.write(zeros);
  }

  async readSmoothed(): Promise<Smoothed> {
    return { sensitivity: await this.sensitivity.read(), uncertainty: await this.uncertainty.read() };
  }

  override dispose(): void {
    super.dispose();
    this.sensitivity.dispose();
    this.uncertainty.dispose();
  }
}
