/** @file What is in sight without scrolling, at every size; one line to run; fingers on the grid; a page that does not jump. */
import { expect, test, type Page } from '@playwright/test';
import { expectNoSideScroll, inLab, openLab, openRunSettings, openSettings, TINY } from './lab';

const SIZES = [
  [1440, 900],
  [1280, 720],
  [1024, 768],
  [820, 1180],
] as const;

const scenarios = (count: number): string =>
  Array.from({ length: count }, (_, i) => `scenario=variant ${i + 1}:${(i % 12) + 1}.qv.r8`).join('&');

/** The experiments: what is open is the last of the scenarios, which a long list has to scroll to. */
const EXPERIMENTS = [scenarios(1), scenarios(4), scenarios(64), 'lesson=layers', 'lesson=components'];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not on the page.`);
  return box;
}

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 1 &&
  inner.y >= outer.y - 1 &&
  inner.x + inner.width <= outer.x + outer.width + 1 &&
  inner.y + inner.height <= outer.y + outer.height + 1;

const areApart = (one: Box, other: Box): boolean =>
  one.x + one.width <= other.x ||
  other.x + other.width <= one.x ||
  one.y + one.height <= other.y ||
  other.y + other.height <= one.y;

test('Run, the whole grid and its count are in sight, however many scenarios there are', async ({ page }) => {
  await openLab(page, EXPERIMENTS[0] ?? '');
  for (const fragment of EXPERIMENTS) {
    await page.evaluate((hash) => (location.hash = hash), encodeURI(fragment));
    await expect(page.getByTestId('trainable-count')).toContainText('parameters train');
    if (fragment.startsWith('lesson')) await expect(page.getByTestId('lesson')).toBeVisible();
    else await page.locator('.scenario-tab').last().click();
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await page.evaluate(() => scrollTo(0, 0));
      const window = { x: 0, y: 0, width, height };
      for (const part of ['[data-testid=run-button]', '.module-grid', '[data-testid=trainable-count]'])
        await expect
          .poll(async () => isWithin(await boxOf(page, part), window), {
            message: `${part} of ${fragment.slice(0, 40)} at ${width} x ${height}`,
          })
          .toBe(true);
      const chosen = await boxOf(page, '.scenario-tab[aria-pressed=true]');
      expect(isWithin(chosen, await boxOf(page, '.scenario-list ul'))).toBe(true);
      expect((await boxOf(page, '.run-bar')).height).toBe(56);
    }
    await expectNoSideScroll(page);
  }
});

test('at most twelve tab stops lead to Run, and two links lead past all of them', async ({ page }) => {
  await openLab(page, '');
  await expect(page.getByTestId('run-button')).toBeEnabled();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the grid' })).toBeFocused();
  const stops: string[] = [];
  for (let stop = 1; stop <= 12; stop++) {
    const focused = page.locator(':focus');
    stops.push((await focused.textContent()) || (await focused.getAttribute('aria-label')) || '?');
    if ((await focused.getAttribute('data-testid')) === 'run-button') break;
    await page.keyboard.press('Tab');
  }
  await expect(page.getByTestId('run-button'), stops.join(' | ')).toBeFocused();
  console.log(`${stops.length} tab stops to Run`);
  const hash = await page.evaluate(() => location.hash);
  await page.getByRole('link', { name: 'Skip to the results' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#results')).toBeFocused();
  await page.getByRole('link', { name: 'Skip to the grid' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#experiment')).toBeFocused();
  expect(await page.evaluate(() => location.hash)).toBe(hash);
});

test('the experiment is changed and run by keyboard alone', async ({ page }) => {
  await openLab(page, TINY);
  await page.getByRole('link', { name: 'Skip to the grid' }).focus();
  await page.keyboard.press('Enter');
  const tabTo = async (name: string | RegExp): Promise<void> => {
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      const text = await page.locator(':focus').evaluate((element) => element.textContent || element.id);
      if (typeof name === 'string' ? text.includes(name) : name.test(text)) return;
    }
    throw new Error(`Tab does not reach ${String(name)}.`);
  };
  await tabTo(/^Training/);
  await page.keyboard.press('Enter');
  const steps = page.getByRole('textbox', { name: 'Train for' });
  await expect(steps).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(steps).toBeFocused();
  // What has the focus is outlined, and the run bar does not cover it.
  expect(await steps.evaluate((field) => getComputedStyle(field).boxShadow)).not.toBe('none');
  expect(isWithin(await boxOf(page, ':focus'), { x: 0, y: 56, width: 1440, height: 844 })).toBe(true);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('3');
  await expect(page.getByRole('region', { name: 'Training' })).toContainText('3 steps');
  await openRunSettings(page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('run-settings')).toBeFocused();
  await page.getByTestId('run-button').focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => inLab(page, () => window.loraLab.results()?.trials[0]?.status), { timeout: 120_000 })
    .toBe('done');
});

test('at 200 % zoom everything is there and nothing is beside the window', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 360 }); // a window of 1280 x 720
  await openLab(page, 'lesson=layers');
  for (const name of ['Model', 'Data', 'Training', 'Seeds and verdicts'] as const)
    await openSettings(page, name);
  await expectNoSideScroll(page);
  await page.getByTestId('module-1-query').focus();
  const bar = await boxOf(page, '.run-bar');
  expect(areApart(await boxOf(page, '[data-testid=module-1-query]'), bar)).toBe(true);
  expect(bar.height).toBe(56);
});

test('a telephone’s run bar has room for everything, and leads to the results', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 700 }, hasTouch: true });
  const page = await context.newPage();
  await openLab(page, scenarios(4));
  await expect(page.getByTestId('plan-facts')).toContainText('≈', { timeout: 60_000 });
  for (const width of [320, 360, 390, 430]) {
    await page.setViewportSize({ width, height: 700 });
    const parts = page.locator('.run-bar').locator('button, .run-plan');
    const boxes = await parts.evaluateAll((all) =>
      all.map((part) => {
        const { x, y, width: w, height: h } = part.getBoundingClientRect();
        return { x, y, width: w, height: h, button: part.matches('button'), text: part.scrollWidth };
      }),
    );
    expect(boxes.length).toBe(4);
    for (const [index, box] of boxes.entries()) {
      expect(box.x >= 0 && box.x + box.width <= width).toBe(true);
      expect(box.text, `part ${index} at ${width}`).toBeLessThanOrEqual(Math.ceil(box.width));
      if (box.button) expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
      for (const other of boxes.slice(index + 1)) expect(areApart(box, other)).toBe(true);
    }
    expect((await boxOf(page, '.run-bar')).height).toBe(56);
    await expectNoSideScroll(page);
  }
  await page.locator('.results-jump').tap();
  await expect(page.locator('#results')).toBeInViewport();
  expect((await boxOf(page, '#results')).y).toBeLessThan(200);
  await context.close();
});

test('what keeps a run from starting stands in the bar, and nothing below moves', async ({ page }) => {
  await openLab(page, scenarios(2));
  await expect(page.getByTestId('plan-facts')).toContainText('≈', { timeout: 60_000 });
  for (const width of [1440, 820, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const rank = page.getByLabel('Rank r');
    await rank.fill('8');
    await expect(page.getByTestId('run-problems')).toHaveCount(0);
    const before = await boxOf(page, '.bench');
    await rank.fill('9999');
    await expect(page.getByTestId('run-problems')).toContainText('1 thing to fix');
    expect((await boxOf(page, '.bench')).y).toBe(before.y);
    const bar = await boxOf(page, '.run-bar');
    expect(bar.height).toBe(56);
    expect(isWithin(await boxOf(page, '[data-testid=run-problems]'), bar), `${width} px`).toBe(true);
    await expect(page.locator('.run-problem')).toContainText('Rank must be a whole number from 1 to 1024');
    await expectNoSideScroll(page);
  }
  await page.getByTestId('run-problems').click();
  await expect(page.getByRole('dialog', { name: 'Before this can run' })).toContainText('Rank must be');
});

test('a telephone’s run bar says all that it says after a run, too', async ({ page }) => {
  await openLab(page, `${TINY}&scenario=top:12.v.r1`);
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('start-over')).toBeVisible({ timeout: 120_000 });
  for (const width of [320, 360, 390, 430, 820]) {
    await page.setViewportSize({ width, height: 700 });
    const bar = await boxOf(page, '.run-bar');
    expect(bar.height).toBe(56);
    expect(isWithin(await boxOf(page, '.plan-trials'), bar), `${width} px`).toBe(true);
    const cut = await page
      .locator('.run-plan, .plan-trials')
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > Math.ceil(each.clientWidth || Infinity)));
    expect(cut, `${width} px`).toEqual([]);
    await expectNoSideScroll(page);
  }
  await page.locator('.scenario-tab').last().click();
  await page.getByLabel('Rank r').fill('9999');
  for (const width of [320, 360, 390, 430, 820]) {
    await page.setViewportSize({ width, height: 700 });
    const place = await boxOf(page, '.run-plan');
    expect(isWithin(await boxOf(page, '[data-testid=run-problems]'), place), `${width} px`).toBe(true);
  }
});

test('a finger paints sideways and scrolls up and down', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 700 }, hasTouch: true });
  const page = await context.newPage();
  await openLab(page, 'scenario=one:12.q.r8');
  const cell = (name: string) => page.getByTestId(`module-${name}`);
  await cell('11-query').evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const touch = await context.newCDPSession(page);
  const swipe = async (from: string, to: string): Promise<void> => {
    const [a, b] = [await cell(from).boundingBox(), await cell(to).boundingBox()];
    if (!a || !b) throw new Error('There is no such cell.');
    const at = (share: number) => ({
      x: a.x + a.width / 2 + share * (b.x + b.width / 2 - a.x - a.width / 2),
      y: a.y + a.height / 2 + share * (b.y + b.height / 2 - a.y - a.height / 2),
    });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(0)] });
    for (let step = 1; step <= 8; step++)
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(step / 8)] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  const pressed = () => page.locator('.grid-cell[aria-pressed=true]').count();
  await swipe('11-query', '11-down');
  await expect.poll(pressed).toBe(7);
  const before = await page.evaluate(() => scrollY);
  await swipe('9-value', '12-value');
  await expect.poll(() => page.evaluate(() => scrollY)).not.toBe(before);
  expect(await pressed()).toBe(7);
  await cell('9-value').tap();
  await expect.poll(pressed).toBe(8);
  await context.close();
});

declare global {
  interface Window {
    shifts: { total: number; moved: string[] };
  }
}

for (const [width, fragment] of [
  [1440, ''],
  [1440, 'lesson=layers'],
  [390, 'lesson=layers'],
] as const)
  test(`nothing moves while the page appears: ${fragment || 'the first visit'}, ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.addInitScript(() => {
      window.shifts = { total: 0, moved: [] };
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, sources } = entry as PerformanceEntry & {
            value: number;
            sources: readonly { node: Node | null }[];
          };
          window.shifts.total += value;
          window.shifts.moved.push(
            ...sources.map(
              ({ node }) =>
                `${value.toFixed(4)} ${node instanceof Element ? node.outerHTML.slice(0, 80) : node?.nodeName}`,
            ),
          );
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await openLab(page, fragment);
    await expect(page.getByTestId('plan-facts')).toContainText('≈', { timeout: 60_000 });
    const lineUp = page.getByTestId('line-up');
    await expect(lineUp.getByRole('heading', { name: 'Peak memory' })).toBeAttached();
    await page.waitForTimeout(500); // entries are told a little later
    const { total, moved } = await page.evaluate(() => window.shifts);
    console.log(`layout shift: ${total.toFixed(4)}`);
    expect(total, moved.join('\n')).toBeLessThan(0.02);
  });
