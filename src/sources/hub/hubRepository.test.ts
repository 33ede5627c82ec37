import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startHub } from '../../../e2e/support/hubServer.mjs';
import type { CacheEntry, FileCache, OpenFile } from './fileCache';
import { openRepository, type HubRepository } from './hubRepository';
import { MemorySink } from './sink';

const FILE = 'model.safetensors';
const BYTES = randomBytes(400_000);
const SIGNAL = new AbortController().signal;

/** A cache like the browser's, in memory. @param quota the most bytes that a file may have */
class FakeCache implements FileCache {
  readonly files = new Map<string, { sink: MemorySink; record: CacheEntry | null }>();
  readonly notes = new Map<string, unknown>();
  cleared = 0;

  constructor(private readonly quota = Infinity) {}

  find(_: unknown, file: string): Promise<{ blob: Blob; sha256: string } | null> {
    const known = this.files.get(file);
    const complete = known?.record?.complete;
    return Promise.resolve(known && complete ? { blob: known.sink.blob(), sha256: complete.sha256 } : null);
  }

  open(_: unknown, file: string): Promise<OpenFile> {
    const { quota } = this;
    if (quota === 0) return Promise.reject(new DOMException('open elsewhere', 'NoModificationAllowedError'));
    const known = this.files.get(file) ?? { sink: new MemorySink(), record: null };
    this.files.set(file, known);
    const { sink } = known;
    return Promise.resolve({
      get size() {
        return sink.size;
      },
      append(chunk) {
        if (sink.size + chunk.byteLength > quota) throw new DOMException('full', 'QuotaExceededError');
        sink.append(chunk);
      },
      read: (begin, end) => sink.read(begin, end),
      clear: () => sink.clear(),
      record: known.record,
      note: (record) => {
        known.record = record;
        return Promise.resolve();
      },
      close: () => undefined,
    });
  }

  recall(_: unknown, name: string): Promise<unknown> {
    return Promise.resolve(this.notes.get(name) ?? null);
  }

  remember(_: unknown, name: string, value: unknown): Promise<void> {
    this.notes.set(name, value);
    return Promise.resolve();
  }

  list(): Promise<never[]> {
    return Promise.resolve([]);
  }

  clear(): Promise<void> {
    this.cleared++;
    return Promise.resolve();
  }
}

let folder: string;
let hub: Awaited<ReturnType<typeof startHub>>;
let notices: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-'));
  for (const revision of ['', '@v2']) {
    const place = join(folder, `models/me/tiny${revision}`);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, FILE), BYTES);
    await writeFile(join(place, 'config.json'), revision);
  }
  hub = await startHub({ folder });
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  hub.clearFaults();
  hub.log.length = 0;
  notices = [];
});

const options = {
  signal: SIGNAL,
  onProgress: () => undefined,
  onNotice: (message: string) => void notices.push(message),
};
const open = (cache: FileCache | null, revision: string | null = null): Promise<HubRepository> =>
  openRepository(
    { hubUrl: hub.url, hubToken: null },
    { kind: 'models', repository: 'me/tiny', revision },
    cache,
    options,
  );
const isWhole = async (blob: Blob): Promise<boolean> => BYTES.equals(Buffer.from(await blob.arrayBuffer()));
const requests = (): number => hub.log.length;

it('keeps a file, and a commit that is known needs no connection', async () => {
  const cache = new FakeCache();
  const first = await open(cache);
  expect(await isWhole(await first.blob(FILE, options))).toBe(true);
  hub.log.length = 0;
  const again = await open(cache, first.commit);
  expect(await isWhole(await again.blob(FILE, options))).toBe(true);
  expect(again.sizeOf(FILE)).toBe(BYTES.length);
  expect(requests()).toBe(0);
  expect(notices).toEqual([]);
});

it('asks the hub for a branch, and where it does not answer takes what the branch was', async () => {
  const cache = new FakeCache();
  const { commit } = await open(cache);
  hub.fail({ match: /api/, status: 503 });
  expect((await open(cache)).commit).toBe(commit);
  expect(notices.join()).toMatch(/could not be reached.*cache/);
  await expect(open(new FakeCache())).rejects.toThrow(/503/);
  hub.clearFaults();
  hub.fail({ match: /api/, status: 404 });
  // A refusal is not a problem with the connection.
  await expect(open(cache)).rejects.toThrow(/404/);
});

it('tells revisions apart', async () => {
  const cache = new FakeCache();
  const [main, other] = [await open(cache), await open(cache, 'v2')];
  expect(other.commit).not.toBe(main.commit);
  await expect(open(cache, 'v3')).rejects.toThrow(/revision/);
  await expect(main.blob('tokenizer.json', options)).rejects.toThrow(/me\/tiny has no file tokenizer\.json/);
});

it.each([
  ['is refused', new FakeCache(0), /does not let the lab keep model\.safetensors/],
  ['is full', new FakeCache(100_000), /storage for this page is full/],
  ['is not there', null, /keeps no downloads/],
])('serves from memory and says so where the storage %s', async (_, cache, message) => {
  const repository = await open(cache);
  expect(await isWhole(await repository.blob(FILE, options))).toBe(true);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(message);
  hub.log.length = 0;
  // It is not fetched again while the repository is open.
  expect(await isWhole(await repository.blob(FILE, options))).toBe(true);
  expect(requests()).toBe(0);
});

it('loads once for two who ask at the same time, also if the first gives up', async () => {
  const repository = await open(new FakeCache());
  hub.log.length = 0;
  const blobs = await Promise.all([repository.blob(FILE, options), repository.blob(FILE, options)]);
  expect(blobs[0]).toBe(blobs[1]);
  expect(hub.log.filter(({ origin }) => origin === 'cdn')).toHaveLength(1);

  const other = await open(new FakeCache());
  const controller = new AbortController();
  hub.fail({ match: /cdn/, bytesPerSecond: 400_000, times: 1 });
  const given = other.blob(FILE, {
    ...options,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  });
  const second = other.blob(FILE, options);
  await expect(given).rejects.toThrow('enough');
  expect(await isWhole(await second)).toBe(true);
});
