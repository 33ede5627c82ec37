/**
 * @file The service worker: with the network gone, the lab works from the files of the build that it belongs to.
 *
 * Files whose names hold a hash never change: they come from the cache. All others (the page itself, the model, the
 * data) come from the network as long as it answers, so that a new build is seen by the very next load. All other
 * addresses, those of hubs above all, are left alone.
 */

export {};

/** The build's name, and its files with their sha256 (see tools/build/offline.mjs). */
declare const __BUILD__: string;
declare const __PRECACHE__: Readonly<Record<string, string>>;
/** The same of files that are kept once they have been asked for: the recorded runs of lessons. */
declare const __ON_DEMAND__: Readonly<Record<string, string>>;

const worker = self as unknown as ServiceWorkerGlobalScope;
const FILES = __PRECACHE__;
const LATER = __ON_DEMAND__;

/** Two labs at one origin, under two paths, leave each other's files alone. */
const PREFIX = `lora-lab ${worker.registration.scope} `;
const CACHE = PREFIX + __BUILD__;
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;
const PAGE = 'index.html';
/** Stored after all files of a build, so that a cache that has it is whole. Its text is when the build last took over. */
const WHOLE = `${worker.registration.scope}lora-lab-whole`;
/**
 * Milliseconds that the network has before the cache answers, and those for which it is not asked again after it was
 * too slow.
 */
const PATIENCE_MS = 3000;
const AVOIDED_MS = 30_000;

let avoidUntil = 0;

worker.addEventListener('install', (event) => event.waitUntil(keepFiles().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', (event) => {
  const path = pathOf(event.request);
  if (path === null) return;
  if (HASHED.test(path)) event.respondWith(fromCacheFirst(path, event.request));
  else if (Object.hasOwn(FILES, path)) event.respondWith(fromNetworkFirst(path, event.request));
  else if (Object.hasOwn(LATER, path)) event.respondWith(keeping(path, event));
});

/** The path of a request relative to the lab's own address; null for a request that is left alone. */
function pathOf({ method, url, headers }: Request): string | null {
  const { scope } = worker.registration;
  const [address = ''] = url.split(/[?#]/);
  if (method !== 'GET' || headers.has('range') || !address.startsWith(scope)) return null;
  return address.slice(scope.length) || PAGE;
}

/**
 * The page goes by its folder: some servers redirect from index.html, and a page request may not be answered by a
 * redirect.
 */
const addressOf = (path: string): string => worker.registration.scope + (path === PAGE ? '' : path);

/** Caches the whole build or nothing. @throws if a file does not belong to this build */
async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    await fill(cache);
    await markWhole(cache);
  } catch (error) {
    if ((await wholeSince(CACHE)) === null) await caches.delete(CACHE);
    throw error;
  }
}

const markWhole = (cache: Cache): Promise<void> => cache.put(WHOLE, new Response(String(Date.now())));

/** Null for a cache that is not whole: its worker was stopped half-way, or predates the marks of whole caches. */
async function wholeSince(name: string): Promise<number | null> {
  const mark = await (await caches.open(name)).match(WHOLE);
  return mark ? Number(await mark.text()) : null;
}

/** Fetches the files one after another, so that the page's own requests come first. */
async function fill(cache: Cache): Promise<void> {
  for (const [path, sha256] of Object.entries(FILES)) {
    if (await cache.match(addressOf(path))) continue;
    const known = HASHED.test(path) ? await kept(path) : undefined;
    const response = known ?? (await fetch(addressOf(path), { cache: 'no-cache' }));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    if (!known) await check(path, sha256, response.clone());
    await cache.put(addressOf(path), response);
  }
}

/** Refuses what is not the file: a network's login page, or a file of a build that is just being replaced. */
async function check(path: string, sha256: string, response: Response): Promise<void> {
  const bytes = await response.arrayBuffer();
  // Servers may add something to a page, but it is the right one if it names the build.
  if (path === PAGE && new TextDecoder().decode(bytes).includes(`"${__BUILD__}"`)) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== sha256) throw new Error(`${path} is not that of the build ${__BUILD__}.`);
}

/**
 * Keeps the files of the build before this one, because its pages go on working until they are reloaded. Removes older builds
 * and those that are not whole, but only once there is a whole build before this one: until then nobody knows whose files
 * they are.
 */
async function takeOver(): Promise<void> {
  await markWhole(await caches.open(CACHE));
  const [before, ...older] = await buildsBefore();
  if (before?.since !== null) await Promise.all(older.map(({ name }) => caches.delete(name)));
  await worker.clients.claim();
  for (const client of await worker.clients.matchAll({ type: 'window' }))
    client.postMessage({ type: 'lora-lab-build', build: __BUILD__ });
}

interface KeptBuild {
  readonly name: string;
  /** When it last took over; null if it is not whole. */
  readonly since: number | null;
}

/** The caches of other builds: whole ones first, and of each kind the latest first. */
async function buildsBefore(): Promise<KeptBuild[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const builds = await Promise.all(
    names.reverse().map(async (name) => ({ name, since: await wholeSince(name) })),
  );
  return builds.sort((a, b) => (b.since ?? -1) - (a.since ?? -1));
}

/** The file from this build's cache, or else from those of the builds before. */
async function kept(path: string): Promise<Response | undefined> {
  const own = await (await caches.open(CACHE)).match(addressOf(path));
  if (own) return own;
  for (const { name } of await buildsBefore()) {
    const found = await (await caches.open(name)).match(addressOf(path));
    if (found) return found;
  }
  return undefined;
}

async function fromCacheFirst(path: string, request: Request): Promise<Response> {
  return (await kept(path)) ?? fetch(request);
}

async function fromNetworkFirst(path: string, request: Request): Promise<Response> {
  const known = await kept(path);
  if (!known) return fetch(request);
  if (Date.now() < avoidUntil) return known;
  const answer = await Promise.race([fetch(request).catch(() => null), tooSlow()]);
  if (answer === 'too slow') avoidUntil = Date.now() + AVOIDED_MS;
  return answer === null || answer === 'too slow' || answer.status >= 500 ? known : answer;
}

/** As {@link fromNetworkFirst}, and keeps the answer for the next visit without a network. */
async function keeping(path: string, event: FetchEvent): Promise<Response> {
  const answer = await fromNetworkFirst(path, event.request);
  // A full disk, or a file of a newer build: the page has its answer all the same.
  if (answer.ok) event.waitUntil(keep(path, answer.clone()).catch(() => undefined));
  return answer;
}

async function keep(path: string, answer: Response): Promise<void> {
  const cache = await caches.open(CACHE);
  if (await cache.match(addressOf(path))) return;
  await check(path, LATER[path] ?? '', answer.clone());
  await cache.put(addressOf(path), answer);
}

const tooSlow = (): Promise<'too slow'> =>
  new Promise((settle) => setTimeout(settle, PATIENCE_MS, 'too slow' as const));
