/** @file Keeps the screen awake while a run goes on: a machine that sleeps computes nothing. */

/** The part of the browser that is used. */
export interface WakeLockHost {
  readonly wakeLock?: { request(type: 'screen'): Promise<{ release(): Promise<void> }> };
  isVisible(): boolean;
  onVisibilityChange(listener: () => void): void;
}

/**
 * The browser releases the lock whenever the page is hidden; it is requested again when the page is visible. If there
 * is no such lock, or the browser refuses (a low battery), nothing happens.
 * @returns a function to call with whether the screen is to stay awake
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
    // The browser has released the lock, or will.
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

/** The host of the page's own browser. */
export function browserHost(): WakeLockHost {
  return {
    ...('wakeLock' in navigator ? { wakeLock: navigator.wakeLock } : {}),
    isVisible: () => document.visibilityState === 'visible',
    onVisibilityChange: (listener) => document.addEventListener('visibilitychange', listener),
  };
}
