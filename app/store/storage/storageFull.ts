/** @file Whether the browser has no room left for what the page stores. */

export const isStorageFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';
