/** @file Two experiments with their accuracies, for specs that look at results without training. */
import type { Accuracies } from './storedTrials';

/** Four ways to train with six seeds, as measured (docs/measurements.md); one trial of full fine-tuning diverged. */
export const METHODS = {
  fragment:
    'model=roberta-mini&data=review-sentences&scenario=full:full.lr3e-4&scenario=LoRA r=8:all.qkvoud.r8' +
    '&scenario=LoRA r=1:all.qkvoud.r1&scenario=classifier:classifier&trials=6&epochs=8&validation=all',
  accuracies: {
    full: [0.911, 0.93, 0.912, 0.899, 0.911, null],
    'LoRA r=8': [0.874, 0.914, 0.902, 0.9, 0.899, 0.901],
    'LoRA r=1': [0.882, 0.869, 0.878, 0.872, 0.877, 0.88],
    classifier: [0.577, 0.611, 0.603, 0.604, 0.573, 0.59],
  } as Accuracies,
} as const;

/** Four scenarios with short names and four seeds. */
export const SHORT_NAMES = {
  fragment:
    'model=roberta-mini&data=review-sentences&scenario=full:full.lr3e-4&scenario=LoRA:all.qkvoud.r8' +
    '&scenario=up:all.u.r8&scenario=classifier:classifier&trials=4&epochs=2',
  accuracies: {
    full: [0.91, 0.93, 0.91, 0.9],
    LoRA: [0.9, 0.91, 0.89, null],
    up: [0.88, 0.87, 0.89, 0.9],
    classifier: [0.57, 0.61, 0.6, 0.6],
  } as Accuracies,
} as const;
