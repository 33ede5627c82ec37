/** @file A hub's repository at one commit, whose files come from the cache, or over the network into the cache. */
import { LabError } from '../../base/errors';
import { DEFAULT_REVISION, fileUrl, hubHeaders, type Hub, type RepositoryKind } from './address';
import { mostBytes } from './boundedBody';
import { download, type DownloadRequest } from './download';
import type { CacheKey, FileCache } from './fileCache';
import { readStoredListing } from './storedNotes';
import { COMMIT, HubUnavailable, listRepository, type HubFile, type Listing } from './repository';
import { MemorySink } from './sink';

export interface RepositoryOptions {
  readonly signal: AbortSignal;
  /** Called with what the person should know but need not act on. */
  readonly onNotice: (message: string) => void;
}

export interface FileOptions extends RepositoryOptions {
  readonly onProgress: (received: number, total: number) => void;
}

/**
 * Finds out which commit a revision is. Without a connection, the cached files are used.
 * @param cache null if the browser lets the page keep nothing
 * @throws LabError naming the repository; the signal's reason if it aborts
 */
export async function openRepository(
  hub: Hub,
  ref: { readonly kind: RepositoryKind; readonly repository: string; readonly revision: string | null },
  cache: FileCache | null,
  { signal, onNotice }: RepositoryOptions,
): Promise<HubRepository> {
  const { kind, repository, revision: asked } = ref;
  const revision = asked ?? DEFAULT_REVISION;
  const key = { hubUrl: hub.hubUrl, kind, repository };
  const note = `listing ${revision}`;
  const known = readStoredListing(await cache?.recall(key, note).catch(() => null));
  // A commit never changes, so a known one needs no connection.
  if (known && COMMIT.test(revision))
    return new HubRepository(hub, { ...key, commit: known.commit }, known, cache);
  let listing: Listing;
  try {
    listing = await listRepository(hub, { kind, repository, revision }, signal);
  } catch (error) {
    if (!(error instanceof HubUnavailable) || !known) throw error;
    onNotice(
      `The hub could not be reached: ${repository} is taken from this browser’s cache, at the commit ${known.commit.slice(0, 7)}.`,
    );
    listing = known;
  }
  for (const name of [note, `listing ${listing.commit}`])
    await cache?.remember(key, name, listing).catch(() => undefined);
  return new HubRepository(hub, { ...key, commit: listing.commit }, listing, cache);
}

const NOTHING_KEPT =
  'This browser keeps no downloads for this page (a private window, or an address without https, does that): they last only until the page is closed.';

export class HubRepository {
  private readonly files: ReadonlyMap<string, HubFile>;
  /** The files opened so far, cached or not, so that each is opened only once. */
  private readonly loaded = new Map<string, Promise<Blob>>();

  constructor(
    private readonly hub: Hub,
    private readonly key: CacheKey,
    listing: Listing,
    private readonly cache: FileCache | null,
  ) {
    this.files = new Map(listing.files.map((file) => [file.name, file]));
  }

  get commit(): string {
    return this.key.commit;
  }

  get names(): string[] {
    return [...this.files.keys()];
  }

  has(file: string): boolean {
    return this.files.has(file);
  }

  /** Bytes; null if the hub does not say. */
  sizeOf(file: string): number | null {
    return this.files.get(file)?.size ?? null;
  }

  /** @throws LabError if the file cannot be loaded; the signal's reason if it aborts */
  async blob(file: string, options: FileOptions): Promise<Blob> {
    // Another caller's load may end because that caller aborts; this one then loads the file itself.
    for (;;) {
      const under = this.loaded.get(file);
      if (!under) break;
      const blob = await under.catch(() => null);
      options.signal.throwIfAborted();
      if (blob) return blob;
    }
    const loading = this.load(file, options);
    this.loaded.set(file, loading);
    loading.catch(() => this.loaded.delete(file));
    return loading;
  }

  private async load(file: string, options: FileOptions): Promise<Blob> {
    const known = this.files.get(file);
    if (!known)
      throw new LabError(
        `${this.key.repository} has no file ${file}.`,
        'Choose a repository that has it, or another revision.',
      );
    const { cache, key } = this;
    const cached = await cache?.find(key, file).catch(() => null);
    if (cached && (known.sha256 === null || known.sha256 === cached.sha256)) return cached.blob;
    const url = fileUrl(this.hub, { ...key, revision: key.commit }, file);
    const { size, sha256 } = known;
    const what = `${file} of ${key.repository}`;
    const headers = hubHeaders(this.hub, url);
    const request = { what, url, headers, size, sha256, most: mostBytes(file), etag: null };
    if (!cache) options.onNotice(NOTHING_KEPT);
    const kept = cache && (await this.intoCache(cache, file, request, options));
    return kept ?? intoMemory(request, options);
  }

  /** @returns null if the browser does not keep the file */
  private async intoCache(
    cache: FileCache,
    file: string,
    request: DownloadRequest,
    options: FileOptions,
  ): Promise<Blob | null> {
    const { key } = this;
    try {
      const open = await cache.open(key, file);
      let noting = Promise.resolve();
      try {
        let etag = open.record?.etag ?? null;
        const found = await download(
          open,
          { ...request, etag },
          {
            ...hooksOf(options),
            onEtag: (told) => {
              etag = told;
              // Without an entry the next visit would begin from the start.
              noting = open.note({ etag, complete: null }).catch(() => undefined);
            },
          },
        );
        await noting;
        await open.note({ etag, complete: { size: open.size, sha256: found } });
      } finally {
        await noting;
        open.close();
      }
      const whole = await cache.find(key, file);
      if (whole) return whole.blob;
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof DOMException)) throw error;
      options.onNotice(
        error.name === 'QuotaExceededError'
          ? `The browser’s storage for this page is full: ${request.what} is kept only until this page is closed.`
          : `The browser does not let the lab keep ${request.what} (a private window or another tab that loads it does that): it is kept only until this page is closed.`,
      );
      if (error.name === 'QuotaExceededError') await cache.clear(key).catch(() => undefined);
    }
    return null;
  }
}

async function intoMemory(request: DownloadRequest, options: FileOptions): Promise<Blob> {
  const sink = new MemorySink();
  await download(sink, request, hooksOf(options));
  return sink.blob();
}

function hooksOf({ signal, onProgress }: FileOptions) {
  return {
    signal,
    onProgress: (received: number, total: number | null) => onProgress(received, total ?? received),
  };
}
