/** @file The trials of a run that have not ended, in their order. */
import type { TrialSpec } from '../src/experiment/experiment';

export class TrialQueue {
  private readonly left: Set<number>;

  /** @param isLeft says of each trial, by its index, whether it is to run */
  constructor(
    private readonly trials: readonly TrialSpec[],
    isLeft: (trial: number) => boolean,
  ) {
    this.left = new Set([...trials.keys()].filter(isLeft));
  }

  /** The first trial that has not ended; null if all have. */
  get next(): number | null {
    const [first = null] = this.left;
    return first;
  }

  /**
   * The trials that could train together with the next one, which is the first of them: those of its scenario that would
   * begin at the same step.
   */
  companions(firstStepOf: (trial: number) => number): number[] {
    const { next } = this;
    if (next === null) return [];
    const name = this.trials[next]?.scenario.name;
    const step = firstStepOf(next);
    return [...this.left].filter(
      (trial) => this.trials[trial]?.scenario.name === name && firstStepOf(trial) === step,
    );
  }

  has(trial: number): boolean {
    return this.left.has(trial);
  }

  ended(trial: number): void {
    this.left.delete(trial);
  }
}
