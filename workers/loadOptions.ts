/** @file What loading a model or a data set needs, and where it reports its progress. */
import type { SourceSettings } from '../src/sources/sourceSettings';

export interface LoadOptions {
  /** Ends in a slash; `models/` and `datasets/` are below it. */
  readonly baseUrl: string;
  readonly sources: SourceSettings;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number, total: number) => void;
  readonly onSentences: (done: number, total: number) => void;
  /** Gets what the person should know without having to do anything about it. */
  readonly onNotice?: (message: string) => void;
}
