/** @file When a run rests between two steps: while it is paused, and in quiet mode for as long as it has worked. */

/** What a trial consults between two steps and between batches of an evaluation. */
export interface Rest {
  /** Whether to rest now. It is called once after every step, so it must be cheap. */
  isDue(): boolean;
  /** Whether the device rests so often that its speed cannot be measured. */
  readonly isQuiet: boolean;
  /** Must be called with the device idle. Resolves when the trial is to go on, or was cancelled. */
  untilOver(): Promise<void>;
}

/**
 * In quiet mode, short steps follow each other for about this long, one frame of a screen. Waiting for the device after
 * every one of them would cost more than the rest gives back.
 */
const BURST_MILLISECONDS = 16;
/**
 * A trial begins at full speed, because frequent waiting for the device would distort its measured speed. This lasts
 * for this many steps, two of which warm up, and for at least this long.
 */
const MEASURED_STEPS = 12;
const MEASURED_MILLISECONDS = 250;
/** The longest rest in quiet mode: a single step can take longer than anyone wants to wait for the next. */
const LONGEST_SLEEP_MILLISECONDS = 2000;

export class Pacing implements Rest {
  private paused = false;
  private quiet = false;
  /**
   * The steps since the last rest, the time when that rest ended, and the number of steps after which the next is due.
   */
  private steps = 0;
  private since: number | null = null;
  private burst = 1;
  /** The steps of the trial, and the time when the first of them was done. */
  private trialSteps = 0;
  private trialSince = 0;
  private rested = 0;
  private wake = (): void => undefined;

  /**
   * @param signal aborted when the run is cancelled, after which it no longer rests
   * @param onStanding called with true when a pause begins and with false when it ends; not called for quiet mode
   */
  constructor(
    private readonly signal: AbortSignal,
    private readonly onStanding: (standing: boolean) => void,
  ) {
    signal.addEventListener('abort', () => this.wake());
  }

  pause(): void {
    this.paused = true;
    this.wake();
  }

  resume(): void {
    this.paused = false;
    this.wake();
  }

  /** Quiet mode leaves the device about half of the time to others. */
  setQuiet(quiet: boolean): void {
    this.quiet = quiet;
    this.since = null;
    this.wake();
  }

  /** Milliseconds that the run has rested so far, for either reason. */
  get restedMilliseconds(): number {
    return this.rested;
  }

  /**
   * Rests before a trial while the run is paused. The trial's preparation time does not count as work to rest after.
   */
  async untilTrial(): Promise<void> {
    await this.untilResumed();
    this.since = null;
    this.trialSteps = 0;
  }

  get isQuiet(): boolean {
    return this.quiet;
  }

  isDue(): boolean {
    const now = performance.now();
    if (this.trialSteps === 0) this.trialSince = now;
    this.trialSteps++;
    if (this.paused) return true;
    const isMeasured = this.trialSteps > MEASURED_STEPS && now - this.trialSince >= MEASURED_MILLISECONDS;
    if (!this.quiet || !isMeasured) return false;
    if (this.since === null) {
      [this.since, this.steps, this.burst] = [now, 0, 1];
      return false;
    }
    this.steps++;
    return this.steps >= this.burst || now - this.since >= BURST_MILLISECONDS;
  }

  async untilOver(): Promise<void> {
    const began = performance.now();
    if (this.quiet && !this.paused && this.since !== null) {
      const worked = began - this.since;
      this.burst = Math.max(1, Math.round((this.steps * BURST_MILLISECONDS) / Math.max(worked, 0.1)));
      await this.sleep(Math.min(worked, LONGEST_SLEEP_MILLISECONDS));
    }
    this.rested += performance.now() - began;
    await this.untilResumed();
    this.steps = 0;
    this.since = performance.now();
  }

  private async untilResumed(): Promise<void> {
    if (!this.paused || this.signal.aborted) return;
    const began = performance.now();
    this.onStanding(true);
    while (this.paused && !this.signal.aborted) await this.sleep(null);
    this.onStanding(false);
    this.rested += performance.now() - began;
  }

  /** @param milliseconds null to sleep until woken */
  private sleep(milliseconds: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === null ? undefined : setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.signal.aborted) this.wake();
    });
  }
}
