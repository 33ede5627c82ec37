/**
 * @file Reads what the browser keeps beside a hub's files as if a stranger had sent it: wrong values count as missing.
 */
import * as v from 'valibot';
import { count, list, object, readOrNull, text } from '../../base/schema';
import type { CacheEntry } from './fileCache';
import { CommitSchema, HashSchema, type Listing } from './repository';

const ListingSchema = object({
  commit: CommitSchema,
  files: list(object({ name: text, size: v.nullable(count), sha256: v.nullable(HashSchema) })),
});

const RecordSchema = object({
  etag: v.nullable(text),
  complete: v.nullable(object({ size: count, sha256: HashSchema })),
});

/** Null for a value that is not one of the lab's listings. */
export const readStoredListing = (value: unknown): Listing | null => readOrNull(ListingSchema, value);

/** Null for a value that is not one of the lab's entries. */
export const readStoredRecord = (value: unknown): CacheEntry | null => readOrNull(RecordSchema, value);
