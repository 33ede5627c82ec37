/**
 * @file Compares the main states with pictures in snapshots.spec.ts-snapshots/. The page brings its own typefaces, so that
 * lines break at the same words on every machine; that no text is set in another is asserted where most kinds of text are. After a wanted change: `npm run e2e -- snapshots --update-snapshots`,
 * and look at what changed.
 */
import { expect, test, type Page } from '@playwright/test';
import { openLab, openSettings } from './lab';
import { SHORT_NAMES } from './support/methods';
import { openWithTrials } from './support/storedTrials';

/** Chromium's releases smooth edges differently, which the threshold passes over; three missing dots are more than this. */
const TOLERANCE = { maxDiffPixels: 250, threshold: 0.3, animations: 'disabled', caret: 'hide' } as const;

/** Typefaces of the system in which some text of the page is set. */
async function systemTypefaces(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', {});
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'body *' });
  const found = await Promise.all(
    nodeIds.map((nodeId) => session.send('CSS.getPlatformFontsForNode', { nodeId })),
  );
  await session.detach();
  const fonts = found.flatMap((each) => each.fonts);
  // A page that told of no typeface at all would pass every check.
  expect(fonts.filter(({ isCustomFont }) => isCustomFont).length).toBeGreaterThan(100);
  return [...new Set(fonts.flatMap(({ isCustomFont, familyName }) => (isCustomFont ? [] : [familyName])))];
}

async function look(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await expect(page).toHaveScreenshot(`${name}.png`, {
    ...TOLERANCE,
    // This text differs from machine to machine.
    mask: [page.locator('.run-settings')],
  });
}

/** The memory of a run and of a step are known later than the rest of the page, which they lengthen. */
async function planComplete(page: Page): Promise<void> {
  await expect(page.getByTestId('plan-facts').getByText('≈')).toBeVisible({ timeout: 60_000 });
  const step = page.getByTestId('anatomy-step');
  if (await step.isVisible()) await expect(step.getByTestId('step-moment')).toBeVisible({ timeout: 60_000 });
}

test.use({ reducedMotion: 'reduce' });

test('the page before its first run', async ({ page }) => {
  await openLab(page, '');
  await expect(page.locator('.panel-figure', { hasText: /^≈/ })).toHaveCount(4, { timeout: 60_000 });
  await planComplete(page);
  await look(page, 'start');
});

test('the page on a tablet and a telephone, and a telephone’s settings', async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await openLab(page, SHORT_NAMES.fragment);
  await planComplete(page);
  await look(page, 'start-820');
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'start-390');
  await openSettings(page, 'Training');
  await page.getByRole('region', { name: 'Training' }).evaluate((fold) => fold.scrollIntoView());
  await look(page, 'training-390');
  expect(await systemTypefaces(page)).toEqual([]);
});

test('results in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openWithTrials(page, SHORT_NAMES.fragment, SHORT_NAMES.accuracies);
  await planComplete(page);
  await page.locator('.density-plot svg path').first().waitFor();
  await look(page, 'results-dark');
});

test('a lesson on a telephone, dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await openLab(page, 'lesson=layers');
  await expect(page.getByTestId('run-length')).toContainText('trials');
  // The estimate of memory comes when the worker has planned it.
  await planComplete(page);
  await look(page, 'lesson-390-dark');
});

test('results: densities and panels, then what is real', async ({ page }) => {
  await openWithTrials(page, SHORT_NAMES.fragment, SHORT_NAMES.accuracies);
  await expect(page.getByTestId('difference-matrix').getByRole('button')).toHaveCount(12);
  await planComplete(page);
  await page.locator('.density-plot svg path').first().waitFor();
  await look(page, 'results');
  await page.getByTestId('differences').evaluate((figure) => figure.scrollIntoView({ block: 'start' }));
  await look(page, 'differences');
  expect(await systemTypefaces(page)).toEqual([]);
});

test('the projector’s view of results', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openWithTrials(page, `${SHORT_NAMES.fragment}&view=projector`, SHORT_NAMES.accuracies);
  await page.locator('.density-plot svg path').first().waitFor();
  await planComplete(page);
  await look(page, 'projector');
});

test('a dialog', async ({ page }) => {
  await openLab(page, SHORT_NAMES.fragment);
  // A dialog that grows while it is open keeps some of its lines half a pixel off.
  await planComplete(page);
  await page.getByTestId('sweep-button').click();
  await expect(page.getByRole('dialog', { name: 'Sweep' })).toBeVisible();
  await expect(page.getByTestId('sweep-memory')).toContainText('≈', { timeout: 60_000 });
  await look(page, 'sweep-dialog');
  expect(await systemTypefaces(page)).toEqual([]);
});
