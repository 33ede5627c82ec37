/** @file Reads what the browser keeps beside a hub's files as a stranger's: what is wrong counts as missing. */
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

/** Null for a value that is no listing of the lab's. */
export const readStoredListing = (value: unknown): Listing | null => readOrNull(ListingSchema, value);

/** Null for a value that is no entry of the lab's. */
export const readStoredRecord = (value: unknown): CacheEntry | null => readOrNull(RecordSchema, value);
