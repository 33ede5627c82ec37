/** @file Loss and accuracy on the sentences that a trial trains on, from one evaluation to the next. */
import type { Evaluation } from '../results/results';

/** Figures of one optimizer step's batch, before the update. */
export interface StepStats {
  /** The mean loss over the batch's sentences, in nats. */
  readonly loss: number;
  /** The number of sentences that were classified right. */
  readonly hits: number;
  readonly sentences: number;
}

/** Sums over sentences so far, from which a later run can continue. */
export interface TrainingSums {
  readonly lossSum: number;
  readonly hits: number;
  readonly sentences: number;
}

export class TrainingFigures {
  private lossSum = 0;
  private hits = 0;
  private sentences = 0;

  get sums(): TrainingSums {
    return { lossSum: this.lossSum, hits: this.hits, sentences: this.sentences };
  }

  restore({ lossSum, hits, sentences }: TrainingSums): void {
    [this.lossSum, this.hits, this.sentences] = [lossSum, hits, sentences];
  }

  add({ loss, hits, sentences }: StepStats): void {
    this.lossSum += loss * sentences;
    this.hits += hits;
    this.sentences += sentences;
  }

  /** Means over the sentences since the last call, each as it was before its update; null if there were none. */
  take(): Pick<Evaluation, 'trainLoss' | 'trainAccuracy'> {
    const { lossSum, hits, sentences } = this;
    this.lossSum = this.hits = this.sentences = 0;
    if (sentences === 0) return { trainLoss: null, trainAccuracy: null };
    return { trainLoss: lossSum / sentences, trainAccuracy: hits / sentences };
  }
}
