/** @file How finely a validation set can measure an accuracy at all. */

export interface Resolution {
  /** Validation examples. */
  readonly rows: number;
  /** What one example more or less is worth: 1 / rows. */
  readonly step: number;
  /** Binomial standard error of a single accuracy: how far other examples of the same kind might have put it. */
  readonly standardError: number;
}

/** @param accuracy in [0, 1], at which the standard error is wanted */
export function resolutionOf(rows: number, accuracy: number): Resolution {
  return { rows, step: 1 / rows, standardError: Math.sqrt((accuracy * (1 - accuracy)) / rows) };
}
