import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startHub } from '../../../e2e/support/hubServer.mjs';
import { LabError } from '../../base/errors';
import { fileUrl, hubHeaders } from './address';
import { download, type DownloadRequest } from './download';
import { listRepository } from './repository';
import { MemorySink } from './sink';

const BYTES = randomBytes(3_000_000);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const FILE = 'model.safetensors';
const TOKEN = 'hf_test';
const REF = { kind: 'models', repository: 'me/tiny', revision: 'main' } as const;

let folder: string;
let hub: Awaited<ReturnType<typeof startHub>>;
let request: DownloadRequest;
const settings = () => ({ hubUrl: hub.url, hubToken: TOKEN });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-'));
  await mkdir(join(folder, 'models/me/tiny'), { recursive: true });
  await writeFile(join(folder, 'models/me/tiny', FILE), BYTES);
  await writeFile(join(folder, 'models/me/tiny/config.json'), '{}');
  hub = await startHub({ folder, token: TOKEN, aliases: { 'old-tiny': 'me/tiny' } });
  const url = fileUrl(settings(), REF, FILE);
  const headers = hubHeaders(settings(), url);
  request = { what: FILE, url, headers, size: BYTES.length, sha256: SHA256, most: 1e9, etag: null };
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  hub.clearFaults();
  hub.log.length = 0;
});

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };
const ranges = (): (string | undefined)[] =>
  hub.log.filter(({ origin }) => origin === 'cdn').map(({ headers }) => headers.range);
const isWhole = async (sink: MemorySink): Promise<boolean> =>
  BYTES.equals(Buffer.from(await sink.read(0, sink.size)));

it('lists commit, sizes and hashes, also by a name that has moved', async () => {
  for (const repository of ['me/tiny', 'old-tiny']) {
    const listing = await listRepository(settings(), { ...REF, repository }, quiet.signal);
    expect(listing.commit).toBe(await hub.commitOf('models', 'me/tiny'));
    expect(listing.files).toContainEqual({ name: FILE, size: BYTES.length, sha256: SHA256 });
    expect(listing.files).toContainEqual({ name: 'config.json', size: 2, sha256: null });
  }
});

it('loads a file with progress, and the token goes to the hub only', async () => {
  const sink = new MemorySink();
  const seen: number[] = [];
  await download(sink, request, { ...quiet, onProgress: (received) => seen.push(received) });
  expect(await isWhole(sink)).toBe(true);
  expect(seen.at(-1)).toBe(BYTES.length);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  const tokens = hub.log.map(({ origin, headers }) => [origin, headers.authorization]);
  expect(tokens).toEqual([
    ['hub', `Bearer ${TOKEN}`],
    ['cdn', undefined],
  ]);
});

it('goes on where a connection broke, and fetches nothing twice', async () => {
  hub.fail({ match: /\/cdn\//, cutAfter: 1_000_000, times: 2 });
  const sink = new MemorySink();
  await download(sink, request, quiet);
  expect(await isWhole(sink)).toBe(true);
  expect(ranges()).toEqual([undefined, 'bytes=1000000-', 'bytes=2000000-']);
});

it('goes on after a cancelled download', async () => {
  const sink = new MemorySink();
  const controller = new AbortController();
  let etag: string | null = null;
  const cancelled = download(sink, request, {
    signal: controller.signal,
    onProgress: (received) => {
      if (received > 500_000) controller.abort(new Error('enough'));
    },
    onEtag: (told) => (etag = told),
  });
  await expect(cancelled).rejects.toThrow('enough');
  const kept = sink.size;
  expect(kept).toBeGreaterThan(500_000);
  expect(etag).toBe(`"${SHA256}"`);
  hub.log.length = 0;
  await download(sink, { ...request, etag }, quiet);
  expect(await isWhole(sink)).toBe(true);
  expect(ranges()).toEqual([`bytes=${kept}-`]);
});

it('begins anew where the file has changed, and where the server knows no ranges', async () => {
  for (const etag of ['"another"', null]) {
    const sink = new MemorySink();
    sink.append(new Uint8Array(700_000));
    hub.log.length = 0;
    if (etag === null) hub.fail({ match: /\/cdn\//, ignoreRange: true, times: 1 });
    await download(sink, { ...request, etag }, quiet);
    expect(await isWhole(sink)).toBe(true);
    expect(ranges()).toEqual(etag === null ? ['bytes=700000-'] : ['bytes=700000-', undefined]);
  }
});

it('does not keep a file that is not what the hub says', async () => {
  const sink = new MemorySink();
  const wrong = download(sink, { ...request, sha256: '0'.repeat(64) }, quiet);
  await expect(wrong).rejects.toThrow(/sha256/);
  expect(sink.size).toBe(0);
  // The bytes left by an earlier visit are not the file's beginning.
  sink.append(new Uint8Array(10));
  await expect(download(sink, request, quiet)).rejects.toThrow(/arrived damaged/);
  expect(sink.size).toBe(0);
});

it('waits out a passing trouble and gives up on one that stays', async () => {
  hub.fail({ match: /resolve/, status: 429, headers: { 'Retry-After': '0' }, times: 2 });
  const sink = new MemorySink();
  await download(sink, request, quiet);
  expect(await isWhole(sink)).toBe(true);
  hub.fail({ match: /resolve/, status: 429, headers: { 'Retry-After': '3600' } });
  await expect(download(new MemorySink(), request, quiet)).rejects.toThrow(/too many requests/);
});

it.each([
  [401, /access token/],
  [403, /refuses access/],
  [404, /nothing of this name/],
  [410, /answers 410/],
])('says what %i means', async (status, message) => {
  hub.fail({ match: /resolve/, status });
  const refused = download(new MemorySink(), request, quiet);
  await expect(refused).rejects.toThrow(LabError);
  await expect(refused).rejects.toThrow(message);
});

it('says so where a token is missing', async () => {
  const without = { hubUrl: hub.url, hubToken: null };
  await expect(listRepository(without, REF, quiet.signal)).rejects.toThrow(/access token/);
});
