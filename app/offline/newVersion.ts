/** @file Keeps the lab usable without a network, and learns when a newer build than the page's is available. */
import { useSyncExternalStore } from 'react';
import { trustedScript } from '../../src/base/trustedScript';

/**
 * Milliseconds between two checks, at least. The browser looks for a new build at each load; a page that stays open
 * looks now and then.
 */
const LOOK_EVERY_MS = 60 * 60_000;
/** Milliseconds to wait once the page is loaded, so that its own first requests come first. */
const START_AFTER_MS = 2000;

let newer = false;
const listeners = new Set<() => void>();

function pageBuild(): string | null {
  return document.querySelector('meta[name="lora-lab-build"]')?.getAttribute('content') ?? null;
}

function hear({ data }: MessageEvent<unknown>): void {
  const { type, build } = (data ?? {}) as { type?: unknown; build?: unknown };
  if (type !== 'lora-lab-build' || build === pageBuild()) return;
  newer = true;
  for (const listener of listeners) listener();
}

/** Undefined if there are no service workers: on plain HTTP and in some private windows. */
function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker as ServiceWorkerContainer | undefined;
  } catch {
    return undefined;
  }
}

async function register(container: ServiceWorkerContainer): Promise<void> {
  const address = trustedScript(new URL('./sw.js', document.baseURI));
  const registration = (await container.register(address, { updateViaCache: 'none' })) as
    ServiceWorkerRegistration | undefined;
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - looked < LOOK_EVERY_MS) return;
    looked = Date.now();
    registration?.update().catch(() => undefined);
  });
}

/** Begins once the page is loaded and idle. Without service workers the lab works as before, with the network. */
export function startOffline(): void {
  const container = serviceWorkers();
  // Only a build has a service worker, and a name.
  if (!container || pageBuild() === null) return;
  container.addEventListener('message', hear);
  container.startMessages();
  const begin = (): void => {
    // Safari has no idle callbacks.
    const whenIdle = (globalThis as { requestIdleCallback?: typeof requestIdleCallback }).requestIdleCallback;
    const go = (): void => void register(container).catch(() => undefined);
    setTimeout(() => (whenIdle ? whenIdle(go) : go()), START_AFTER_MS);
  };
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
}

/** Whether a newer build than the page's would be loaded now. */
export function useNewVersion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => newer,
  );
}
