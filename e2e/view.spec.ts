/** @file How results are looked at: links between the pictures, hiding, order, the axis; and that nothing jumps. */
import { expect, test, type Page } from '@playwright/test';
import { decodeExperiment } from '../src/experiment/address/url';
import { listTrials } from '../src/experiment/experiment';
import { sampleTrial } from '../src/experiment/testing';
import { expectNoSideScroll, inLab, openLab, runToEnd, TINY, picture } from './lab';
import { violations } from './support/axe';
import { METHODS } from './support/methods';
import { openWithTrials } from './support/storedTrials';
import { streamRuns } from './support/streamedRun';

const open = (page: Page) =>
  openWithTrials(page, METHODS.fragment, METHODS.accuracies, (record) => ({
    ...record,
    samplesPerSecond: 100 + record.seed * 7 + record.scenario.name.length,
    peakBytes: 18e6 + record.scenario.name.length * 1e6,
  }));
const parts = (page: Page) => ({
  results: page.getByRole('region', { name: 'Results' }),
  densities: page.getByRole('figure', { name: 'Validation accuracy' }),
  names: page.getByRole('figure', { name: 'Validation accuracy' }).getByRole('heading', { level: 3 }),
  dots: page.locator('.trial-dot'),
  card: page.locator('.floating-card'),
  rows: page.getByTestId('results-table').locator('tbody tr'),
});

test('a trial that is pointed at or focused is lit in all pictures, and told', async ({ page }) => {
  await open(page);
  const { results, dots, card } = parts(page);
  await expect(dots).toHaveCount(23);
  await expect(page.locator('.bar-tick')).toHaveCount(23);
  const dot = page.locator('.trial-dot[data-trial="LoRA r=1 2"]');
  // Another dot covers a part of it, and the nearest one is meant.
  await dot.scrollIntoViewIfNeeded();
  const before = await dot.boundingBox();
  if (!before) throw new Error('There is no dot.');
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await expect(results).toHaveAttribute('data-linking', 'trial');
  await expect(page.locator('[data-lit="trial"]')).toHaveCount(4); // dot, tick, curve, row of the table
  await expect(page.locator('[data-lit="scenario"]')).toHaveCount(6); // strip, three panels, its curves, its choice
  await expect(card).toContainText('LoRA r=1 seed 2');
  for (const figure of ['86.9 %', '0.300', '26.0 MB', '122 sentences/s', '5 s'])
    await expect(card).toContainText(figure);
  const [ofDot, ofCard] = [await dot.boundingBox(), await card.boundingBox()];
  if (!ofDot || !ofCard) throw new Error('The dot and its card are not on the page.');
  const apart = ofCard.y + ofCard.height <= ofDot.y || ofDot.y + ofDot.height <= ofCard.y;
  expect(apart).toBe(true);
  await picture(page, 'view-link-1440');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await page.mouse.move(0, 0);
  await expect(page.locator('[data-lit], [data-linking]')).toHaveCount(0);

  // One tab stop per scenario; arrows go by accuracy.
  await expect(page.locator('.trial-dot[tabindex="0"]')).toHaveCount(4);
  const strip = page.getByRole('listbox', { name: 'Trials of LoRA r=1, by accuracy' });
  await strip.locator('[tabindex="0"]').focus();
  await expect(card).toContainText('LoRA r=1 seed 2');
  await page.keyboard.press('ArrowRight');
  await expect(card).toContainText('LoRA r=1 seed 4');
  await page.keyboard.press('End');
  await expect(
    strip.getByRole('option', { name: /^Seed 1: accuracy 88.2\s%, validation loss/ }),
  ).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(card).toContainText('classifier seed 5');
});

test('scenarios are hidden, filtered and ordered in all pictures; what is saved stays whole', async ({
  page,
}) => {
  await open(page);
  const { names, densities, rows } = parts(page);
  const matrix = page.getByTestId('difference-matrix').getByRole('button');
  await expect(matrix).toHaveCount(12);
  await test.step('the table of trials sorts by its heads', () => expectSortable(page));
  await page.getByLabel('Order').selectOption('accuracy');
  await expect(names).toHaveText(['full', 'LoRA r=8', 'LoRA r=1', 'classifier']);
  await page.getByLabel('Order').selectOption('name');
  await expect(names).toHaveText(['classifier', 'full', 'LoRA r=1', 'LoRA r=8']);
  await page.getByLabel('Order').selectOption('speed');
  await expect(page.locator('.panel').last().locator('.panel-name')).toHaveText([
    ...['classifier', 'LoRA r=8', 'LoRA r=1', 'full'],
  ]);
  await page.getByLabel('Order').selectOption('experiment');

  await page.getByTestId('scenarios-shown').click();
  await page.getByRole('checkbox', { name: 'classifier' }).click();
  await page.getByRole('checkbox', { name: 'full' }).click();
  await picture(page, 'view-hide-1440');
  await page.keyboard.press('Escape');
  await expect(names).toHaveText(['LoRA r=8', 'LoRA r=1']);
  await expect(densities).toContainText('2 scenarios are hidden.');
  await expect(page.getByTestId('differences')).toContainText('Holm’s correction counts them all the same');
  await expect(matrix).toHaveCount(2);
  await expect(rows).toHaveCount(12);
  for (const panel of await page.locator('.panel').all())
    await expect(panel.locator('.panel-row')).toHaveCount(2);
  expect(await inLab(page, () => window.loraLab.results()?.trials.length)).toBe(24);

  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(matrix).toHaveCount(12);
  await page.getByLabel('Filter').fill('R=8');
  await expect(names).toHaveText(['LoRA r=8']);
  await page.getByLabel('Filter').fill('nothing like it');
  await expect(page.getByTestId('view-bar')).toContainText('Every scenario is hidden.');
  await page.getByTestId('scenarios-shown').click();
  await page.getByRole('button', { name: 'Show only classifier' }).click();
  await page.keyboard.press('Escape');
  await expect(names).toHaveText(['classifier']);
  // Another experiment has no such scenarios.
  await page.evaluate(() => (location.hash = 'scenario=other:classifier&scenario=another:7-12.qkvoud.r8'));
  await expect(names).toHaveText(['other', 'another']);
});

async function expectSortable(page: Page): Promise<void> {
  const { rows } = parts(page);
  const accuracy = page.getByRole('columnheader', { name: 'Accuracy' });
  await page.getByRole('button', { name: 'Accuracy' }).focus();
  await page.keyboard.press('Enter');
  await expect(accuracy).toHaveAttribute('aria-sort', 'descending');
  await expect(rows.first()).toContainText('93.0 %');
  await expect(rows.last()).toContainText('diverged');
  await page.keyboard.press('Enter');
  await expect(accuracy).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows.first()).toContainText('57.3 %');
  await expect(rows.last()).toContainText('diverged');
  await page.keyboard.press('Enter');
  await expect(accuracy).toHaveAttribute('aria-sort', 'none');
  await expect(rows.first()).toContainText('91.1 %');
}

test('the table of trials shows its buttons at every width, whatever the scenarios are called', async ({
  page,
}) => {
  // Only what was trained in this visit can be saved.
  await openLab(page, TINY.replace('head:', `${'a_name_without_a_gap_'.repeat(3)}:`));
  await runToEnd(page, 60_000);
  const table = page.getByRole('region', { name: 'Table of trials' });
  await expect(table.locator('.save-trial button')).not.toHaveCount(0);
  /** Buttons that are not wholly within what is seen of the table; and whether the first cells still hold words. */
  const clipped = () =>
    table.evaluate((box) => {
      const { left, right } = box.getBoundingClientRect();
      const buttons = [...box.querySelectorAll('.save-trial button')];
      const names = [...box.querySelectorAll('tbody th')];
      return {
        buttons: buttons.filter((each) => {
          const at = each.getBoundingClientRect();
          return at.left < left || at.right > right + 0.5;
        }).length,
        names: names.filter((each) => each.scrollWidth > each.clientWidth + 1).length,
      };
    });
  for (const width of [390, 1024, 1280, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(clipped, `${width} px`).toEqual({ buttons: 0, names: 0 });
    await expectNoSideScroll(page);
    await picture(page.getByTestId('results-table'), `trials-${width}`);
  }
});

/** A figure and its unit are never parted. */
const percent = (figure: string): string => `${figure}\u00a0%`;

test('the accuracy axis is drawn, moved by keys, and given back', async ({ page }) => {
  await open(page);
  const { densities, dots } = parts(page);
  const [from, to] = [
    page.getByRole('slider', { name: 'Axis begins at' }),
    page.getByRole('slider', { name: 'Axis ends at' }),
  ];
  await expect(from).toHaveAttribute('aria-valuetext', percent('45.0'));
  await from.focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('PageUp');
  await expect(from).toHaveAttribute('aria-valuetext', percent('85.0'));
  await page.keyboard.press('ArrowRight');
  await expect(from).toHaveAttribute('aria-valuetext', percent('85.5'));
  await expect(densities).toContainText('6 trials lie outside this range.');
  await expect(dots).toHaveCount(17);
  await to.focus();
  await page.keyboard.press('PageDown');
  await expect(to).toHaveAttribute('aria-valuetext', percent('95.0'));
  await expect(densities).toContainText('95 %');
  await picture(page, 'view-zoom-1440');
  await densities.getByRole('button', { name: 'Reset' }).click();
  await expect(from).toHaveAttribute('aria-valuetext', percent('45.0'));
  await expect(dots).toHaveCount(23);

  // At the top of the page the plot is not under the run bar, which covers what it scrolls over.
  await page.evaluate(() => scrollTo(0, 0));
  // From 84 to 95 % of an axis from 45 to 100 %, whose ends lie 10 px within the plot.
  const box = await page.getByTestId('density-plot').first().boundingBox();
  if (!box) throw new Error('There is no plot.');
  const at = (accuracy: number): number => box.x + 10 + ((accuracy - 0.45) / 0.55) * (box.width - 20);
  await page.mouse.move(at(0.84), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(at(0.9), box.y + 30);
  await page.mouse.move(at(0.95), box.y + 40);
  await expect(page.getByTestId('plot-range')).toContainText('84.0 to 95.0 %');
  await page.mouse.up();
  await expect(from).toHaveAttribute('aria-valuetext', percent('84.0'));
  await expect(to).toHaveAttribute('aria-valuetext', percent('95.0'));
  await expect(dots).toHaveCount(17);
  await page.mouse.dblclick(at(0.6), box.y + 20);
  await expect(dots).toHaveCount(23);
});

test('all of it fits a telephone, has names, and opens a trial by a tap', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await open(page);
  const { card, dots } = parts(page);
  await expect(dots).toHaveCount(23);
  const dot = page.locator('.trial-dot[data-trial="classifier 2"]');
  await dot.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = await dot.boundingBox();
  if (!box) throw new Error('There is no dot.');
  await page.touchscreen.tap(box.x + box.width + 4, box.y);
  await expect(card).toContainText('classifier seed 2');
  await picture(page, 'view-390');
  await page.getByRole('heading', { name: 'Trainable parameters' }).tap();
  await expect(card).toHaveCount(0);
  await expectNoSideScroll(page);
  const looked = ['.view-bar', '.densities', '.line-up', '.choices', '.trials'];
  expect(await violations(page, { parts: looked })).toEqual([]);
  await context.close();
});

/** Layout shifts within the results column that no click and no key explains. */
const shiftOf = (page: Page): Promise<{ total: number; moved: string[] }> =>
  page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500)); // entries are told a little later
    return window.layoutShift;
  });

declare global {
  interface Window {
    layoutShift: { total: number; moved: string[] };
  }
}

for (const [place, width] of [
  ['top', 1440],
  ['middle', 1440],
  ['end', 1440],
  ['top', 390],
] as const)
  test(`nothing jumps while results stream, seen at the ${place} of the page, ${width} px wide`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const { experiment } = decodeExperiment(METHODS.fragment);
    const records = listTrials(experiment).map(({ scenario, seed }, i) => {
      const accuracy = METHODS.accuracies[scenario.name]?.[seed - 1] ?? null;
      const losses = Array.from({ length: 40 }, (_, step) => 0.7 - (0.4 * step) / 40 + 0.02 * (step % 3));
      const status = accuracy === null ? 'diverged' : 'done';
      const evaluations = [20, 40].map((step) => ({
        ...{ step, accuracy: accuracy ?? 0.5, loss: 0.3 },
        ...{ trainLoss: 0.2, trainAccuracy: 0.95 },
      }));
      return sampleTrial({ id: `streamed ${i}`, accuracy, losses, evaluations, steps: 40, status });
    });
    await streamRuns(page, { records, pauseMs: 60 });
    await openLab(page, METHODS.fragment);
    await page.evaluate(() => {
      window.layoutShift = { total: 0, moved: [] };
      const results = document.querySelector('.results');
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { hadRecentInput, value, sources } = entry as PerformanceEntry & {
            hadRecentInput: boolean;
            value: number;
            sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
          };
          const own = sources.filter(({ node }) => node !== null && results?.contains(node));
          if (hadRecentInput || own.length === 0) continue;
          window.layoutShift.total += value;
          window.layoutShift.moved.push(
            ...own.map(
              ({ node, previousRect, currentRect }) =>
                `${value.toFixed(4)} ${node instanceof Element ? node.outerHTML.slice(0, 60) : node?.nodeName} by ${currentRect.y - previousRect.y}`,
            ),
          );
        }
      }).observe({ type: 'layout-shift', buffered: false });
    });
    await expect(page.getByText(/^≈\s\d+(\.\d)?\sMB$/).first()).toBeVisible({ timeout: 60_000 });
    await page.getByTestId('run-button').click();
    await expect(page.getByTestId('cancel-button')).toBeVisible();
    const curves = page.getByTestId('learning-curves');
    await expect(curves).toBeVisible();
    const topOf = () => curves.evaluate((figure) => (figure instanceof HTMLElement ? figure.offsetTop : NaN));
    const atStart = await topOf();
    if (place !== 'top')
      await page.evaluate(
        (share) => {
          window.scrollTo({ top: share * document.documentElement.scrollHeight });
        },
        place === 'middle' ? 0.4 : 1,
      );
    await page.waitForFunction(() => 'loraLab' in window && !window.loraLab.state().running);
    await expect(page.getByTestId('results-table').locator('tbody tr')).toHaveCount(24);
    expect(await topOf()).toBe(atStart);
    const { total, moved } = await shiftOf(page);
    console.log(`layout shift at the ${place}, ${width} px: ${total.toFixed(4)}`);
    expect(total, moved.join('\n')).toBeLessThan(0.02);
  });
