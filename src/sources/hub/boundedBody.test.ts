import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LabError } from '../../base/errors';
import { boundedBytes, MOST_JSON_BYTES, mostBytes } from './boundedBody';
import { download, type DownloadRequest } from './download';
import { openRepository } from './hubRepository';
import { HubUnavailable, listRepository } from './repository';
import { MemorySink } from './sink';

const REF = { kind: 'models', repository: 'me/tiny', revision: 'main' } as const;
const { signal } = new AbortController();
const quiet = { signal, onProgress: () => undefined };
const PAGE = '<!DOCTYPE html><html><body>Sign in to the guests’ network</body></html>';

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers without end; reports how much was sent when the other side closed. */
function endless(start: string, chunk: Buffer) {
  let tell: (bytes: number) => void = () => undefined;
  const closed = new Promise<number>((resolve) => (tell = resolve));
  const listener: RequestListener = (_, response) => {
    let sent = 0;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(start);
    const more = (): void => {
      while (!response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) break;
      }
    };
    response.on('drain', more);
    response.on('close', () => tell(sent));
    more();
  };
  return { listener, closed };
}
const SPACES = Buffer.alloc(1_000_000, ' ');

const page =
  (type: string | null): RequestListener =>
  (_, response) => {
    if (type !== null) response.setHeader('content-type', type);
    response.end(PAGE);
  };

const request = (url: string, more: Partial<DownloadRequest> = {}): DownloadRequest => ({
  what: 'config.json of me/tiny',
  url: `${url}/me/tiny/resolve/main/config.json`,
  headers: {},
  size: null,
  sha256: null,
  most: 5_000_000,
  etag: null,
  ...more,
});

it('ends the connection of a listing without end, and names the hub', async () => {
  const { listener, closed } = endless('{"sha": "', SPACES);
  const url = await serve(listener);
  const listing = listRepository({ hubUrl: url, hubToken: null }, REF, signal);
  await expect(listing).rejects.toThrow(HubUnavailable);
  await expect(listing).rejects.toThrow(
    new RegExp(`me/tiny.*${url}/api/models/me/tiny.*longer than the ${MOST_JSON_BYTES} bytes`),
  );
  // The buffers of both sides hold some more on top.
  expect(await closed).toBeLessThan(MOST_JSON_BYTES + 30_000_000);
});

it.each([
  ['of unknown size', {}, 5_000_000],
  ['of a size that the hub has told', { size: 1_234_567 }, 1_234_567],
  ['of a size beyond what such a file may have', { size: 1e15 }, 5_000_000],
])('ends the download of a file without end, %s', async (_, more, bound) => {
  const { listener, closed } = endless('{', SPACES);
  const url = await serve(listener);
  const sink = new MemorySink();
  await expect(download(sink, request(url, more), quiet)).rejects.toThrow(
    new RegExp(`config.json of me/tiny.*${url}.*longer than the ${bound} bytes`),
  );
  expect(sink.size).toBe(0);
  expect(await closed).toBeLessThan(bound + 30_000_000);
});

it('bounds texts more tightly than weights', () => {
  for (const file of ['config.json', 'vocab.txt', 'README.md'])
    expect(mostBytes(file)).toBeLessThan(mostBytes('model.safetensors') / 100);
});

it('gives a body up to its bound whole', async () => {
  const asked = { what: 'a', url: 'http://b', most: 4 };
  expect([...(await boundedBytes(new Response(Uint8Array.of(1, 2, 3, 4)), asked))]).toEqual([1, 2, 3, 4]);
  expect(await boundedBytes(new Response(null), asked)).toHaveLength(0);
  await expect(boundedBytes(new Response(new Uint8Array(5)), asked)).rejects.toThrow(LabError);
});

describe('a network’s sign-in page', () => {
  it.each(['text/html; charset=utf-8', null])('of type %s in place of a listing', async (type) => {
    const url = await serve(page(type));
    const listing = listRepository({ hubUrl: url, hubToken: null }, REF, signal);
    await expect(listing).rejects.toThrow(HubUnavailable);
    await expect(listing).rejects.toThrow(/web page where the list of files of me\/tiny/);
  });

  it.each(['text/html', null])('of type %s in place of a file keeps what has arrived', async (type) => {
    const url = await serve(page(type));
    const sink = new MemorySink();
    await expect(download(sink, request(url), quiet)).rejects.toThrow(/web page where config\.json of me/);
    expect(sink.size).toBe(0);
    if (type === null) return;
    sink.append(new Uint8Array(1000));
    await expect(download(sink, request(url), quiet)).rejects.toThrow(/web page/);
    expect(sink.size).toBe(1000);
  });

  it.each(['text/html', 'application/json'])('as %s leaves the kept listing in use', async (type) => {
    const commit = 'a'.repeat(40);
    let signedIn = true;
    const url = await serve((asked, response) => {
      if (!signedIn) return page(type)(asked, response);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ sha: commit, siblings: [{ rfilename: 'config.json', size: 2 }] }));
    });
    const kept = new Map<string, unknown>();
    const blob = new Blob(['{}']);
    const cache = {
      find: () => Promise.resolve({ blob, sha256: 'x' }),
      recall: (_: unknown, name: string) => Promise.resolve(kept.get(name) ?? null),
      remember: (_: unknown, name: string, value: unknown) => Promise.resolve(void kept.set(name, value)),
      open: () => Promise.reject(new Error('not asked')),
      list: () => Promise.resolve([]),
      clear: () => Promise.resolve(),
    };
    const notices: string[] = [];
    const options = { ...quiet, onNotice: (message: string) => void notices.push(message) };
    const open = () =>
      openRepository({ hubUrl: url, hubToken: null }, { ...REF, revision: null }, cache, options);
    await open();
    signedIn = false;
    const repository = await open();
    expect(repository.commit).toBe(commit);
    expect(notices.join()).toMatch(/taken from this browser’s cache/);
    expect(await repository.blob('config.json', options)).toBe(blob);
  });
});
