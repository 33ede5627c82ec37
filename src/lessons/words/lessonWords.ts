/** @file What a lesson gives to read. */
import type { Expectation } from '../claims/expectation';
import type { Source } from '../sources';

/** A number or a setting as it was published: what it is of, and its text. */
export interface PublishedFact {
  readonly of: string;
  readonly value: string;
}

/** What somebody has published, and what it predicts of the lesson's scenarios. */
export interface Claim {
  /** The claim in one or two sentences of the lab's own. */
  readonly statement: string;
  readonly source: Source;
  /** Exact figures of the source; none where it has them in plots alone. */
  readonly figures: readonly PublishedFact[];
  /** How the source's experiment differs from this one. */
  readonly differs: string;
  readonly expectations: readonly Expectation[];
}

export interface LessonWords {
  /** Paragraphs to read before the prediction. */
  readonly text: readonly string[];
  /** Paragraphs to read after the run. */
  readonly conclusion: readonly string[];
  /** Published claims that the lesson holds against its run. */
  readonly claims?: readonly Claim[];
}
