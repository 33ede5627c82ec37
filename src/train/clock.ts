/** @file Measures samples per second. The caller waits for the device before each call of `start` and `pause`. */

/** What a clock has measured so far, from which another can continue. */
export interface Timed {
  readonly milliseconds: number;
  readonly samples: number;
}

export class Clock {
  private milliseconds = 0;
  private samples = 0;
  private since: number | null = null;

  start(): void {
    this.since ??= performance.now();
  }

  /** @returns whether the clock was running */
  pause(): boolean {
    const was = this.since;
    if (was !== null) this.milliseconds += performance.now() - was;
    this.since = null;
    return was !== null;
  }

  /** Counts samples if the clock is running. */
  count(samples: number): void {
    if (this.since !== null) this.samples += samples;
  }

  /** What was measured up to the last pause. */
  get timed(): Timed {
    return { milliseconds: this.milliseconds, samples: this.samples };
  }

  /** Continues from what an earlier clock had measured. */
  restore({ milliseconds, samples }: Timed): void {
    [this.milliseconds, this.samples] = [milliseconds, samples];
  }

  /** Samples per second; null before anything was measured. */
  get samplesPerSecond(): number | null {
    return this.samples > 0 && this.milliseconds > 0 ? (1000 * this.samples) / this.milliseconds : null;
  }
}
