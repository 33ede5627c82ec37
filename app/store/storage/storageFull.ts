/** @file Tells whether the browser has no space left for what the page stores. */

export const isStorageFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';
