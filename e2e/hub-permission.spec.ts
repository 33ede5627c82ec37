/** @file An address names a hub's model and data: nothing is requested before the person asks for it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parquetBytes } from '../src/data/formats/parquet/parquet.testing';
import { openLab, runToEnd, stateOf, openSettings } from './lab';
import { startHub } from './support/hubServer.mjs';
import { makeBert } from './support/makeModel.mjs';

const FRAGMENT =
  'model=me/tiny&data=me/films&layers=2&scenario=value:all.v.r2&trials=1&steps=4&batch=4&rows=16&validation=8' +
  '&length=16';

let folder: string;
let hub: Awaited<ReturnType<typeof startHub>>;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-hub-permission-'));
  await makeBert(join(folder, 'models/me/tiny'));
  const data = join(folder, 'datasets/me/films/data');
  await mkdir(data, { recursive: true });
  const rows = Array.from({ length: 40 }, (_, i) => i % 2);
  const bytes = parquetBytes([
    { name: 'text', data: rows.map((label, i) => `the film is ${label ? 'good' : 'bad'}${' .'.repeat(i)}`) },
    { name: 'label', data: rows, type: 'INT32' },
  ]);
  await writeFile(join(data, 'train-00000-of-00001.parquet'), bytes);
  hub = await startHub({ folder });
});
test.afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});
test.beforeEach(async ({ page }) => {
  hub.log.length = 0;
  await page.addInitScript((url) => localStorage.setItem('lora-lab.hub', url), hub.url);
});

test('a link asks nothing of the hub until “Load it”, which lasts for the tab', async ({ page }) => {
  await openLab(page, FRAGMENT);
  const question = page.getByTestId('hub-permission');
  await expect(question).toContainText(`me/tiny and me/films from ${new URL(hub.url).host}`);
  // Waits long enough for anything that the page would request by itself once it knows its device.
  await expect.poll(async () => (await stateOf(page)).environment).not.toBeNull();
  await page.waitForTimeout(1500);
  expect(hub.log).toEqual([]);
  expect((await stateOf(page)).error).toBeNull();

  await question.getByRole('button', { name: 'Load it' }).click();
  await expect(page.getByTestId('model-picker')).toContainText('2 layers');
  await expect(page.getByTestId('data-picker')).toContainText('40 rows');
  await expect(question).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId('data-picker')).toContainText('40 rows');
  await expect(question).toHaveCount(0);
});

test('to run the experiment is to ask for it', async ({ page }) => {
  await openLab(page, FRAGMENT);
  await expect(page.getByTestId('hub-permission')).toBeVisible();
  const { trials } = await runToEnd(page, 120_000);
  expect(trials.map(({ status }) => status)).toEqual(['done']);
  await expect(page.getByTestId('hub-permission')).toHaveCount(0);
});

test('who names a hub’s model is not asked again', async ({ page }) => {
  await openLab(page, FRAGMENT.replace('me/tiny', 'roberta-mini').replace('me/films', 'review-sentences'));
  await expect(page.getByTestId('hub-permission')).toHaveCount(0);
  const picker = page.getByTestId('model-picker');
  await openSettings(page, 'Model');
  await picker.getByText('From a hub').click();
  expect(hub.log).toEqual([]);
  await picker.getByLabel('Name on the hub').fill('me/tiny');
  await picker.getByLabel('Name on the hub').press('Enter');
  await expect(page.getByTestId('model-facts')).toContainText('BERT · 2 layers');
  await expect(page.getByTestId('hub-permission')).toHaveCount(0);
});
