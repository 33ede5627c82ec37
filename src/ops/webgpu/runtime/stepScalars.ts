/** @file The scalars of an optimizer step that kernels read as `now`, computed on the host in double precision. */
import type { AdamWOptions, StepState } from '../../index';

type Hyperparameters = Required<Pick<AdamWOptions, 'beta1' | 'beta2' | 'weightDecay' | 'faster'>>;

/** What kernels read of a step. */
export interface StepValues {
  readonly stepSize: number;
  /** What weight decay leaves of a parameter; where some train faster, the share that it takes from the others. */
  readonly decay: number;
  readonly rootCorrection2: number;
  readonly dropoutKey: number;
}

export class StepScalars {
  private states: readonly StepState[] = [{ learningRate: 0, step: 1, dropoutKey: 0 }];
  private adam: Hyperparameters = { beta1: 0.9, beta2: 0.999, weightDecay: 0, faster: 1 };

  /** @param send gets the scalars of each trial, one alone or those of a company */
  constructor(private readonly send: (steps: readonly StepValues[]) => void) {
    this.write();
  }

  /** A step's scalars are first written before AdamW is called, with the options of the step before. */
  begin(states: readonly StepState[]): void {
    this.states = states;
    this.write();
  }

  /** Writes the step's scalars again if AdamW's options turn out to differ from those of the step before. */
  use({ beta1, beta2, weightDecay, faster = 1 }: AdamWOptions): void {
    const { adam } = this;
    const isSame = beta1 === adam.beta1 && beta2 === adam.beta2 && weightDecay === adam.weightDecay;
    if (isSame && faster === adam.faster) return;
    this.adam = { beta1, beta2, weightDecay, faster };
    this.write();
  }

  private write(): void {
    const { beta1, beta2, weightDecay, faster } = this.adam;
    this.send(
      this.states.map(({ learningRate, step, dropoutKey }) => ({
        stepSize: learningRate / (1 - beta1 ** step),
        // A kernel that multiplies the share must not get it as one minus it, which has few digits of it.
        decay: faster === 1 ? 1 - learningRate * weightDecay : learningRate * weightDecay,
        rootCorrection2: Math.sqrt(1 - beta2 ** step),
        dropoutKey,
      })),
    );
  }
}
