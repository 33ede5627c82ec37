/** @file Figures, tables and the report as files, from stored trials: nothing is trained. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Locator, type Page } from '@playwright/test';
import Papa from 'papaparse';
import packageJson from '../package.json' with { type: 'json' };
import { DEFAULT_TRAINING } from '../src/experiment/defaults';
import type { TrialRecord } from '../src/results/results';
import { serializeResults } from '../src/results/resultsFile';
import { entry, LOWER, trial, UPPER } from '../src/library/testing';
import { inLab, openLab, picture } from './lab';
import { openWithTrials } from './support/storedTrials';

const HOSTILE = '=<img src=x onerror=alert(1)> "שלום" 👩‍👩‍👧';
const FRAGMENT =
  `model=roberta-mini&data=review-sentences&scenario=full:full.lr3e-4&scenario=${encodeURIComponent(HOSTILE)}:all.qkvoud.r8` +
  '&scenario=classifier:classifier&trials=4&epochs=8&validation=all';

/** One full fine-tuning has diverged, and the figures have more digits than rounding would keep. */
async function openPage(page: Page): Promise<TrialRecord[]> {
  const records = await openWithTrials(
    page,
    FRAGMENT,
    {
      full: [0.911, 0.93, null, 0.899],
      [HOSTILE]: [0.874, 0.914, 0.902, 0.9],
      classifier: [0.577, 0.611, 0.603, 0.604],
    },
    (record) => ({
      ...record,
      samplesPerSecond: 100 / 3 + record.seed,
      losses: Array.from({ length: 40 }, (_, i) => 0.7 * Math.exp(-i / 30)),
      evaluations: [20, 40].map((step) => ({
        step,
        accuracy: 0.6 + step / 200,
        loss: 0.5,
        trainLoss: 0.4,
        trainAccuracy: 0.8,
      })),
    }),
  );
  // Captions grow with what is known, and the data set is still being inspected.
  await expect(page.getByRole('figure', { name: 'Validation accuracy' })).toContainText(
    'one of 1,000 validation sentences',
  );
  return records;
}

/** Chooses an entry of a menu, and returns what is downloaded. */
async function saved(page: Page, menu: string, testId: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: menu }).click();
  const downloading = page.waitForEvent('download');
  await page.getByTestId(testId).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

interface Parsed {
  readonly error: string | null;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly foreign: string[];
}

/** Looks at the picture in an empty page, because the lab's policy forbids what that needs. */
async function inEmptyPage<A, T>(page: Page, look: (argument: A) => T | Promise<T>, argument: A): Promise<T> {
  const empty = await page.context().newPage();
  const evaluate = empty.evaluate.bind(empty) as (
    look: (argument: A) => T | Promise<T>,
    argument: A,
  ) => Promise<T>;
  const result = await evaluate(look, argument);
  await empty.close();
  return result;
}

const parseSvg = (page: Page, svg: string): Promise<Parsed> =>
  inEmptyPage(
    page,
    (source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      const root = parsed.documentElement;
      const known = ['svg', 'title', 'desc', 'g', 'rect', 'line', 'path', 'circle', 'text', 'style'];
      return {
        error: parsed.querySelector('parsererror')?.textContent ?? null,
        width: Number(root.getAttribute('width')),
        height: Number(root.getAttribute('height')),
        text: root.textContent,
        foreign: [...root.querySelectorAll('*')]
          .map(({ tagName }) => tagName)
          .filter((tag) => !known.includes(tag)),
      };
    },
    svg,
  );

const FIGURES = [
  ['Save the accuracies', 'accuracy', 'Validation accuracy'],
  ['Save the parameters', 'parameters', 'Trainable parameters'],
  ['Save the memory', 'memory', 'Peak memory'],
  ['Save the speeds', 'speed', 'training sentences per second'],
  ['Save the differences', 'differences', 'Which differences are real?'],
  ['Save the curves', 'curves', 'optimizer steps'],
  ['Save the choices', 'choices', 'Filled cells train'],
  ['Save the front', 'front', 'peak memory of a trial'],
  ['More', 'results', 'Accuracy, parameters, memory and speed'],
] as const;

test('every figure saves as SVG and as PNG of twice its size', async ({ page }) => {
  await openPage(page);
  for (const [menu, what, words] of FIGURES) {
    const svg = await saved(page, menu, `save-${what}-svg`);
    expect(svg.name).toMatch(new RegExp(`^lora-lab-${what}-roberta-mini-\\d{4}-\\d\\d-\\d\\d\\.svg$`));
    const parsed = await parseSvg(page, svg.bytes.toString('utf8'));
    expect(parsed).toMatchObject({ error: null, foreign: [] });
    // The type travels with the picture; nothing is fetched for it.
    expect(parsed.text.match(/url\([a-z]*:[a-z0-9/]*/g)).toEqual(Array(2).fill('url(data:font/woff2'));
    for (const text of [words, `LoRA Lab ${packageJson.version}`]) expect(parsed.text).toContain(text);

    const png = await saved(page, menu, `save-${what}-png`);
    expect(png.bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    const [width, height] = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)];
    expect([width, height], what).toEqual([2 * parsed.width, 2 * parsed.height]);
  }
});

/** The texts at an SVG's ticks, which are all those of these sizes, and how many of `marks` it has. */
const readPicture = (page: Page, svg: string, marks: string) =>
  inEmptyPage(
    page,
    ({ svg, marks }) => {
      const root = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const texts = [...root.querySelectorAll('text[font-size="10.5"]')].map(
        ({ textContent }) => textContent,
      );
      return {
        texts: texts.map((text) => text.replace(/\s/g, ' ')),
        marks: root.querySelectorAll(marks).length,
      };
    },
    { svg, marks },
  );

test('a saved figure has the ticks and the trials of the one that is shown', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('scenarios-shown').click();
  await page.getByRole('checkbox', { name: 'classifier' }).click();
  await page.keyboard.press('Escape');
  const densities = page.getByRole('figure', { name: 'Validation accuracy' });
  const curves = page.getByRole('figure', { name: 'Learning curves' });
  const compare = async (
    what: string,
    trials: number,
    ticks: Locator,
    shownMarks: Locator,
    marks: string,
  ) => {
    await expect(shownMarks).toHaveCount(trials);
    await expect.poll(() => ticks.count()).toBeGreaterThan(3);
    const shown = (await ticks.allTextContents()).map((text) => text.replace(/\s/g, ' '));
    const { bytes } = await saved(
      page,
      `Save the ${what === 'accuracy' ? 'accuracies' : what}`,
      `save-${what}-svg`,
    );
    const picture = await readPicture(page, bytes.toString('utf8'), marks);
    expect(picture.marks, what).toBe(trials);
    const words =
      /^(optimizer steps|validation accuracy|cross-entropy, nats a sentence|accuracy)$|^95 %: |^LoRA Lab /;
    expect(picture.texts.filter((text) => !words.test(text)).sort(), what).toEqual(shown.sort());
  };
  for (const scale of ['Zoom to data', 'Whole scale']) {
    await densities.getByText(scale, { exact: true }).click();
    await compare('accuracy', 7, densities.locator('.axis-tick'), densities.locator('.trial-dot'), 'circle');
  }
  const traces = curves.locator('.trace[data-trial]');
  const ticks = curves.locator('.recharts-cartesian-axis-tick-value');
  for (const view of ['Loss', 'Accuracy']) {
    await curves.getByText(view, { exact: true }).click();
    await expect(ticks.filter({ hasText: '%' })).toHaveCount(view === 'Loss' ? 0 : 4);
    // The diverged one has a curve, too.
    await compare('curves', 8, ticks, traces, 'g.trace');
  }
});

test('a picture has the page’s theme as PNG', async ({ page }) => {
  await openPage(page);
  const cornerOf = async (): Promise<number> => {
    const { bytes } = await saved(page, 'Save the accuracies', 'save-accuracy-png');
    return inEmptyPage(
      page,
      async (base64) => {
        const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
        const context = new OffscreenCanvas(1, 1).getContext('2d');
        context?.drawImage(await createImageBitmap(blob), 0, 0);
        return context?.getImageData(0, 0, 1, 1).data[0] ?? -1;
      },
      bytes.toString('base64'),
    );
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => cornerOf()).toBe(255);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect.poll(() => cornerOf()).toBeLessThan(40);
});

const rowsOf = (bytes: Buffer): Record<string, string>[] => {
  const text = bytes.toString('utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
};

test('every table saves as CSV with the numbers of the results', async ({ page }) => {
  await openPage(page);
  const results = await inLab(page, () => window.loraLab.results());
  const trials = results?.trials ?? [];
  expect(trials).toHaveLength(12);

  for (const menu of ['More', 'Save the trials']) {
    const { name, bytes } = await saved(page, menu, 'save-trials-csv');
    expect(name).toMatch(/^lora-lab-trials-roberta-mini-.*\.csv$/);
    const rows = rowsOf(bytes);
    expect(rows).toHaveLength(trials.length);
    trials.forEach((trial, i) => {
      const row = rows[i] ?? {};
      // What a spreadsheet would take for a formula stands behind an apostrophe.
      expect(row['scenario']).toBe(trial.scenario.name === HOSTILE ? `'${HOSTILE}` : trial.scenario.name);
      for (const key of ['seed', 'accuracy', 'samplesPerSecond', 'peakBytes', 'seconds'] as const)
        expect(row[key], key).toBe(trial[key] === null ? '' : String(trial[key]));
      expect(row['status']).toBe(trial.status);
    });
  }

  const summary = rowsOf((await saved(page, 'More', 'save-summary-csv')).bytes);
  expect(summary.map(({ n, diverged }) => [n, diverged])).toEqual([
    ['3', '1'],
    ['4', '0'],
    ['4', '0'],
  ]);
  expect(Number(summary[0]?.['meanAccuracy'])).toBeCloseTo((0.911 + 0.93 + 0.899) / 3, 12);
  const differences = rowsOf((await saved(page, 'More', 'save-differences-csv')).bytes);
  expect(differences).toHaveLength(3);
  expect(differences[1]).toMatchObject({
    ...{ first: 'full', second: 'classifier', verdict: 'open' },
    words: 'full and classifier: open; verdicts take 5 seeds',
  });
});

test('the report stands alone: no network, no script, figures and tables in it', async ({
  page,
  context,
}) => {
  await openPage(page);
  const { name, bytes } = await saved(page, 'More', 'save-report');
  expect(name).toMatch(/^lora-lab-report-roberta-mini-.*\.html$/);

  const asked: string[] = [];
  const reader = await context.newPage();
  await reader.route('**', (route) => {
    const address = route.request().url();
    if (address === 'http://report.invalid/') return route.fulfill({ body: bytes, contentType: 'text/html' });
    asked.push(address);
    return route.abort();
  });
  const complaints: string[] = [];
  reader.on('console', (message) => complaints.push(message.text()));
  reader.on('dialog', (dialog) => void complaints.push(dialog.message()));
  await reader.goto('http://report.invalid/');

  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('roberta-mini on review-sentences');
  // All that the page shows: the line-up, losses and accuracies over the steps, the choices, the differences.
  await expect(reader.locator('figure > svg')).toContainText([
    'Validation accuracy',
    ...Array<string>(2).fill('Learning curves'),
    'The choices',
    'Which differences are real?',
  ]);
  for (const figure of await reader.locator('figure > svg').all()) {
    const box = await figure.boundingBox();
    expect(box?.width).toBeGreaterThan(500);
    expect(box?.height).toBeGreaterThan(150);
  }
  await expect(reader.getByRole('rowheader', { name: HOSTILE }).first()).toBeVisible();
  expect(await reader.locator('img, script').count()).toBe(0);
  await expect(
    reader.getByRole('cell', { name: /full.*and.*classifier.*: open; verdicts take 5 seeds/ }),
  ).toBeVisible();
  await expect(reader.getByRole('heading', { name: 'Trials that did not end as done' })).toBeVisible();
  const link = reader.getByRole('link', { name: 'Open this experiment' });
  expect(await link.getAttribute('href')).toBe(page.url());
  await picture(reader, 'report', { fullPage: true });
  // The browser asks for the icon by itself.
  expect(asked.filter((address) => !address.endsWith('/favicon.ico'))).toEqual([]);
  expect(complaints).toEqual([]);
});

test('what the library lays over each other is saved as that, each row with its own settings', async ({
  page,
}) => {
  await openLab(page, '');
  await page.getByTestId('open-library').click();
  const fileOf = (name: string, learningRate: number, accuracy: number) => {
    const trials = [LOWER, UPPER].map((scenario) => trial(scenario, 1, { accuracy }));
    const { results } = entry('', trials, { training: { ...DEFAULT_TRAINING, learningRate } });
    return { name, mimeType: 'application/json', buffer: Buffer.from(serializeResults(results)) };
  };
  await page
    .getByTestId('import-results')
    .setInputFiles([fileOf('fast.json', 3e-3, 0.9), fileOf('slow.json', 1e-3, 0.8)]);

  const svg = await saved(page, 'Save the accuracies', 'save-accuracy-svg');
  expect(svg.name).toMatch(/^lora-lab-accuracy-library-/);
  for (const [menu, testId] of [
    ['Save the trials', 'save-trials-csv'],
    ['Save the accuracies', 'save-accuracy-csv'],
  ] as const) {
    const rows = rowsOf((await saved(page, menu, testId)).bytes);
    const told = rows.map(({ learningRate, accuracy, meanAccuracy }) => [
      learningRate,
      accuracy ?? meanAccuracy,
    ]);
    expect(told.sort(), menu).toEqual([
      ['0.001', '0.8'],
      ['0.001', '0.8'],
      ['0.003', '0.9'],
      ['0.003', '0.9'],
    ]);
  }
});
