/**
 * @file Data sets from a hub in the browser: listed, read in parts across origins, chosen from, trained on; text pairs
 * too.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parquetBytes } from '../src/data/formats/parquet/parquet.testing';
import { inLab, openLab, openSettings, runToEnd, withHub } from './lab';
import { startHub } from './support/hubServer.mjs';
import { makeBert } from './support/makeModel.mjs';

const MINUTE = 60_000;
const FRAGMENT = (dataset: string): string =>
  `model=me/tiny&data=${dataset}&layers=2&scenario=head:classifier&trials=1&steps=4&batch=4&rows=16&validation=8` +
  '&length=16';
const ROWS = 600;
/** Size in bytes of a column that nobody needs, in a file too large to be fetched whole. */
const IGNORED_BYTES = 10_000_000;

let folder: string;
let hub: Awaited<ReturnType<typeof startHub>>;

const every = <T>(rows: number, value: (row: number) => T): T[] =>
  Array.from({ length: rows }, (_, i) => value(i));
const sentence = (row: number): string =>
  `the film is ${row % 3 === 0 ? 'not ' : ''}good${' .'.repeat(row % 4)}`;
/** Pseudo-random letters, which do not compress. */
function noise(length: number, seed: number): string {
  let state = seed;
  return String.fromCharCode(
    ...every(length, () => 97 + (((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24) % 26)),
  );
}

async function write(path: string, bytes: Uint8Array): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return bytes.length;
}

/** The bigger file's bytes. */
let trainBytes: number;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-hub-data-'));
  await makeBert(join(folder, 'models/me/tiny'));
  const reviews = (rows: number, noiseBytes: number): Uint8Array =>
    parquetBytes(
      [
        // The rows at both ends, by which columns are chosen and shown, hold little of it.
        {
          name: 'html',
          data: every(rows, (i) => noise(i > rows / 5 && i < rows * 0.8 ? noiseBytes / rows : 5, i + 1)),
        },
        { name: 'review', data: every(rows, sentence) },
        { name: 'label', data: every(rows, (i) => (i % 3 === 0 ? 0 : 1)), type: 'INT32' },
        { name: 'stars', data: every(rows, (i) => i % 5), type: 'INT32' },
      ],
      { classNames: ['negative', 'positive'], rowGroupSize: 20 },
    );
  const at = join(folder, 'datasets/me/reviews/default');
  trainBytes = await write(join(at, 'train/0000.parquet'), reviews(ROWS, IGNORED_BYTES));
  await write(join(at, 'validation/0000.parquet'), reviews(30, 30));
  // Served as a repository that the hub has not listed: it is found by its files, and has no split to measure on.
  const pairs = parquetBytes(
    [
      { name: 'sentence1', data: every(40, sentence) },
      { name: 'sentence2', data: every(40, (i) => `the film is ${i % 2 === 0 ? 'good' : 'bad'}`) },
      { name: 'label', data: every(40, (i) => i % 2), type: 'INT32' },
    ],
    { classNames: ['entailment', 'not_entailment'] },
  );
  await write(join(folder, 'datasets/me/pairs/data/train-00000-of-00001.parquet'), pairs);
  hub = await startHub({ folder });
});
test.afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});
test.beforeEach(async ({ page }) => {
  hub.log.length = 0;
  await page.addInitScript(withHub, hub.url);
});

/** The bytes that range requests asked the CDN for. */
const asked = (file: RegExp): number =>
  hub.log
    .filter(({ origin, path, method }) => origin === 'cdn' && method === 'GET' && file.test(path))
    .reduce((sum, { headers }) => {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      return sum + (from === undefined ? Infinity : Number(to) - Number(from) + 1);
    }, 0);

test('a hub’s data set is listed, read in parts, chosen from and trained on', async ({ page }) => {
  await openLab(page, FRAGMENT('me/reviews'));
  const picker = page.getByTestId('data-picker');
  await expect(picker).toContainText('600 rows for training, 30 for validation; 2 labels');
  await openSettings(page, 'Data');
  const labels = picker.getByRole('list', { name: 'Labels' });
  await expect(labels).toContainText('negative200 + 10');
  await expect(labels).toContainText('positive400 + 20');
  await expect(picker.getByLabel('Text', { exact: true })).toContainText('review · automatic');
  await picker.getByLabel('Label', { exact: true }).selectOption('stars');
  await expect(picker).toContainText('5 labels');
  await expect(labels).toContainText('0120 + 6');
  await picker.getByLabel('Label', { exact: true }).selectOption('label');
  await expect(picker).toContainText('2 labels');
  await expect(picker.getByRole('region', { name: 'First rows' })).toContainText('the film is not good');

  const { trials } = await runToEnd(page, 2 * MINUTE);
  expect(trials).toMatchObject([{ status: 'done', steps: 4 }]);
  expect(trainBytes).toBeGreaterThan(4_000_000);
  expect(asked(/train.*parquet/)).toBeGreaterThan(0);
  expect(asked(/train.*parquet/)).toBeLessThan(trainBytes / 4);
});

test('text pairs train as pairs', async ({ page }) => {
  await openLab(page, FRAGMENT('me/pairs'));
  const picker = page.getByTestId('data-picker');
  await expect(picker).toContainText('40 rows; part held out for validation; 2 labels');
  await openSettings(page, 'Data');
  await expect(picker.getByLabel('Second text')).toContainText('sentence2 · automatic');
  await expect(picker.getByRole('list', { name: 'Labels' })).toContainText('entailment20');
  // The run is too short to be seen in the page.
  const run = () => inLab(page, () => window.loraLab.run());
  const pairs = await run();
  expect(pairs.trials.map(({ status }) => status)).toEqual(['done']);

  await picker.getByLabel('Second text').selectOption('none');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('pair=none');
  const single = await run();
  expect(single.trials.map(({ status }) => status)).toEqual(['done']);
  const losses = [pairs, single].map(({ trials: [trial] }) => trial?.losses);
  expect(losses[0]).toHaveLength(4);
  expect(losses[0]).not.toEqual(losses[1]);
});
