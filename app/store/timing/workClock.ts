/** @file A clock of a run's work: it stands still in a pause, and goes at half speed in quiet mode. */

export interface WorkClock {
  /** Milliseconds of work until `at`, a time in milliseconds since the epoch. */
  readonly worked: number;
  readonly at: number;
  readonly standing: boolean;
  readonly quiet: boolean;
}

/** Share of the time that a run works in quiet mode: it then sleeps for about as long (src/train/pacing.ts). */
const QUIET_SHARE = 0.5;

export function startClock(at: number, quiet: boolean): WorkClock {
  return { worked: 0, at, standing: false, quiet };
}

/** Milliseconds of work from the start to `now`. */
export function workAt(clock: WorkClock, now: number): number {
  return clock.standing ? clock.worked : clock.worked + Math.max(0, now - clock.at) * shareOf(clock);
}

export function changeClock(
  clock: WorkClock,
  change: Partial<Pick<WorkClock, 'standing' | 'quiet'>>,
  at: number,
): WorkClock {
  return { ...clock, worked: workAt(clock, at), at, ...change };
}

/** Seconds by the wall clock that so many seconds of work will take, once the run goes on. */
export function wallSeconds(clock: WorkClock, workSeconds: number): number {
  return workSeconds / shareOf(clock);
}

function shareOf({ quiet }: WorkClock): number {
  return quiet ? QUIET_SHARE : 1;
}
