/** @file The library made from files, without training. Three files represent those of thirty students. */
import { expect, test, type Page } from '@playwright/test';
import { DEFAULT_EXPERIMENT, DEFAULT_TRAINING } from '../src/experiment/defaults';
import type { ResultsFile } from '../src/results/results';
import { parseResults, serializeResults } from '../src/results/resultsFile';
import { encodeAddress } from '../src/address/pageAddress';
import { packResults } from '../src/address/sharedResults';
import type { SharedPrediction } from '../src/results/prediction';
import { entry, LOWER, trial, UPPER } from '../src/library/testing';
import { readFile } from 'node:fs/promises';
import { expectNoSideScroll, experimentOf, openLab, picture } from './lab';
import { keyOf, putTrials } from './support/storedTrials';

type Seeds = Readonly<Record<number, number>>;

/** Accuracies by seed for both scenarios: the lower layers' are 0.1 lower. */
function results(upper: Seeds, change: Partial<typeof DEFAULT_EXPERIMENT> = {}): ResultsFile {
  const trials = Object.entries(upper).flatMap(([seed, accuracy]) => [
    trial(LOWER, Number(seed), { accuracy: accuracy - 0.1 }),
    trial(UPPER, Number(seed), { accuracy }),
  ]);
  return entry('', trials, change).results;
}

const asFile = (name: string, text: string) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});

const ANNA = results({ 1: 0.8, 2: 0.82 });
const BEN = results({ 1: 0.84, 3: 0.86 });
const SLOW = results({ 1: 0.7 }, { training: { ...DEFAULT_TRAINING, learningRate: 1e-3 } });
const HOSTILE = serializeResults(ANNA).replace('"lower"', '"<img src=x onerror=window.hacked=1>"');

const entries = (page: Page) => page.getByTestId('library-entry');
const names = (page: Page) =>
  page
    .getByTestId('entry-name')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));

async function drop(page: Page, files: readonly { name: string; text: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([text], name, { type: 'application/json' }));
    return data;
  }, files);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

const PREDICTED = { kind: 'ranking', lesson: null, order: ['upper', 'lower'] } as const;

/** A link with results of these accuracies, as a participant hands it in. */
function handedIn(by: string, upper: Seeds, prediction: SharedPrediction): string {
  const seeds = Object.keys(upper).map(Number);
  const file = results(upper);
  const experiment = { ...file.experiment, firstSeed: Math.min(...seeds), trials: seeds.length };
  const address = { lesson: null, experiment, workshop: null, projector: false, together: 'auto' } as const;
  const packed = packResults(experiment, { by, prediction, trials: file.trials });
  return `https://lab.example/#${encodeAddress({ ...address, results: packed }, () => 1)}`;
}

test('a class’s links are pasted as a whole chat; its predictions stand beside the results, then one is revealed', async ({
  page,
}) => {
  await openLab(page, '');
  await page.getByTestId('open-library').click();
  await page.getByTestId('paste-links').click();
  const five = (from: number): Seeds =>
    Object.fromEntries([0, 1, 2, 3, 4].map((i) => [from + i, 0.8 + i / 1000]));
  const chat = [
    `09:41 Ada: ${handedIn('Ada', five(1000), PREDICTED)}`,
    'Ben: mine, at last',
    handedIn('Ben', five(2000), { ...PREDICTED, order: ['lower', 'upper'] }),
    'Cem: https://lab.example/#results=broken',
    handedIn('Dora', five(3000), PREDICTED),
  ].join('\n');
  await page.getByTestId('pasted-links').fill(chat);
  await page.getByTestId('import-links').click();
  await expect(page.getByTestId('pasted-links')).toHaveCount(0);
  await expect(page.getByTestId('paste-links')).toBeFocused();
  const report = page.getByTestId('import-report');
  await expect(report.getByRole('heading')).toHaveText('3 imported, 1 left out');
  await expect(report).toContainText('Link 3 (line 4)');
  expect(await names(page)).toEqual(['Ada', 'Ben', 'Dora']);
  const wall = page.getByTestId('class-wall');
  await expect(wall.getByRole('listitem')).toHaveText([/lower\s*1/, /upper\s*2/]);
  await expect(page.getByTestId('pooling')).toContainText('upper n = 15 distinct seeds');
  await wall.getByTestId('reveal-wall').click();
  await expect(wall.getByRole('status')).toHaveText(
    /The answer is upper\. 2 of 3 \(66\.7\s%\) guessed right\./,
  );
  await expect(wall).not.toContainText('Ada');
  await page.getByTestId('projector-toggle').click();
  await expect(page.locator('.entries')).toBeHidden();
  const [left, right] = [await wall.boundingBox(), await page.locator('.densities').boundingBox()];
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
  await picture(page, 'class-wall-1440');
});

test('a class’s files are pooled seed by seed, named, tagged, deleted and brought back', async ({ page }) => {
  await openLab(page, '');
  await page.getByTestId('open-library').click();
  await expect(page.getByRole('heading', { name: 'Library' })).toBeFocused();
  await page
    .getByTestId('import-results')
    .setInputFiles([
      asFile('anna.json', serializeResults(ANNA)),
      asFile('ben.json', serializeResults(BEN)),
      asFile('broken.json', '{"version": 1, "experiment": "<script>alert(1)</script>"}'),
      asFile('anna (1).json', serializeResults(ANNA)),
    ]);
  const report = page.getByTestId('import-report');
  await expect(report.getByRole('heading')).toHaveText('2 imported, 1 left out, 1 already here');
  await expect(report).toContainText(
    'broken.json: experiment is "<script>alert(1)</script>", not an object.',
  );
  await expect(report).toContainText('anna (1).json: all of its trials are here already, in “anna”.');

  // Seed 1 is in both files: three seeds of four trials, and the mean of 0.82 (two copies), 0.82 and 0.86.
  const pooling = page.getByTestId('pooling');
  await expect(pooling).toContainText('upper n = 3 distinct seeds from 2 files (4 trials)');
  await expect(pooling).toContainText('n counts seeds, not trials');
  const densities = page.getByRole('figure', { name: 'Validation accuracy' });
  await expect(
    densities.getByRole('img', {
      name: /^upper: mean accuracy 83\.3\s%, sd 2\.3\s%, 95\s% interval 77\.6 to 89\.1\s%, n = 3\.$/,
    }),
  ).toBeVisible();
  await expect(page.getByTestId('difference-matrix').getByRole('button')).toHaveCount(2);
  await expect(page.getByTestId('results-table').locator('tbody tr')).toHaveCount(8);
  await picture(page, 'library-1440', { fullPage: true });

  await page.getByText('By file', { exact: true }).click();
  await expect(densities.getByRole('heading', { level: 3 })).toHaveText([
    'lower – anna',
    'upper – anna',
    'lower – ben',
    'upper – ben',
  ]);
  await page.getByText('Together', { exact: true }).click();

  // Another experiment stays apart, and a dropped file is imported like a picked one.
  await drop(page, [
    { name: 'slow.json', text: serializeResults(SLOW) },
    { name: 'hostile.json', text: HOSTILE },
  ]);
  await expect(report.getByRole('heading')).toHaveText('1 imported, 1 already here');
  await expect(page.getByTestId('apart')).toContainText(
    'lower, upper: learning rate 0.003 (2 files), 0.001 (1 file)',
  );
  await expect(densities.getByRole('heading', { level: 3 })).toHaveCount(4);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);

  await page.getByTestId('entry-name').first().fill('Anna, table 3');
  await page.keyboard.press('Enter');
  await page.getByTestId('add-tag').first().fill('7b, GPU');
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Only entries tagged' }).getByText('7b').click();
  await expect(entries(page)).toHaveCount(1);
  await page.getByTestId('choose-none').click();
  await expect(pooling).toContainText('n = 2 distinct seeds from 1 file');
  await page.getByRole('group', { name: 'Only entries tagged' }).getByText('7b').click();

  for (const name of ['slow', 'ben']) {
    await page.getByRole('button', { name: `What to do with “${name}”` }).click();
    await page.getByTestId('entry-delete').click();
  }
  await expect.poll(() => names(page)).toEqual(['Anna, table 3']);
  await expect(page.getByRole('button', { name: 'Undo: bring “ben” back' })).toBeFocused();
  await expect(page.getByTestId('undo-delete')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect.poll(() => names(page)).toEqual(['Anna, table 3', 'ben']);

  await page.reload();
  await expect(page.getByTestId('library-count')).toContainText('2');
  await page.getByTestId('open-library').click();
  await expect(entries(page)).toHaveCount(2);
  await expect.poll(() => names(page)).toEqual(['Anna, table 3', 'ben']);
  await expect(page.getByTestId('tag')).toHaveText([/7b/, /GPU/]);
  await expect(pooling).toContainText('n = 2 distinct seeds from 1 file');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'What to do with “Anna' })
      .click()
      .then(() => page.getByTestId('entry-export').click()),
  ]);
  expect(download.suggestedFilename()).toBe('Anna-table-3.json');
  const saved = parseResults(await readFile(await download.path(), 'utf8'));
  expect(saved.trials.map(({ id }) => id)).toEqual(ANNA.trials.map(({ id }) => id));
});

test('by keyboard and at telephone width; an entry’s experiment opens in the lab', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openLab(page, 'trials=3');
  await page.getByTestId('open-library').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Library' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('import-results')).toBeFocused();
  await page
    .getByTestId('import-results')
    .setInputFiles([
      asFile('slow.json', serializeResults(SLOW)),
      asFile('x'.repeat(150) + '.json', serializeResults(ANNA)),
    ]);
  await expect(entries(page)).toHaveCount(2);
  await expect(page.getByTestId('pooling')).toContainText('Not pooled, since settings differ');
  await expectNoSideScroll(page);
  await picture(page, 'library-390', { fullPage: true });

  const mark = page.getByTestId('choose-entry').first();
  await mark.focus();
  await page.keyboard.press('Space');
  await expect(mark).not.toBeChecked();
  await expect(page.getByTestId('apart')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('library')).toHaveCount(0);
  expect(await experimentOf(page)).toEqual(SLOW.experiment);
});

const storeTrial = (page: Page, seed: number, accuracy: number): Promise<void> =>
  putTrials(page, [
    {
      key: keyOf(DEFAULT_EXPERIMENT, { scenario: UPPER, seed }),
      record: trial(UPPER, seed, { accuracy }),
    },
  ]);

test('an experiment is kept under a name, and kept again as an update', async ({ page }) => {
  await openLab(page, 'trials=2');
  await expect(page.getByTestId('open-library')).toHaveText('Library');
  await page.getByRole('button', { name: 'More' }).click();
  await expect(page.getByTestId('keep-in-library')).toBeDisabled();
  await page.keyboard.press('Escape');

  const keep = async (): Promise<void> => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByTestId('keep-in-library').click();
  };
  await storeTrial(page, 1, 0.8);
  await page.reload();
  await expect(page.getByTestId('results-table')).toBeVisible();
  await keep();
  await expect(page.getByTestId('keep-name')).toHaveValue(
    /^lower, upper on review-sentences, \d+ \w+ \d{4}$/,
  );
  await page.getByTestId('keep-name').fill('Upper layers');
  await page.getByTestId('keep-confirm').click();
  await expect(page.getByTestId('library-count')).toContainText('1');

  await storeTrial(page, 2, 0.9);
  await page.reload();
  await expect(page.getByTestId('results-table').locator('tbody tr')).toHaveCount(2);
  await keep();
  await expect(page.getByRole('dialog')).toContainText('in the library already, as “Upper layers”');
  await expect(page.getByTestId('keep-name')).toHaveValue('Upper layers');
  await page.getByTestId('keep-confirm').click();
  await page.getByTestId('open-library').click();
  await expect(entries(page)).toHaveCount(1);
  await expect(page.getByTestId('entry-status')).toHaveText('2 of 4 done');
  await expect(page.getByTestId('pooling')).toContainText(
    'upper n = 2 distinct seeds from 1 entry (2 trials)',
  );
  await page.getByTestId('back-to-lab').click();
  await expect(page.getByTestId('results-table')).toBeVisible();

  // Entries of a newer lab stay as they are, and the page says that they are there.
  const future = { id: 'f', version: 2, name: 'From tomorrow', results: [] };
  const stored = (write: boolean): Promise<unknown> =>
    page.evaluate(
      ([entry, put]) =>
        new Promise((resolve) => {
          const opening = indexedDB.open('lora-lab-library');
          opening.onsuccess = () => {
            const entries = opening.result.transaction('entries', 'readwrite').objectStore('entries');
            const request = put ? entries.put(entry) : entries.get(entry.id);
            request.onsuccess = () => resolve(request.result);
          };
        }),
      [future, write] as const,
    );
  await stored(true);
  await page.getByTestId('open-library').click();
  await expect(page.getByTestId('library')).toContainText('“From tomorrow”: this version cannot read them');
  await expect(entries(page)).toHaveCount(1);
  expect(await stored(false)).toEqual(future);
});
