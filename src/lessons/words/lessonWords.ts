/** @file What a lesson gives to read. */

export interface LessonWords {
  /** Paragraphs to read before the prediction. */
  readonly text: readonly string[];
  /** Paragraphs to read after the run. */
  readonly conclusion: readonly string[];
}
