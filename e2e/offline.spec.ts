/** @file The lab without a network after one visit, and what happens when a new build is there. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { inLab, LONG, openLab, openSettings, runToEnd, stateOf, TINY, waitUntilIdle, withHub } from './lab';
import { serveFolder } from './support/folderServer.mjs';
import { startHub } from './support/hubServer.mjs';
import { makeBert } from './support/makeModel.mjs';

const MINUTE = 60_000;
const BUILD = /name="lora-lab-build" content="(\w+)"/;
const HUB_MODEL =
  'data=review-sentences&layers=2&scenario=value:all.v.r2&trials=1&steps=2&batch=4&rows=16&validation=32&length=16';

// The lab is served below a path, as on many web servers.
const PATH = '/labs/lora/';

test.use({ serviceWorkers: 'allow' });

let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-offline-'));
  server = await serveFolder('dist', PATH);
});
test.afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Waits until everything is cached, and the service worker controls this page. */
const kept = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
    timeout: MINUTE,
  });

async function visit(page: Page, fragment: string): Promise<void> {
  await page.goto(`${server.url}#${fragment}`);
  await page.waitForFunction(() => 'loraLab' in window);
}

async function reload(page: Page): Promise<void> {
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window);
}

/** Copies the build under another name. */
async function secondBuild(): Promise<string> {
  const place = join(folder, 'dist');
  await cp('dist', place, { recursive: true });
  const [, name = ''] = BUILD.exec(await readFile('dist/index.html', 'utf8')) ?? [];
  for (const file of ['index.html', 'sw.js']) {
    const text = await readFile(join(place, file), 'utf8');
    expect(text).toContain(name);
    await writeFile(join(place, file), text.replaceAll(name, 'second-build'));
  }
  return place;
}

const buildOf = (page: Page) => page.locator('meta[name="lora-lab-build"]').getAttribute('content');

test('after one visit the embedded lab opens and trains with the server and the network gone', async ({
  page,
  context,
}) => {
  await visit(page, TINY);
  await kept(page);
  await server.stop();
  await context.setOffline(true);
  // What the first visit has not loaded is there too.
  await page.getByTestId('open-library').click();
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();

  await page.goto('about:blank');
  const began = Date.now();
  await visit(page, TINY);
  console.log(`offline, the page is there after ${Date.now() - began} ms`);
  const results = await runToEnd(page, 4 * MINUTE);
  expect(results.trials.map(({ status }) => status)).toEqual(['done']);
  await inLab(page, () => window.loraLab.run({ backend: 'wasm' }));
  expect((await stateOf(page)).environment?.backend).toBe('wasm');
});

test('a hub’s model that was loaded once trains without the network, and says which commit it is', async ({
  page,
  context,
}) => {
  await makeBert(join(folder, 'models/me/tiny'));
  await makeBert(join(folder, 'models/me/other'));
  const hub = await startHub({ folder });
  try {
    await page.addInitScript(withHub, hub.url);
    const commit = await hub.commitOf('models', 'me/tiny');
    await visit(page, `model=me/tiny&${HUB_MODEL}`);
    const { trials } = await runToEnd(page, 4 * MINUTE);
    await kept(page);
    await server.stop();
    await hub.close();
    await context.setOffline(true);

    for (const model of ['me/tiny', `me/tiny@${commit}`]) {
      await page.goto('about:blank');
      await visit(page, `model=${model}&${HUB_MODEL}`);
      await openSettings(page, 'Model');
      await expect(page.getByTestId('model-facts')).toContainText(`commit ${commit.slice(0, 7)}`);
      await inLab(page, () => window.loraLab.run());
      const again = await waitUntilIdle(page, MINUTE);
      expect(again?.trials.map(({ losses }) => losses)).toEqual(trials.map(({ losses }) => losses));
    }
    // For a model that is not cached, the page shows a message and does not fail.
    await page.goto('about:blank');
    await visit(page, `model=me/other&${HUB_MODEL}`);
    await expect(page.getByText(/me\/other could not be loaded from/)).toBeVisible();
  } finally {
    await hub.close().catch(() => undefined);
  }
});

test('a new build is loaded by the next load, and never during a run', async ({ page }) => {
  const second = await secondBuild();
  await visit(page, LONG);
  await kept(page);
  const first = await buildOf(page);
  await page.getByTestId('run-button').click();
  await expect.poll(async () => (await stateOf(page)).running).toBe(true);
  server.serve(second);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const notice = page.getByTestId('notice').filter({ hasText: 'A new version is ready' });
  await expect(notice).toContainText('when this run has ended', { timeout: MINUTE });
  await expect(notice.getByRole('button', { name: 'Load it now' })).toHaveCount(0);
  expect((await stateOf(page)).running).toBe(true);
  expect(await buildOf(page)).toBe(first);

  await page.getByTestId('cancel-button').click();
  await waitUntilIdle(page, MINUTE);
  await notice.getByRole('button', { name: 'Load it now' }).click();
  await expect.poll(() => buildOf(page).catch(() => null)).toBe('second-build');
  await expect(page.getByTestId('run-button')).toBeVisible();
  await expect(notice).toHaveCount(0);
  // The first build is served again. Nothing announced it, and its page comes with the first load.
  server.serve('dist');
  await reload(page);
  expect(await buildOf(page)).toBe(first);
});

test('where service workers are refused the lab works and says nothing', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'));
  });
  await openLab(page, TINY);
  await page.waitForTimeout(3000);
  expect(errors).toEqual([]);
  await expect(page.getByTestId('notice')).toHaveCount(0);
});

test('the manifest names icons that are there, in the sizes that it says', async ({ page }) => {
  await openLab(page, TINY);
  const href = await page.locator('link[rel="manifest"]').evaluate((link: HTMLLinkElement) => link.href);
  const manifest = (await (await page.request.get(href)).json()) as {
    start_url: string;
    icons: { src: string; sizes: string; type: string; purpose: string }[];
  };
  expect(new URL(manifest.start_url, href).href).toBe(new URL('./', page.url()).href);
  const wanted = ['192x192 any', '512x512 any', '512x512 maskable'];
  expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(wanted),
  );
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, new URL(src, href).href);
    if (sizes !== 'any') expect(size).toBe(sizes);
  }
});
