/** @file Collects what arrives often and hands it on at most every so many milliseconds. */

export interface Batcher<T> {
  readonly add: (item: T) => void;
  readonly flush: () => void;
}

/** Charts redraw once per batch, however fast the GPU steps. */
export function createBatcher<T>(intervalMs: number, handle: (items: readonly T[]) => void): Batcher<T> {
  let items: T[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const batch = items;
    items = [];
    if (batch.length > 0) handle(batch);
  };
  return {
    add(item) {
      items.push(item);
      timer ??= setTimeout(flush, intervalMs);
    },
    flush,
  };
}
