/** @file What index.html shows before any script has come, and how much script comes before the page is drawn. */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import OPENING from '../app/ui/opening.json' with { type: 'json' };

const SCRIPTS = /\/assets\/.*\.js$/;
/** What stands in both. The purpose is not visible on a telephone. */
const PARTS = ['.masthead h1', '.masthead p', '.lesson-menu > summary', '.lead'];

interface Box {
  readonly part: string;
  readonly words: string;
  readonly font: string;
  readonly box: readonly number[];
}

function boxes(page: Page): Promise<Box[]> {
  return page.evaluate(
    (parts) =>
      document.fonts.ready.then(() =>
        parts.map((part) => {
          const element = document.querySelector<HTMLElement>(part)!;
          // Its words, because the element around them may have more room than they need.
          const range = document.createRange();
          range.selectNodeContents(element);
          const { x, y, width, height } = range.getBoundingClientRect();
          const { font, color, visibility } = getComputedStyle(element);
          return {
            part,
            words: element.innerText,
            font: `${font} ${color} ${visibility}`,
            box: [x, y, width, height].map((value) => Math.round(2 * value) / 2),
          };
        }),
      ),
    PARTS,
  );
}

/** Opens the page as it is while its scripts have not come. */
async function openShell(page: Page, fragment = ''): Promise<void> {
  await page.route(SCRIPTS, () => undefined);
  await page.goto(`./#${fragment}`, { waitUntil: 'commit' });
  await expect(page.locator('.shell')).toBeAttached();
  await page.waitForFunction(() => document.styleSheets.length > 0);
}

for (const width of [320, 390, 700, 820, 1024, 1440, 2560])
  test(`the first words are the page’s own, and stay where they are: ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openShell(page);
    const before = await boxes(page);
    await expect(page.locator('.lead')).toHaveText(OPENING.question);
    await expect(page.locator('.lead')).toBeVisible();
    await page.unroute(SCRIPTS);
    await page.goto('about:blank');
    await page.goto('./');
    await page.waitForFunction(() => 'loraLab' in window);
    await expect(page.locator('.shell')).toHaveCount(0);
    expect(await boxes(page)).toEqual(before);
  });

test('the browser paints before any script of the page has come', async ({ page }) => {
  await openShell(page);
  await page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint').length > 0,
    undefined,
    {
      timeout: 15_000,
    },
  );
});

test('an address of something else does not show the question of the first visit', async ({ page }) => {
  await openShell(page, 'lesson=layers');
  await expect(page.locator('.shell h1')).toBeVisible();
  await expect(page.locator('.shell .lead')).toBeHidden();
  await page.goto('about:blank');
  await openShell(page, 'lesson=layers&view=projector');
  await expect(page.locator('.shell h1')).toBeHidden();
});

test('a browser without scripts shows the words, and has a sentence about what is missing', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('./');
  await expect(page.locator('.lead')).toBeVisible();
  // A browser whose scripts are switched off from outside does not show it, and has it in the page.
  expect(await (await page.request.get('./')).text()).toMatch(/<noscript>[^<]*needs JavaScript/);
  await context.close();
});

test('a page whose scripts come late appears, and is not given up before', async ({ page }) => {
  await page.route(SCRIPTS, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await route.continue();
  });
  await page.goto('./');
  await expect(page.getByTestId('run-button')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('rescue')).toHaveCount(0);
});

/** Kilobytes of script, as a server compresses them, that the page asks for before it is drawn. */
const MOST_SCRIPT_KB = { brotli: 150, gzip: 170 };
/** The largest of them but the libraries, before compression: each is compiled and evaluated in one task. */
const MOST_OF_ONE_KB = 110;
/** What stands before the first picture: a style sheet, and scripts that only wait for it. */
const MOST_BEFORE_PAINT_KB = { style: 20, script: 10 };

test('the first scripts are small, and each is its own task', async ({ page }) => {
  const html = await (await page.request.get('./')).text();
  const atOnce = [...html.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  const then = (/name="lora-lab-scripts" content="([^"]+)"/.exec(html)?.[1] ?? '').split(' ');
  expect(then.map((path) => path.replace(/.*\/([a-z]+)-.*/, '$1')).sort()).toEqual(
    ['laboratory', 'libraries', 'page', 'store'].sort(),
  );
  let [brotli, gzip, before] = [0, 0, 0];
  for (const path of [...atOnce, ...then]) {
    const script = await (await page.request.get(path)).body();
    brotli += brotliCompressSync(script).length / 1000;
    gzip += gzipSync(script).length / 1000;
    if (atOnce.includes(path)) before += gzipSync(script).length / 1000;
    if (!path.includes('libraries')) expect(script.length / 1000, path).toBeLessThan(MOST_OF_ONE_KB);
  }
  const [, sheet = ''] = /href="(\.\/assets\/[^"]+\.css)"/.exec(html) ?? [];
  const style = gzipSync(await (await page.request.get(sheet)).body()).length / 1000;
  console.log(
    `first scripts: ${brotli.toFixed(0)} kB by brotli, ${gzip.toFixed(0)} kB by gzip; ` +
      `before the first picture ${before.toFixed(1)} kB of script and ${style.toFixed(1)} kB of style by gzip`,
  );
  expect(brotli).toBeLessThan(MOST_SCRIPT_KB.brotli);
  expect(gzip).toBeLessThan(MOST_SCRIPT_KB.gzip);
  expect(before).toBeLessThan(MOST_BEFORE_PAINT_KB.script);
  expect(style).toBeLessThan(MOST_BEFORE_PAINT_KB.style);
});

/** The first use of `Intl` on a page takes as long as everything else that it does before it is drawn. */
test('the first visit asks Intl for nothing before it is drawn', async ({ page }) => {
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(window, { asked });
    for (const name of ['NumberFormat', 'DateTimeFormat', 'Collator', 'PluralRules', 'Segmenter'] as const)
      Object.assign(Intl, {
        [name]: new Proxy(Intl[name], {
          construct: (target: new (...given: never[]) => object, given: never[]) => {
            asked.push(name);
            return new target(...given);
          },
        }),
      });
  });
  await page.goto('./');
  await expect(page.locator('.recorded-line').first()).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { asked: string[] }).asked)).toEqual([]);
});
