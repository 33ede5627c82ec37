/** @file AdamW with its state, for the parameters of a model. */
import type { Tensor } from '@tensorflow/tfjs';
import { rateOfB, type Hyperparameters } from '../experiment/experiment';
import type { Model } from '../model/model';
import type { AdamWOptions, Flat } from '../ops';
import { flatPair } from '../ops/flat';

/** The values of the published experiments, and of RoBERTa's own training (Liu et al. 2019, table 9). */
const BETAS_AND_EPSILON = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6 } as const;

export class Optimizer {
  private readonly options: AdamWOptions;
  private readonly moment1: Flat;
  private readonly moment2: Flat;

  constructor(
    private readonly model: Model,
    { weightDecay, gradientClip }: Pick<Hyperparameters, 'weightDecay' | 'gradientClip'>,
  ) {
    this.options = { ...BETAS_AND_EPSILON, weightDecay, gradientClip, faster: rateOfB(model.scenario) };
    [this.moment1, this.moment2] = flatPair((of) => model.ops.flat(of), model.parameters.layout);
  }

  /** Updates the parameters from the model's gradients. Returns the gradient norm before clipping, [1]. */
  step(): Tensor {
    const { ops, parameters, gradients } = this.model;
    return ops.adamW(parameters, gradients, this.moment1, this.moment2, this.options);
  }

  /** Adam's two moments, [layout.length] each. @param trial its number in its company */
  async read(trial = 0): Promise<readonly [Float32Array, Float32Array]> {
    return [await this.moment1.read(trial), await this.moment2.read(trial)];
  }

  /** Sets the moments, [layout.length] each. @param trial its number in its company */
  write(moment1: Float32Array, moment2: Float32Array, trial = 0): void {
    this.moment1.write(moment1, trial);
    this.moment2.write(moment2, trial);
  }

  dispose(): void {
    this.moment1.dispose();
    this.moment2.dispose();
  }
}
