/** @file A person's own data: picked, looked at, chosen from and trained on, with messages about what is wrong with it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { expectNoSideScroll, inLab, openLab, openSettings, runToEnd, TINY } from './lab';

const MOODS = ['sad', 'calm', 'glad'];
const REVIEWS =
  'id,review,emotion,place\n' +
  Array.from(
    { length: 60 },
    (_, i) => `${i},<b>Review</b> ${i} of a stay,${MOODS[i % 3]},town ${i % 2}\n`,
  ).join('') +
  '61,,glad,town 0\n62,No mood at all,,town 1\n';

const csv = (content: string) => ({
  name: 'My reviews.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
});

test('a file of one’s own is shown as text, reported on, chosen from and trained on', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openLab(page, TINY);
  const picker = page.getByTestId('data-picker');
  await expect(picker).toContainText('3,200 rows for training, 1,000 for validation; 2 labels');
  await openSettings(page, 'Data');
  await picker.getByLabel('Training file').last().setInputFiles(csv(REVIEWS));

  await expect(picker).toContainText('62 rows; part held out for validation; 3 labels · 2 notes');
  await expect(picker).toContainText('My reviews.csv: 1 row left out: no text (line 62)');
  await expect(picker).toContainText('My reviews.csv: 1 row left out: no label (line 63)');
  await expect(picker.getByRole('region', { name: 'First rows' })).toContainText('<b>Review</b> 0 of a stay');
  await expect(picker.getByRole('list', { name: 'Labels' })).toContainText('calm16 + 4');
  await expectNoSideScroll(page);

  const count = page.getByTestId('trainable-count');
  await expect(count).toContainText('4,355'); // a head of three labels
  await picker.getByLabel('Label', { exact: true }).selectOption('place');
  await expect(count).toContainText('4,290');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('label=place');
  await picker.getByLabel('Label', { exact: true }).selectOption('');
  await expect(count).toContainText('4,355');

  const results = await runToEnd(page, 120_000);
  expect(results.trials).toMatchObject([{ status: 'done', trainableParameters: 4355 }]);
  await expect(
    page.getByTestId('notice').filter({ hasText: 'Rows of the data set are left out' }),
  ).toContainText('no text (line 62)');

  // A reload finds the file, and with it the trial.
  await page.reload();
  await expect(picker).toContainText('62 rows; part held out for validation; 3 labels');
  await expect
    .poll(() => inLab(page, () => window.loraLab.results()?.trials.map(({ id }) => id)))
    .toEqual(results.trials.map(({ id }) => id));
  await openSettings(page, 'Data');
  const kept = picker.getByTestId('kept-data');
  await expect(kept).toContainText(/My-reviews\.csv \(on this device\), 2\.5\skB/);
  await kept.getByRole('button', { name: 'Forget' }).click();
  await expect(kept).toHaveCount(0);
  await page.reload();
  await expect(
    page.getByText('My-reviews.csv (on this device): its files are not here.').first(),
  ).toBeVisible();
});

test('what was found of a file can be said otherwise', async ({ page }) => {
  await openLab(page, TINY);
  const picker = page.getByTestId('data-picker');
  await openSettings(page, 'Data');
  const moods = 'dull;bad\ndull story;bad\nfine story;good\nwarm tale;good\ncold tale;bad\nkind film;good\n';
  await picker.getByLabel('Training file').last().setInputFiles(csv(moods));
  await expect(picker).toContainText('6 rows; part held out');
  await picker.getByText('How the file is read').click();
  const header = picker.getByLabel('First line is a header');
  await expect(header.locator('option').first()).toHaveText('found: no');
  await expect(picker.getByLabel('Delimiter').locator('option').first()).toHaveText('found: semicolon');
  await header.selectOption('yes');
  await expect(picker).toContainText('5 rows; part held out');
  await expect(picker.getByRole('region', { name: 'First rows' })).toContainText('dull story');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('header=yes');
  await header.selectOption('');
  await expect(picker).toContainText('6 rows; part held out');
});

test('files that the address names are asked for, and what cannot be used is named', async ({ page }) => {
  await openLab(page, TINY.replace('data=review-sentences', 'data=local:My-reviews.csv') + '&label=place');
  const picker = page.getByTestId('data-picker');
  await expect(picker.getByRole('alert')).toContainText('Pick or drop the files again');
  await picker.getByLabel('Training file').last().setInputFiles(csv('a,b\nsome words,1\nother words,2\n'));
  await expect(picker.getByRole('alert')).toContainText('has no column "place"');
  await picker.getByLabel('Training file').last().setInputFiles(csv(REVIEWS));
  await expect(picker.getByRole('alert')).toHaveCount(0);
  await expect(picker).toContainText('2 labels');
});

test('a dropped folder gives its train and validation files, and says what it leaves out', async ({
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('reviews');
  mkdirSync(folder, { recursive: true });
  const lines = REVIEWS.split('\n');
  writeFileSync(`${folder}/train.csv`, REVIEWS);
  for (const name of ['validation.csv', 'test.csv'])
    writeFileSync(`${folder}/${name}`, lines.slice(0, 21).join('\n'));
  writeFileSync(`${folder}/README.md`, 'Reviews of stays.');
  await openLab(page, TINY);
  await openSettings(page, 'Data');
  // The first rows stand above the place, and move it down when they come.
  await expect(page.getByTestId('data-picker').getByRole('region', { name: 'First rows' })).toBeVisible();
  const place = page.locator('.data-drop');
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error('There is no place to drop files.');
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      ...{ type, x: box.x + 20, y: box.y + 20 },
      data: { items: [], files: [folder], dragOperationsMask: 1 },
    });
  await expect(place).toContainText('Not used: test.csv.');
  await expect(page.getByTestId('data-picker')).toContainText(
    '62 rows for training, 20 for validation; 3 labels',
  );
});
