/** @file Keeps the last thing made with the key of what it depends on, and makes it once however many ask at the same time. */

interface Making {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly ended: Promise<unknown>;
}

export class LastMade<T> {
  private key: string | null = null;
  private value: T | null = null;
  private making: Making | null = null;

  /**
   * A caller who asks for what is just being made waits for it, and makes it again only if that fails or is given up. A
   * caller who asks for something else does not wait.
   * @param dependsOn any value; two that have the same JSON are the same
   * @param signal the caller's
   * @throws what `make` throws; the signal's reason if it aborts
   */
  async get(dependsOn: unknown, signal: AbortSignal, make: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(dependsOn);
    signal.throwIfAborted();
    while (this.making?.key === key && !this.making.signal.aborted) {
      await settled(this.making.ended, AbortSignal.any([signal, this.making.signal]));
      signal.throwIfAborted();
    }
    if (this.key === key && this.value !== null) return this.value;
    this.forget();
    const value = make();
    const making = { key, signal, ended: value };
    this.making = making;
    try {
      this.value = await value;
      this.key = key;
      return this.value;
    } finally {
      if (this.making === making) this.making = null;
    }
  }

  /** Drops what is kept, to make room for what is made next. */
  forget(): void {
    [this.key, this.value] = [null, null];
  }
}

/** Resolves when the work has ended in any way, or when the signal aborts, because not all work notices that. */
async function settled(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([work.catch(() => undefined), aborted]);
  signal.removeEventListener('abort', stop);
}
