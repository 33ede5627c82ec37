/** @file Which reports of progress are sent: few enough not to burden the page. */

/** The least milliseconds between two reports of one phase. */
const PROGRESS_MILLISECONDS = 100;

/** @returns whether a report is due: the first and the last of a phase are, and between them at most one per interval */
export function progressThrottle<Phase>(): (phase: Phase, done: number, total: number) => boolean {
  let [lastPhase, lastTime]: [Phase | null, number] = [null, 0];
  return (phase, done, total) => {
    const now = performance.now();
    if (phase === lastPhase && done < total && now - lastTime < PROGRESS_MILLISECONDS) return false;
    [lastPhase, lastTime] = [phase, now];
    return true;
  };
}
