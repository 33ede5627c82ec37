/**
 * @file The cache in the browser's private file system (OPFS). It works in a worker only; bytes are written as they
 * arrive.
 *
 *     hub/<hub>/<kind>/<repository>/note-<name>                       a small JSON value
 *     hub/<hub>/<kind>/<repository>/commit-<commit>/file-<name>       a file's bytes
 *     hub/<hub>/<kind>/<repository>/commit-<commit>/record-<name>     what is known of it
 *
 * Every name is percent-encoded, so that none can lead out of its folder.
 */
import type { CachedRepository, CacheKey, CacheEntry, FileCache, OpenFile } from './fileCache';
import type { RepositoryKind } from './address';
import { readStoredRecord } from './storedNotes';
import { inTime } from '../../base/inTime';

const ROOT = 'hub';
type Directory = FileSystemDirectoryHandle;
type Access = FileSystemSyncAccessHandle;

/** @returns null if the browser offers no such file system, e.g. in some private windows */
export async function openOpfsCache(): Promise<FileCache | null> {
  try {
    const root = await inTime(navigator.storage.getDirectory());
    if (typeof FileSystemFileHandle.prototype.createSyncAccessHandle !== 'function') return null;
    return new OpfsCache(root);
  } catch {
    return null;
  }
}

class OpfsCache implements FileCache {
  constructor(private readonly root: Directory) {}

  async find(key: CacheKey, file: string): Promise<{ blob: Blob; sha256: string } | null> {
    const folder = await this.folder(commitPath(key), false);
    if (!folder) return null;
    const record = readStoredRecord(await readJson(folder, `record-${encode(file)}`));
    if (!record?.complete) return null;
    const blob = await readFile(folder, `file-${encode(file)}`);
    const { size, sha256 } = record.complete;
    return blob?.size === size ? { blob, sha256 } : null;
  }

  async open(key: CacheKey, file: string): Promise<OpenFile> {
    const folder = await this.folder(commitPath(key), true);
    const access = await accessTo(folder, `file-${encode(file)}`);
    const recordName = `record-${encode(file)}`;
    const known = readStoredRecord(await readJson(folder, recordName));
    return new OpfsFile(access, known, (record) => writeJson(folder, recordName, record));
  }

  async recall(key: Omit<CacheKey, 'commit'>, name: string): Promise<unknown> {
    const folder = await this.folder(repositoryPath(key), false);
    return folder && readJson(folder, `note-${encode(name)}`);
  }

  async remember(key: Omit<CacheKey, 'commit'>, name: string, value: unknown): Promise<void> {
    await writeJson(await this.folder(repositoryPath(key), true), `note-${encode(name)}`, value);
  }

  async list(): Promise<CachedRepository[]> {
    const root = await this.folder([], false);
    if (!root) return [];
    const found: CachedRepository[] = [];
    for (const [hub, kinds] of await foldersIn(root))
      for (const [kind, repositories] of await foldersIn(kinds))
        for (const [repository, commits] of await foldersIn(repositories))
          for (const [commit, files] of await foldersIn(commits))
            found.push({
              hubUrl: decoded(hub),
              kind: kind as RepositoryKind,
              repository: decoded(repository),
              commit: commit.replace(/^commit-/, ''),
              bytes: await bytesIn(files),
            });
    return found;
  }

  async clear(key: CacheKey | null): Promise<void> {
    const path = key ? commitPath(key) : [];
    const parent = key ? await this.folder(path.slice(0, -1), false) : this.root;
    const name = path.at(-1) ?? ROOT;
    if (!parent) return;
    await kept(parent, parent.removeEntry(name, { recursive: true })).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }

  private folder(path: readonly string[], create: true): Promise<Directory>;
  private folder(path: readonly string[], create: boolean): Promise<Directory | null>;
  private async folder(path: readonly string[], create: boolean): Promise<Directory | null> {
    let folder = this.root;
    for (const name of [ROOT, ...path])
      try {
        folder = await kept(folder, folder.getDirectoryHandle(name, { create }));
      } catch (error) {
        if (!create && isNotFound(error)) return null;
        throw error;
      }
    return folder;
  }
}

class OpfsFile implements OpenFile {
  size: number;

  constructor(
    private readonly access: Access,
    readonly record: CacheEntry | null,
    readonly note: (record: CacheEntry) => Promise<void>,
  ) {
    this.size = access.getSize();
    // A download cannot continue from bytes without an entry.
    if (record === null) this.clear();
  }

  append(chunk: Uint8Array<ArrayBuffer>): void {
    const written = this.access.write(chunk, { at: this.size });
    this.size += written;
    // Some browsers write less, instead of throwing, when the quota is reached.
    if (written < chunk.byteLength) throw new DOMException('The storage is full.', 'QuotaExceededError');
  }

  read(begin: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - begin);
    this.access.read(bytes, { at: begin });
    return Promise.resolve(bytes);
  }

  clear(): void {
    this.access.truncate(0);
    this.size = 0;
  }

  close(): void {
    this.access.flush();
    this.access.close();
  }
}

const encode = (text: string): string => encodeURIComponent(text).replaceAll('.', '%2E');

/** Returns the name itself if it is not one that the lab wrote. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function repositoryPath({ hubUrl, kind, repository }: Omit<CacheKey, 'commit'>): string[] {
  return [encode(hubUrl), kind, encode(repository)];
}

function commitPath(key: CacheKey): string[] {
  return [...repositoryPath(key), `commit-${encode(key.commit)}`];
}

const isNotFound = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotFoundError';

/** Handles with a request that is still open. */
const asked = new Set<{ readonly handle: FileSystemHandle }>();

/**
 * Keeps a handle from being garbage-collected until it has answered: Chromium would drop its answer, and the promise would stay
 * open for ever.
 */
async function kept<T>(handle: FileSystemHandle, answer: Promise<T>): Promise<T> {
  const entry = { handle };
  asked.add(entry);
  try {
    return await answer;
  } finally {
    asked.delete(entry);
  }
}

async function accessTo(folder: Directory, name: string): Promise<Access> {
  const handle = await kept(folder, folder.getFileHandle(name, { create: true }));
  return await kept(handle, handle.createSyncAccessHandle());
}

async function readFile(folder: Directory, name: string): Promise<File | null> {
  try {
    return await fileOf(await kept(folder, folder.getFileHandle(name)));
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

const fileOf = (handle: FileSystemFileHandle): Promise<File> => kept(handle, handle.getFile());

async function readJson(folder: Directory, name: string): Promise<unknown> {
  try {
    return JSON.parse((await (await readFile(folder, name))?.text()) ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return null; // the page was closed while it was being written
    throw error;
  }
}

async function writeJson(folder: Directory, name: string, value: unknown): Promise<void> {
  const access = await accessTo(folder, name);
  try {
    access.truncate(0);
    access.write(new TextEncoder().encode(JSON.stringify(value)), { at: 0 });
    access.flush();
  } finally {
    access.close();
  }
}

type Entries = AsyncIterable<[string, FileSystemHandle]>;

async function entriesIn(folder: Directory): Promise<[string, FileSystemHandle][]> {
  const entries: [string, FileSystemHandle][] = [];
  for await (const entry of folder as unknown as Entries) entries.push(entry);
  return entries;
}

async function foldersIn(folder: Directory): Promise<[string, Directory][]> {
  const entries = await kept(folder, entriesIn(folder));
  return entries.flatMap(([name, handle]): [string, Directory][] =>
    handle.kind === 'directory' ? [[name, handle as Directory]] : [],
  );
}

async function bytesIn(folder: Directory): Promise<number> {
  let bytes = 0;
  for (const [, handle] of await kept(folder, entriesIn(folder)))
    if (handle.kind === 'file') bytes += (await fileOf(handle as FileSystemFileHandle)).size;
  return bytes;
}
