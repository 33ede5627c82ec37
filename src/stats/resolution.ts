/** @file Resolution of a validation set: how finely it can measure an accuracy. */

export interface Resolution {
  /** The number of validation sentences. */
  readonly rows: number;
  /** The change in accuracy by one example more or less: 1 / rows. */
  readonly step: number;
  /** The binomial standard error of a single accuracy: how far off another sample of examples might have put it. */
  readonly standardError: number;
}

/** @param accuracy the one whose standard error is wanted, in [0, 1] */
export function resolutionOf(rows: number, accuracy: number): Resolution {
  return { rows, step: 1 / rows, standardError: Math.sqrt((accuracy * (1 - accuracy)) / rows) };
}
