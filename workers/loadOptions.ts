/** @file What loading a model or data set needs to know, and where it tells how far it is. */
import type { SourceSettings } from '../src/sources/sourceSettings';

export interface LoadOptions {
  /** Ends in a slash; `models/` and `datasets/` are below it. */
  readonly baseUrl: string;
  readonly sources: SourceSettings;
  readonly signal: AbortSignal;
  readonly onBytes: (received: number, total: number) => void;
  readonly onSentences: (done: number, total: number) => void;
  /** For what the person should know and need not do anything about. */
  readonly onNotice?: (message: string) => void;
}
