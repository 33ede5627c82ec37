/** @file Taking an experiment to other machines: the command, the file and the script, and results that come back. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { parseExperiment } from '../src/experiment/experimentJson';
import { entry, LOWER, trial } from '../src/library/testing';
import type { Environment } from '../src/results/results';
import { serializeResults } from '../src/results/resultsFile';
import { openLab } from './lab';
import { OVERLAY, violations } from './support/axe';

test('the command, the file and a script are taken from the dialog, with the keyboard', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page, '');
  await page.getByRole('button', { name: 'More', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('run-elsewhere').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Run elsewhere' });
  await expect(dialog).toBeVisible();
  await dialog.getByTestId('elsewhere-command-copy').focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Copied.')).toBeVisible();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(/^lora-lab-cluster run 'http[^']*#model=roberta-mini[^']*' --out results\.json$/);

  const download = page.waitForEvent('download');
  await dialog.getByTestId('elsewhere-file').click();
  const file = await (await download).path();
  expect(parseExperiment(await readFile(file, 'utf8')).scenarios.map(({ name }) => name)).toEqual([
    'lower',
    'upper',
  ]);

  await dialog.getByTestId('python-scenario').selectOption('upper');
  await expect(dialog.getByTestId('python-script')).toHaveValue(
    /"attention.self.query": \[6, 7, 8, 9, 10, 11\]/,
  );
  await expect(dialog.getByTestId('python-script')).toHaveValue(/The lab counts 59586 trainable parameters/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the dialog has no violation, and the keyboard alone goes through it and back', async ({ page }) => {
  await openLab(page, '');
  const more = page.getByRole('button', { name: 'More', exact: true });
  await more.press('Enter');
  // The menu's first entry has the focus; arrows go to the next ones.
  const entry = page.getByTestId('run-elsewhere');
  for (let i = 0; i < 20 && !(await entry.evaluate((each) => each === document.activeElement)); i++)
    await page.keyboard.press('ArrowDown');
  await expect(entry).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Run elsewhere' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByTestId('python-script')).toHaveValue(/trainable parameters/);
  expect(await violations(page, { without: OVERLAY })).toEqual([]);
  const reached = new Set<string>();
  for (let i = 0; i < 16; i++) {
    await page.keyboard.press('Tab');
    // The focus never leaves the dialog.
    expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
    reached.add(await page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? ''));
  }
  for (const id of [
    'elsewhere-command-copy',
    'elsewhere-file',
    'python-scenario',
    'python-script-copy',
    'python-save',
  ])
    expect([...reached]).toContain(id);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await violations(page, { without: OVERLAY })).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(more).toBeFocused();
});

test('results that PyTorch trained are laid over the lab’s, and the page says so', async ({ page }) => {
  await openLab(page, '');
  await page.getByTestId('open-library').click();
  const environment: Environment = {
    backend: 'pytorch',
    device: 'NVIDIA H200',
    software: false,
    userAgent: 'lora-lab-cluster',
    labVersion: '0.7.0',
    versions: { python: '3.12', torch: '2.9.0' },
    node: 'n1',
  };
  const own = entry('own', [trial(LOWER, 1, { accuracy: 0.8 })]).results;
  const theirs = entry('theirs', [trial(LOWER, 1, { accuracy: 0.81, environment, peakBytes: 9e9 })]).results;
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(
      [own, theirs].map((results, i) => ({
        name: `${i}.json`,
        mimeType: 'application/json',
        buffer: Buffer.from(serializeResults(results)),
      })),
    );
  await expect(page.getByTestId('pooling')).toContainText('n = 1 distinct seed from 2 files');
  await expect(page.getByTestId('pooling')).toContainText('PyTorch trained 1 of the 2 finished trials');
  await expect(page.getByTestId('pooling')).toContainText('1 differs in accuracy, by 1.00 points at most');
  await expect(page.getByTestId('library-entry').filter({ hasText: 'trained by PyTorch 2.9.0' })).toHaveCount(
    1,
  );
  await expect(page.getByTestId('overlay')).toContainText('only the lab’s trials count here');
  await expect(page.getByTestId('results-table')).toContainText('by PyTorch’s allocator');
});
