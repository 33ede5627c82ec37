/** @file Resolution of a validation set: how finely it can measure an accuracy. */

export interface Resolution {
  /** Number of validation examples. */
  readonly rows: number;
  /** Accuracy that one example more or less makes: 1 / rows. */
  readonly step: number;
  /** Binomial standard error of a single accuracy: how far off another sample of examples might have put it. */
  readonly standardError: number;
}

/** @param accuracy in [0, 1], for which the standard error is wanted */
export function resolutionOf(rows: number, accuracy: number): Resolution {
  return { rows, step: 1 / rows, standardError: Math.sqrt((accuracy * (1 - accuracy)) / rows) };
}
