/**
 * @file How the main states look, held against pictures in snapshots.spec.ts-snapshots/. Type is that of two packages, not of the
 * machine, so that a line breaks where it did. After a wanted change: `npm run e2e -- snapshots --update-snapshots`, and look
 * at what changed.
 */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { openLab } from './lab';
import { SHORT_NAMES } from './support/methods';
import { openWithTrials } from './support/storedTrials';

const FONTS = [
  { family: 'Snapshot Sans', file: 'inter/files/inter-latin-wght-normal.woff2', style: 'normal' },
  {
    family: 'Snapshot Serif',
    file: 'source-serif-4/files/source-serif-4-latin-wght-normal.woff2',
    style: 'normal',
  },
  {
    family: 'Snapshot Serif',
    file: 'source-serif-4/files/source-serif-4-latin-wght-italic.woff2',
    style: 'italic',
  },
] as const;

const css = (): string =>
  FONTS.map(({ family, file, style }) => {
    const font = readFileSync(new URL(`../node_modules/@fontsource-variable/${file}`, import.meta.url));
    const source = `url(data:font/woff2;base64,${font.toString('base64')})`;
    return `@font-face { font-family: '${family}'; font-style: ${style}; font-weight: 200 900; src: ${source}; }`;
  }).join('\n') + "\n:root { --sans: 'Snapshot Sans'; --serif: 'Snapshot Serif'; }";

/** Chromium's releases smooth edges differently, which the threshold passes over; three missing dots are more than this. */
const TOLERANCE = { maxDiffPixels: 250, threshold: 0.3, animations: 'disabled', caret: 'hide' } as const;

async function look(page: Page, name: string): Promise<void> {
  await page.addStyleTag({ content: css() });
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await expect(page).toHaveScreenshot(`${name}.png`, {
    ...TOLERANCE,
    // The machine's own words.
    mask: [page.locator('.backend')],
  });
}

// The type comes in a style element, which the page's policy would refuse.
test.use({ reducedMotion: 'reduce', bypassCSP: true });

test('the page before its first run', async ({ page }) => {
  await openLab(page, '');
  await expect(page.getByText(/^≈ \d+(\.\d)? MB$/)).toHaveCount(2, { timeout: 60_000 });
  await look(page, 'start');
});

test('a lesson on a telephone, dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await openLab(page, 'lesson=layers');
  await expect(page.getByTestId('run-length')).toContainText('trials');
  await look(page, 'lesson-390-dark');
});

test('results: densities and panels, then what is real', async ({ page }) => {
  await openWithTrials(page, SHORT_NAMES.fragment, SHORT_NAMES.accuracies);
  await expect(page.getByTestId('difference-matrix').getByRole('button')).toHaveCount(12);
  await page.locator('.density-plot svg path').first().waitFor();
  await look(page, 'results');
  await page.getByTestId('differences').evaluate((figure) => figure.scrollIntoView({ block: 'start' }));
  await look(page, 'differences');
});

test('the projector’s view of results', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openWithTrials(page, `${SHORT_NAMES.fragment}&view=projector`, SHORT_NAMES.accuracies);
  await page.locator('.density-plot svg path').first().waitFor();
  await look(page, 'projector');
});

test('a dialog', async ({ page }) => {
  await openLab(page, SHORT_NAMES.fragment);
  await page.getByTestId('grid-button').click();
  await expect(page.getByRole('dialog', { name: 'Grid' })).toBeVisible();
  await expect(page.getByTestId('grid-memory')).toContainText('≈', { timeout: 60_000 });
  await look(page, 'grid-dialog');
});
