/** @file A stranger's names and texts stay text wherever the page shows them, and nothing in them runs. */
import { expect, type Page, test } from '@playwright/test';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import { serializeResults } from '../src/results/resultsFile';
import { encodeExperiment } from '../src/experiment/address/url';
import { encodeText } from '../src/experiment/address/urlText';
import { entry, LOWER, trial } from '../src/library/testing';
import { experimentOf, openLab, openSettings, TINY } from './lab';

const IMAGE = '<img src=x onerror=window.pwned=1>';
const SCRIPT = '"><script>window.pwned=1</script>';
const LINK = 'javascript:window.pwned=1';

/** Checks that no code of the stranger ran, and that no element of theirs was made. */
async function expectHarmless(page: Page): Promise<void> {
  // By then, code that a failing image would start has had its turn.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  expect(await page.evaluate(() => (window as { pwned?: unknown }).pwned)).toBeUndefined();
  await expect(
    page.locator('img[src="x"], [onerror], a[href^="javascript:"], body script:not([src])'),
  ).toHaveCount(0);
}

test('names of scenarios and a workshop’s texts in the address', async ({ page }) => {
  const scenarios = DEFAULT_EXPERIMENT.scenarios
    .slice(0, 2)
    .map((scenario, i) => ({ ...scenario, name: i === 0 ? IMAGE : SCRIPT }));
  const parts = [
    encodeExperiment({ ...DEFAULT_EXPERIMENT, scenarios }),
    `title=${encodeText(IMAGE)}`,
    `intro=${encodeText(`# ${SCRIPT}\n\n[x](${LINK})\n- ${IMAGE}`)}`,
    `question=${encodeText(SCRIPT)}`,
    'predict=ranking',
  ];
  await openLab(page, parts.join('&'));
  const workshop = page.getByTestId('workshop');
  await expect(workshop.getByRole('heading').filter({ hasText: IMAGE })).toBeVisible();
  await expect(workshop).toContainText(`[x](${LINK})`);
  await expect(workshop.getByRole('listitem').filter({ hasText: IMAGE }).first()).toBeVisible();
  const { scenarios: read } = await experimentOf(page);
  expect(read.map(({ name }) => name)).toEqual([IMAGE, SCRIPT]);
  await expect(page.getByText(SCRIPT).first()).toBeVisible();
  await expectHarmless(page);
});

test('models, data sets and columns in the address that do not exist', async ({ page }) => {
  const wrong = encodeText(IMAGE);
  await openLab(
    page,
    `model=${wrong}&data=${encodeText(LINK)}&label=${wrong}&${wrong}=${wrong}&results=${wrong}`,
  );
  await expect(page.getByText('onerror').first()).toBeVisible();
  await expectHarmless(page);
});

test('columns, rows and labels of a file', async ({ page }) => {
  await openLab(page, TINY);
  const rows = Array.from({ length: 40 }, (_, i) => `${IMAGE} ${i},${i % 2 ? IMAGE : LINK}\n`).join('');
  const picker = page.getByTestId('data-picker');
  await openSettings(page, 'Data');
  await picker
    .getByLabel('Training file')
    .last()
    .setInputFiles({
      name: `${IMAGE.replaceAll('/', '')}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(`<b onclick=window.pwned=1>text</b>,label\n${rows}`),
    });
  await expect(picker.getByRole('region', { name: 'First rows' })).toContainText(`${IMAGE} 0`);
  await expect(picker.getByRole('region', { name: 'First rows' })).toContainText('<b onclick=');
  await expect(picker.getByRole('list', { name: 'Labels' })).toContainText(LINK);
  await expectHarmless(page);
});

test('results files in the library', async ({ page }) => {
  const scenario = { ...LOWER, name: IMAGE };
  const base = trial(scenario, 1);
  const environment = { ...base.environment, device: SCRIPT, userAgent: IMAGE, labVersion: LINK };
  const trials = [1, 2].map((seed) => trial(scenario, seed, { environment, id: `${IMAGE}${seed}` }));
  const { results } = entry('', trials, { scenarios: [scenario] });
  await openLab(page, '');
  await page.getByTestId('open-library').click();
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await page
    .getByTestId('import-results')
    .setInputFiles([
      file(`${IMAGE}.json`, serializeResults({ ...results, environment })),
      file('broken.json', JSON.stringify({ version: 1, experiment: SCRIPT })),
      file('deep.json', '['.repeat(100_000)),
    ]);
  const report = page.getByTestId('import-report');
  await expect(report).toContainText('broken.json: experiment is "\\"><script>');
  await expect(report).toContainText('deep.json: The results file is not JSON');
  await expect(page.getByTestId('library-entry')).toHaveCount(1);
  await expect(page.getByText(IMAGE).first()).toBeVisible();
  await expectHarmless(page);
});
