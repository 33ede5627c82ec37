/** @file Models from a hub and from this device: choosing, loading, resuming, keeping, clearing; and what can go wrong. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { inLab, openLab, openSettings, runToEnd, startOver, stateOf, waitUntilIdle, withHub } from './lab';
import { startHub } from './support/hubServer.mjs';
import { makeBert } from './support/makeModel.mjs';

const MINUTE = 60_000;
const TOKEN = 'hf_secret';
const FRAGMENT = (model: string, layers = 2): string =>
  `model=${model}&data=review-sentences&layers=${layers}&scenario=value:all.v.r2` +
  '&trials=1&steps=2&batch=4&rows=16&validation=32&length=16';

let folder: string;
let hub: Awaited<ReturnType<typeof startHub>>;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-hub-'));
  const models = join(folder, 'models/me');
  await makeBert(join(models, 'tiny'));
  await makeBert(join(models, 'sharded'), { layers: 3, shards: 3 });
  await makeBert(join(models, 'torn'), { without: 'bert.encoder.layer.1.output.dense.bias' });
  // The file has 4 MB, so that there is time to cancel.
  await makeBert(join(models, 'larger'), { vocabulary: 60_000 });
  hub = await startHub({ folder });
});
test.afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});
test.beforeEach(async ({ page }) => {
  hub.clearFaults();
  hub.log.length = 0;
  await page.addInitScript(withHub, hub.url);
});

const picker = (page: Page) => page.getByTestId('model-picker');
const fromCdn = () => hub.log.filter(({ origin }) => origin === 'cdn');

async function chooseAtHub(page: Page, name: string): Promise<void> {
  await openSettings(page, 'Model');
  await picker(page).getByText('From a hub').click();
  await picker(page).getByLabel('Name on the hub').fill(name);
  await picker(page).getByLabel('Name on the hub').press('Enter');
}

test('a hub’s model is chosen by name, fits the scenarios to its layers, trains, and is kept', async ({
  page,
}) => {
  await openLab(page, FRAGMENT('roberta-mini', 12));
  await expect(picker(page)).toContainText('12 layers');
  await chooseAtHub(page, 'me/tiny');
  await expect(page.getByTestId('model-facts')).toContainText('BERT · 2 layers · hidden 16');
  const commit = await hub.commitOf('models', 'me/tiny');
  await expect(page.getByTestId('model-facts')).toContainText(`commit ${commit.slice(0, 7)}`);
  await expect(page.getByTestId('module-2-value')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('module-3-value')).toHaveCount(0);
  const { trials } = await runToEnd(page, 3 * MINUTE);
  expect(trials.map(({ status }) => status)).toEqual(['done']);
  expect(fromCdn()).toHaveLength(1);

  await page.getByText('Hub settings and downloads').click();
  await expect(page.getByTestId('downloads')).toContainText('me/tiny');
  await page.reload();
  hub.log.length = 0;
  hub.fail({ match: /api/, status: 503 });
  await openSettings(page, 'Model');
  // Without the hub, the revision is the commit that the branch had when it was last seen.
  await expect(page.getByTestId('model-facts')).toContainText(`commit ${commit.slice(0, 7)}`);
  await startOver(page);
  const again = await waitUntilIdle(page, 3 * MINUTE);
  expect(again?.trials.map(({ losses }) => losses)).toEqual(trials.map(({ losses }) => losses));
  expect(fromCdn()).toHaveLength(0);
  await expect(
    page.getByText(/could not be reached: me\/tiny is taken from this browser’s cache/),
  ).toBeVisible();

  await page.getByText('Hub settings and downloads').click();
  await page.getByRole('button', { name: /Clear all downloads/ }).click();
  await expect(page.getByText('No downloads are kept in this browser.')).toBeVisible();
});

test('a cancelled download goes on where it was, also after the page was closed', async ({ page }) => {
  await openLab(page, FRAGMENT('me/larger'));
  await expect(picker(page)).toContainText('2 layers');
  hub.fail({ match: /cdn/, bytesPerSecond: 1_000_000, times: 1 });
  await page.getByTestId('run-button').click();
  await page.waitForFunction(() => {
    const { phase, done } = window.loraLab.state();
    return phase === 'loading' && done > 500_000;
  });
  await page.getByTestId('cancel-button').click();
  await waitUntilIdle(page, MINUTE);
  await page.reload();
  await page.waitForFunction(() => 'loraLab' in window);
  hub.log.length = 0;
  await runToEnd(page, 3 * MINUTE);
  const [resumed] = fromCdn();
  expect(fromCdn()).toHaveLength(1);
  expect(Number(/^bytes=(\d+)-$/.exec(resumed?.headers.range ?? '')?.[1])).toBeGreaterThan(400_000);
});

test('shards, a revision with a cut connection', async ({ page }) => {
  const commit = await hub.commitOf('models', 'me/sharded');
  hub.fail({ match: /cdn.*model-2/, cutAfter: 1000, times: 1 });
  await openLab(page, FRAGMENT(`me/sharded@${commit}`, 3));
  await expect(picker(page)).toContainText('3 layers');
  const { trials } = await runToEnd(page, 3 * MINUTE);
  expect(trials.map(({ status }) => status)).toEqual(['done']);
  expect(fromCdn().filter(({ path }) => path.includes('model-2'))).toHaveLength(2);
});

test('what is wrong with a model is said by name', async ({ page }) => {
  await openLab(page, FRAGMENT('me/missing'));
  await expect(page.getByText(/me\/missing: the hub knows no such repository/)).toBeVisible();
  await openLab(page, FRAGMENT('me/torn'));
  await expect(picker(page)).toContainText('2 layers');
  await page.getByTestId('run-button').click();
  await waitUntilIdle(page, MINUTE);
  expect((await stateOf(page)).error?.message).toContain('bert.encoder.layer.1.output.dense.bias');
});

test('a private hub wants the token, which no storage keeps and no other origin sees', async ({ page }) => {
  const closed = await startHub({ folder, token: TOKEN });
  try {
    await openLab(page, FRAGMENT('me/tiny'));
    await page.getByText('Hub settings and downloads').click();
    await page.getByLabel('Hub address').fill(closed.url);
    await page.getByLabel('Hub address').press('Enter');
    await expect(page.getByText(/asks for an access token/)).toBeVisible();
    await page.getByLabel('Access token').fill(TOKEN);
    await page.getByLabel('Access token').press('Enter');
    await expect(picker(page)).toContainText('2 layers');
    await runToEnd(page, 3 * MINUTE);
    const withToken = closed.log.filter(({ headers }) => headers.authorization !== undefined);
    expect(withToken.length).toBeGreaterThan(0);
    expect(withToken.every(({ origin }) => origin === 'hub')).toBe(true);
    expect(page.url()).not.toContain(TOKEN);
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toContain(TOKEN);
    expect(JSON.stringify(await inLab(page, () => window.loraLab.results()))).not.toContain(TOKEN);
  } finally {
    await closed.close();
  }
});

test('a model of this device is a folder', async ({ page }) => {
  await openLab(page, FRAGMENT('roberta-mini', 12));
  await openSettings(page, 'Model');
  await picker(page).getByText('Your files').click();
  await page.getByTestId('model-folder').setInputFiles(join(folder, 'models/me/sharded'));
  await expect(picker(page)).toContainText('3 layers');
  await expect(picker(page)).toContainText('sharded (on this device)');
  const { trials } = await runToEnd(page, 3 * MINUTE);
  expect(trials.map(({ status }) => status)).toEqual(['done']);
  expect(hub.log).toEqual([]);
  // An address cannot carry files.
  await page.reload();
  await expect(page.getByText(/files of the local model sharded are not at hand/)).toBeVisible();
  const kept = () => inLab(page, () => window.loraLab.results()?.trials.map(({ losses }) => losses) ?? []);
  expect(await kept()).toEqual([]);
  // Other files of the same name do not get these results.
  const others = join(folder, 'others/sharded');
  await makeBert(others, { layers: 3 });
  await page.getByTestId('model-folder').setInputFiles(others);
  await expect(picker(page)).toContainText('3 layers');
  await page.waitForTimeout(500); // longer than it takes to look for results
  expect(await kept()).toEqual([]);
  await page.reload();
  await page.getByTestId('model-folder').setInputFiles(join(folder, 'models/me/sharded'));
  await expect.poll(kept).toEqual(trials.map(({ losses }) => losses));
});
