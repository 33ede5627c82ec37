/** @file Whether an edit becomes a step of the browser's history or amends the last one. */

export interface Edit {
  /** What was edited; edits of one thing in quick succession are one step for Back. */
  readonly key: string;
  /** The time of the edit in milliseconds. */
  readonly at: number;
}

const BURST_MS = 2000;

/** A first edit pushes; further ones of the same thing, while they go on, replace. */
export function historyAction(previous: Edit | null, edit: Edit): 'push' | 'replace' {
  return previous !== null && previous.key === edit.key && edit.at - previous.at < BURST_MS
    ? 'replace'
    : 'push';
}
