/** @file Keeps the screen awake while a run goes on: a machine that sleeps computes nothing. */

/** What of the browser is used. */
export interface WakeLockHost {
  readonly wakeLock?: { request(type: 'screen'): Promise<{ release(): Promise<void> }> };
  isVisible(): boolean;
  onVisibilityChange(listener: () => void): void;
}

/**
 * The browser gives the lock up whenever the page is hidden; it is asked for again when it is seen. Where there is none,
 * or the browser refuses (a low battery), nothing happens.
 * @returns call with whether the screen is to stay awake
 */
export function createWakeLock(host: WakeLockHost): (wanted: boolean) => void {
  let wanted = false;
  let held: Promise<{ release(): Promise<void> } | null> | null = null;

  const acquire = (): void => {
    if (!wanted || held || !host.wakeLock || !host.isVisible()) return;
    held = host.wakeLock.request('screen').catch(() => null);
  };
  const release = (): void => {
    const lock = held;
    held = null;
    void lock?.then((own) => own?.release()).catch(() => undefined);
  };
  host.onVisibilityChange(() => {
    // What was held is gone, or will be.
    release();
    acquire();
  });
  return (next) => {
    if (next === wanted) return;
    wanted = next;
    if (wanted) acquire();
    else release();
  };
}

/** The browser's own. */
export function browserHost(): WakeLockHost {
  return {
    ...('wakeLock' in navigator ? { wakeLock: navigator.wakeLock } : {}),
    isVisible: () => document.visibilityState === 'visible',
    onVisibilityChange: (listener) => document.addEventListener('visibilitychange', listener),
  };
}
