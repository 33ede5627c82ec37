/** @file What the browser keeps beside a hub's files, read as a stranger's: what is wrong counts as not there. */
import { isObject } from '../../base/storedValues';
import type { CacheEntry } from './fileCache';
import { COMMIT, type HubFile, type Listing } from './repository';

const SHA256 = /^[0-9a-f]{64}$/;
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isHash = (value: unknown): value is string => typeof value === 'string' && SHA256.test(value);

/** Null for what is no listing that the lab has written. */
export function readStoredListing(value: unknown): Listing | null {
  if (!isObject(value) || !Array.isArray(value['files'])) return null;
  const { commit } = value;
  if (typeof commit !== 'string' || !COMMIT.test(commit)) return null;
  const files: HubFile[] = [];
  for (const file of value['files'] as readonly unknown[]) {
    if (!isObject(file)) return null;
    const { name, size, sha256 } = file;
    if (typeof name !== 'string' || !(size === null || isSize(size))) return null;
    if (!(sha256 === null || isHash(sha256))) return null;
    files.push({ name, size, sha256 });
  }
  return { commit, files };
}

/** Null for what is no record that the lab has written. */
export function readStoredRecord(value: unknown): CacheEntry | null {
  if (!isObject(value)) return null;
  const { etag, complete } = value;
  if (!(etag === null || typeof etag === 'string')) return null;
  if (complete === null) return { etag, complete };
  if (!isObject(complete)) return null;
  const { size, sha256 } = complete;
  return isSize(size) && isHash(sha256) ? { etag, complete: { size, sha256 } } : null;
}
