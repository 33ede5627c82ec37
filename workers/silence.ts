/** @file Reports a worker that is silent from its start: its script may still be loading over a slow connection. */

/** The script arrives within a second from the cache, and within several seconds over a usual connection. */
export const SILENT_MS = 15_000;

export class SilenceWatch {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private told = false;

  /** @param onSilence called with true after {@link SILENT_MS} of silence, then with false when the silence ends */
  constructor(private readonly onSilence: (silent: boolean) => void) {}

  begin(): void {
    this.told = false;
    this.timer = setTimeout(() => {
      this.told = true;
      this.onSilence(true);
    }, SILENT_MS);
  }

  end(): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    if (this.told) this.onSilence(false);
  }
}
