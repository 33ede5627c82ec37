/** @file Turns for drawing that would block the page if it all happened at once: one piece, then a pause. */

/**
 * Milliseconds between two turns, longer than two frames: what a chart does in the frame after its turn is over before
 * the next turn.
 */
const PAUSE_MS = 40;

const waiting = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | null = null;
let lastAt = -Infinity;

function next(): void {
  timer = null;
  const [work] = waiting;
  if (!work) return;
  waiting.delete(work);
  lastAt = performance.now();
  schedule();
  work();
}

function schedule(): void {
  if (waiting.size > 0) timer ??= setTimeout(next, Math.max(0, lastAt + PAUSE_MS - performance.now()));
}

/** Calls `work` when everything already waiting has had its turn. @returns a function that gives the turn up */
export function takeTurn(work: () => void): () => void {
  waiting.add(work);
  schedule();
  return () => void waiting.delete(work);
}
