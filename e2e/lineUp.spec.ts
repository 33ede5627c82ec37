/** @file Accuracy, parameters, memory and speed in one line-up: rows stand on one line, at every width. */
import { expect, test, type Page } from '@playwright/test';
import { expectNoSideScroll } from './lab';
import { METHODS } from './support/methods';
import { openWithTrials } from './support/storedTrials';

/** By figure of the line-up: where its rows begin and how many of its names are seen. */
const figuresOf = (page: Page) =>
  page
    .getByTestId('line-up')
    .locator('figure')
    .evaluateAll((figures) =>
      figures.map((figure) => ({
        tops: [...figure.querySelectorAll('ol > li')].map((row) => row.getBoundingClientRect().top),
        names: [...figure.querySelectorAll('h3, .panel-name')].filter(
          (name) => name.closest('ol > li') && name.getBoundingClientRect().width > 1,
        ).length,
      })),
    );

test('rows of the four figures stand on one line, each with its name', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openWithTrials(page, METHODS.fragment, METHODS.accuracies);
  await expect(page.locator('.trial-dot')).toHaveCount(23);
  await expect(page.locator('.bar-tick')).toHaveCount(23);
  const [accuracy, ...costs] = await figuresOf(page);
  expect(accuracy?.tops).toHaveLength(4);
  expect(costs).toHaveLength(3);
  for (const { tops, names } of costs) {
    expect(tops).toEqual(accuracy?.tops);
    expect(names).toBe(0);
  }
  expect(accuracy?.names).toBe(4);

  // Where there is less room, the costs are a line-up of their own, with the names once.
  await page.setViewportSize({ width: 1024, height: 768 });
  const [beside, first, ...others] = await figuresOf(page);
  expect([beside?.names, first?.names]).toEqual([4, 4]);
  for (const { tops, names } of others) {
    expect(tops).toEqual(first?.tops);
    expect(names).toBe(0);
  }
  await expectNoSideScroll(page);

  // On a telephone figures stand one below the other: every row has its name, and all are equally far apart.
  await page.setViewportSize({ width: 390, height: 844 });
  const [, ...blocks] = await figuresOf(page);
  const steps = blocks.map(({ tops }) => tops.map((top) => Math.round(top - (tops[0] ?? NaN))));
  for (const [i, { names }] of blocks.entries()) {
    expect(names).toBe(4);
    expect(steps[i]).toEqual(steps[0]);
  }
  await expectNoSideScroll(page);
});
