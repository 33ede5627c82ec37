/** @file The cache of a hub's files between visits: by hub, repository and commit, so that nothing is ever stale. */
import type { RepositoryKind } from './address';
import type { Sink } from './sink';

/** A repository at a commit, at one hub or mirror. */
export interface CacheKey {
  readonly hubUrl: string;
  readonly kind: RepositoryKind;
  readonly repository: string;
  readonly commit: string;
}

/** What is known about a cached file, which may be there only in part. */
export interface CacheEntry {
  /** The server's ETag; a download is continued only if it is still the same. */
  readonly etag: string | null;
  /** The file's size and hash; null until the whole file is there. */
  readonly complete: { readonly size: number; readonly sha256: string } | null;
}

/** A file that is being written. Nobody else can open it in the meantime. */
export interface OpenFile extends Sink {
  /** The entry for what an earlier download left; null if it left nothing. */
  readonly record: CacheEntry | null;
  /** Writes the entry, even before the file is whole. */
  note(record: CacheEntry): Promise<void>;
  close(): void;
}

export interface CachedRepository extends CacheKey {
  readonly bytes: number;
}

export interface FileCache {
  /** A whole file, or null. */
  find(key: CacheKey, file: string): Promise<{ blob: Blob; sha256: string } | null>;
  /** @throws DOMException if the browser refuses, or another tab has the file open */
  open(key: CacheKey, file: string): Promise<OpenFile>;
  /** Small JSON values that belong to a repository, e.g. which commit a branch was. */
  recall(key: Omit<CacheKey, 'commit'>, name: string): Promise<unknown>;
  remember(key: Omit<CacheKey, 'commit'>, name: string, value: unknown): Promise<void>;
  list(): Promise<CachedRepository[]>;
  /** @param key whose files are deleted; null for everything */
  clear(key: CacheKey | null): Promise<void>;
}
