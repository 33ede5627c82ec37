import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const SCOPE = 'https://lab.example/labs/';
const PAGE = '<meta name="lora-lab-build" content="one">';
const SCRIPT = 'assets/index-abcd1234.js';
const MODEL = 'models/m/model.safetensors';
const LESSON = 'recorded/layers.json';

/** The server's answer: a body, a status, no connection, or no answer at all. */
type Answers = Record<string, string | number | Error | typeof NEVER>;
const NEVER = Symbol('never');
type Handler = (event: unknown) => void;

class FakeCache {
  readonly kept = new Map<string, Response>();
  match(address: string): Promise<Response | undefined> {
    return Promise.resolve(this.kept.get(address)?.clone());
  }
  put(address: string, response: Response): Promise<void> {
    this.kept.set(address, response);
    return Promise.resolve();
  }
}

let stored: Map<string, FakeCache>;
let network: Answers;
let asked: string[];
let messages: unknown[];

beforeEach(() => {
  stored = new Map();
  asked = [];
  messages = [];
  network = { [SCOPE]: PAGE, [SCOPE + SCRIPT]: 'script', [SCOPE + MODEL]: 'weights' };
  vi.stubGlobal('caches', {
    open: (name: string) => {
      if (!stored.has(name)) stored.set(name, new FakeCache());
      return Promise.resolve(stored.get(name));
    },
    keys: () => Promise.resolve([...stored.keys()]),
    delete: (name: string) => Promise.resolve(stored.delete(name)),
  });
  vi.stubGlobal('fetch', (input: string | Request) => {
    const address = typeof input === 'string' ? input : input.url;
    asked.push(address);
    const answer = network[address] ?? new TypeError('Failed to fetch');
    if (answer === NEVER) return new Promise(() => undefined);
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(
      typeof answer === 'number' ? new Response('', { status: answer }) : new Response(answer),
    );
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A service worker of a build, as the browser drives it. */
async function start(build: string, files: Record<string, string>) {
  const handlers = new Map<string, Handler>();
  vi.resetModules();
  vi.stubGlobal('__BUILD__', build);
  vi.stubGlobal('__PRECACHE__', files);
  vi.stubGlobal('__ON_DEMAND__', { [LESSON]: sha256('a recorded run') });
  vi.stubGlobal('self', {
    registration: { scope: SCOPE },
    addEventListener: (type: string, handler: Handler) => handlers.set(type, handler),
    skipWaiting: () => Promise.resolve(),
    clients: {
      claim: () => Promise.resolve(),
      matchAll: () => Promise.resolve([{ postMessage: (message: unknown) => messages.push(message) }]),
    },
  });
  await import('./serviceWorker');
  const lives = async (type: string): Promise<void> => {
    let until: Promise<unknown> = Promise.resolve();
    handlers.get(type)?.({ waitUntil: (promise: Promise<unknown>) => (until = promise) });
    await until;
  };
  return {
    install: () => lives('install'),
    activate: () => lives('activate'),
    /** Null if the worker leaves a request to the browser. */
    ask: async (address: string, init: RequestInit = {}): Promise<string | null> => {
      let answer: Promise<Response> | null = null;
      const respondWith = (promise: Promise<Response>): void => void (answer = promise);
      const after: Promise<unknown>[] = [];
      const waitUntil = (promise: Promise<unknown>): void => void after.push(promise);
      handlers.get('fetch')?.({ request: new Request(address, init), respondWith, waitUntil });
      const text = answer && (await (answer as Promise<Response>)).text();
      await Promise.all(after);
      return text;
    },
  };
}

const FILES = { 'index.html': sha256(PAGE), [SCRIPT]: sha256('script'), [MODEL]: sha256('weights') };
async function installed() {
  const worker = await start('one', FILES);
  await worker.install();
  await worker.activate();
  asked = [];
  return worker;
}

it('serves its build without a network, the page by its folder, by name and with a query', async () => {
  const worker = await installed();
  network = {};
  for (const address of [SCOPE, `${SCOPE}index.html`, `${SCOPE}?source=icon`])
    expect(await worker.ask(address)).toBe(PAGE);
  expect(await worker.ask(SCOPE + SCRIPT)).toBe('script');
  expect(await worker.ask(SCOPE + MODEL)).toBe('weights');
});

it('asks the network for what may have changed, and not for what cannot', async () => {
  const worker = await installed();
  network = { [SCOPE]: 'a newer page', [SCOPE + MODEL]: 'newer weights', [SCOPE + SCRIPT]: 'never asked' };
  expect(await worker.ask(SCOPE)).toBe('a newer page');
  expect(await worker.ask(SCOPE + MODEL)).toBe('newer weights');
  expect(await worker.ask(SCOPE + SCRIPT)).toBe('script');
  expect(asked).toEqual([SCOPE, SCOPE + MODEL]);
  network[SCOPE] = 503;
  expect(await worker.ask(SCOPE)).toBe(PAGE);
});

it('keeps a lesson’s recorded run once it has been asked for, and no other build’s', async () => {
  const worker = await installed();
  expect([...(stored.values().next().value?.kept.keys() ?? [])]).not.toContain(SCOPE + LESSON);
  network[SCOPE + LESSON] = 'one of a newer build';
  expect(await worker.ask(SCOPE + LESSON)).toBe('one of a newer build');
  network[SCOPE + LESSON] = 'a recorded run';
  expect(await worker.ask(SCOPE + LESSON)).toBe('a recorded run');
  network = {};
  expect(await worker.ask(SCOPE + LESSON)).toBe('a recorded run');
});

it('waits three seconds for a network that does not answer, and then leaves it alone for a while', async () => {
  const worker = await installed();
  vi.useFakeTimers();
  network = { [SCOPE]: NEVER, [SCOPE + MODEL]: NEVER };
  const slow = worker.ask(SCOPE);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await slow).toBe(PAGE);
  expect(await worker.ask(SCOPE + MODEL)).toBe('weights');
  expect(asked).toEqual([SCOPE]);
});

it('leaves alone what is not the lab’s', async () => {
  const worker = await installed();
  for (const [address, init] of [
    ['https://huggingface.co/api/models/a/b', {}],
    ['https://lab.example/other/', {}],
    [`${SCOPE}workshop.md`, {}],
    [`${SCOPE}constructor`, {}],
    [SCOPE, { method: 'POST' }],
    [SCOPE + MODEL, { headers: { Range: 'bytes=0-9' } }],
  ] satisfies [string, RequestInit][])
    expect(await worker.ask(address, init)).toBeNull();
});

it.each<[string, Answers]>([
  ['a login page instead of a file', { [SCOPE + MODEL]: '<html>Log in</html>' }],
  ['a page of another build', { [SCOPE]: PAGE.replace('one', 'two') }],
  ['a file that is missing', { [SCOPE + SCRIPT]: 404 }],
  ['a connection that breaks', { [SCOPE + MODEL]: new TypeError('Failed to fetch') }],
])('is not installed with %s', async (_, answers) => {
  const worker = await start('one', FILES);
  Object.assign(network, answers);
  await expect(worker.install()).rejects.toThrow();
  // Nothing of it stays, because a cache is either whole or absent.
  expect([...stored.keys()]).toEqual([]);
  Object.assign(network, { [SCOPE]: PAGE, [SCOPE + SCRIPT]: 'script', [SCOPE + MODEL]: 'weights' });
  await worker.install();
  network = {};
  expect(await worker.ask(SCOPE + MODEL)).toBe('weights');
});

it('keeps a page to which a server has added something', async () => {
  const worker = await start('one', FILES);
  network[SCOPE] = `${PAGE}<!-- served by -->`;
  await worker.install();
  network = {};
  expect(await worker.ask(SCOPE)).toContain('served by');
});

it('takes over from the build before, whose pages go on, tells pages its name, and drops older ones', async () => {
  await installed();
  const script = 'assets/index-efgh5678.js';
  for (const build of ['two', 'three']) {
    const page = PAGE.replace('one', build);
    Object.assign(network, { [SCOPE]: page, [SCOPE + script]: 'newer', [SCOPE + MODEL]: 'weights' });
    const files = { 'index.html': sha256(page), [script]: sha256('newer'), [MODEL]: sha256('weights') };
    const worker = await start(build, files);
    asked = [];
    await worker.install();
    // A file that the previous build has under the same hash is not fetched again.
    expect(asked.includes(SCOPE + script)).toBe(build === 'two');
    await worker.activate();
    expect(messages.at(-1)).toEqual({ type: 'lora-lab-build', build });
    delete network[SCOPE + SCRIPT];
    if (build === 'two') expect(await worker.ask(SCOPE + SCRIPT)).toBe('script');
    else await expect(worker.ask(SCOPE + SCRIPT)).rejects.toThrow();
  }
  expect([...stored.keys()]).toEqual([`lora-lab ${SCOPE} two`, `lora-lab ${SCOPE} three`]);
});

/** Build `name` on the server: a page and a script of its own, and the model that all builds have. */
function deploy(name: string) {
  const [page, script] = [PAGE.replace('one', name), `assets/index-${name.padEnd(8, '0').slice(0, 8)}.js`];
  Object.assign(network, { [SCOPE]: page, [SCOPE + script]: name, [SCOPE + MODEL]: 'weights' });
  return {
    script,
    files: { 'index.html': sha256(page), [script]: sha256(name), [MODEL]: sha256('weights') },
  };
}

it('keeps the files of the last whole build through half of a new one, killed or refused', async () => {
  await installed();
  // A file of the second build is missing.
  const half = deploy('two');
  network[SCOPE + half.script] = 404;
  await expect((await start('two', half.files)).install()).rejects.toThrow();
  // The browser is killed in the middle of the third: what it had cached by then stays there.
  const killed = deploy('three');
  await (await caches.open(`lora-lab ${SCOPE} three`)).put(SCOPE, new Response('half'));
  const { script, files } = deploy('four');
  const worker = await start('four', files);
  await worker.install();
  await worker.activate();
  // The server has nothing but the fourth build by now; pages of the first still load their parts.
  for (const gone of [SCRIPT, half.script, killed.script]) delete network[SCOPE + gone];
  expect(await worker.ask(SCOPE + SCRIPT)).toBe('script');
  expect(await worker.ask(SCOPE + script)).toBe('four');
  expect([...stored.keys()].sort()).toEqual([`lora-lab ${SCOPE} four`, `lora-lab ${SCOPE} one`]);
});

it('takes a build that was gone back to for the one before, however old it is', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const [i, name] of ['two', 'three', 'two', 'four'].entries()) {
    vi.setSystemTime(1000 * i);
    const worker = await start(name, deploy(name).files);
    await worker.install();
    await worker.activate();
  }
  expect([...stored.keys()].sort()).toEqual([`lora-lab ${SCOPE} four`, `lora-lab ${SCOPE} two`]);
});

it('leaves the files of a build whose worker did not mark whole caches, until there is a whole one before', async () => {
  await (await caches.open(`lora-lab ${SCOPE} zero`)).put(SCOPE + SCRIPT, new Response('script'));
  const worker = await start('two', deploy('two').files);
  await worker.install();
  await worker.activate();
  delete network[SCOPE + SCRIPT];
  expect(await worker.ask(SCOPE + SCRIPT)).toBe('script');
});
