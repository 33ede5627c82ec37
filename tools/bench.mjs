/** @file `npm run bench`: times training steps in a headless browser, the engine's beside stock tfjs. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readFlags, UsageError } from './lib/flags.mjs';
import { checkWritable, writeWhole } from './lib/outFile.mjs';
import { messageOf, runTool } from './lib/process.mjs';
import { ensureBrowser, ensureInstalled } from './setup.mjs';

const USAGE = `npm run bench -- [options]
  --shape NAME         mini, the embedded model (the default), or base, RoBERTa base with random weights
  --cases A,B          what is timed: lora, stock, lora-small, value-up, upper, classifier, full, checkpointing,
                       evaluate; or all (without it: lora,stock)
  --steps N            steps that are timed (without it: 20, or 10 on a software adapter)
  --stock-steps N      the same for stock tfjs (without it: 20, or 3 on a software adapter)
  --products           instead of steps, the encoder's matrix products with a few tilings
  --profile            the device time of every kernel, beside the card's measured peaks
  --out FILE           where to write everything that was measured, as JSON
  --browser PATH       a Chromium-based browser (without it: LAB_CHROMIUM, or the first one found)
  --software           use the software adapter even if there is a GPU
Exit status: 0 if every case was measured and both peers agree, 1 if not, 2 for wrong usage.`;

const FLAGS = {
  values: ['shape', 'cases', 'steps', 'stock-steps', 'out', 'browser'],
  switches: ['software', 'profile', 'products', 'help'],
};
const SHAPES = ['mini', 'base'];
const CASES = [
  'lora',
  'stock',
  'lora-small',
  'value-up',
  'upper',
  'classifier',
  'full',
  'checkpointing',
  'evaluate',
];
const POLL_MS = 500;
const MIB = 2 ** 20;

/** @typedef {import('../bench/step/report').StepReport} StepReport */
/** @typedef {StepReport['rows'][number]} Row */

function readOptions() {
  const { values, switches } = readFlags(process.argv.slice(2), FLAGS);
  const shape = values.get('shape') ?? 'mini';
  if (!SHAPES.includes(shape)) throw new UsageError(`--shape is "${shape}", not one of ${SHAPES.join(', ')}`);
  const list = values.get('cases') ?? 'lora,stock';
  const cases = list === 'all' ? CASES : list.split(',');
  const unknown = cases.filter((name) => !CASES.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`--cases names ${unknown.join(', ')}; there are ${CASES.join(', ')}`);
  const query = new URLSearchParams({ shape, cases: cases.join() });
  for (const name of ['steps', 'stock-steps']) {
    const value = values.get(name);
    if (value === undefined) continue;
    if (!/^[1-9]\d*$/.test(value))
      throw new UsageError(`--${name} is "${value}", not a whole number of 1 or more`);
    query.set(name, value);
  }
  if (switches.has('profile')) query.set('profile', '1');
  const products = switches.has('products');
  const stepsOnly = ['shape', 'cases', 'steps', 'stock-steps'].filter((name) => values.has(name));
  if (switches.has('profile')) stepsOnly.push('profile');
  if (products && stepsOnly.length > 0)
    throw new UsageError(`--${stepsOnly[0]} is about training steps and cannot be with --products`);
  const browser = values.get('browser') ?? null;
  if (browser !== null && !existsSync(browser)) throw new UsageError(`--browser ${browser} does not exist`);
  const asked = values.get('out');
  const out = asked === undefined ? null : resolve(asked);
  if (out !== null) checkWritable(out);
  return {
    query,
    products,
    out,
    browser,
    software: switches.has('software'),
    help: switches.has('help'),
  };
}

/** @param {number | null | undefined} value @param {number} [digits] @returns {string} */
const number = (value, digits = 1) => (typeof value === 'number' ? value.toFixed(digits) : '-');

const HEADER = [
  'case',
  'batch',
  'ms a step',
  'one by one',
  'first step',
  'CPU ms',
  'dispatches',
  'samples/s',
  'peak MiB',
  'speed-up',
];

/**
 * @param {Row} row
 * @param {number | null} stock milliseconds of a step of stock tfjs
 * @returns {string[]}
 */
function cells(row, stock) {
  if (row.kind === 'failed') return [row.id, 'failed'];
  const batch = `${row.batch.batch} x ${row.batch.sequence}`;
  const tail = [number(row.samplesPerSecond), number(row.peakBytes / MIB)];
  if (row.kind === 'evaluate') {
    const perBatch = row.whole.median / row.batches;
    return [
      row.id,
      `${row.batch.batch}`,
      number(perBatch),
      '-',
      number(row.firstMilliseconds),
      '-',
      '-',
      ...tail,
      '-',
    ];
  }
  const { throughput, latency, record, firstMilliseconds, dispatches } = row;
  const times = [throughput.median, latency.median, firstMilliseconds, record.median].map((value) =>
    number(value),
  );
  const speedUp = stock !== null && row.id === 'lora' ? `${number(stock / throughput.median)} x` : '-';
  return [row.id, batch, ...times, String(dispatches), ...tail, row.kind === 'stock' ? '1 x' : speedUp];
}

/** @param {readonly (readonly string[])[]} lines the first is the header @returns {string} */
function columns(lines) {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** @param {readonly Row[]} rows @returns {string} */
function tableText(rows) {
  const peer = rows.find((row) => row.kind === 'stock');
  const stock = peer?.kind === 'stock' ? peer.throughput.median : null;
  return columns([HEADER, ...rows.map((row) => cells(row, stock))]);
}

const PROFILE_HEADER = ['kernel', 'dispatches', 'ms', '% of all', 'TFLOP/s', 'GB/s'];
const LONGEST_NAME = 90;

/**
 * @param {StepReport} report
 * @returns {string} a table for each case that was profiled; empty without
 */
function profileText({ rows, peaks }) {
  const tables = rows.flatMap((row) => {
    if (row.kind !== 'train' || !row.kernels) return [];
    const all = row.kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const lines = row.kernels.map(({ name, dispatches, milliseconds, flops, bytes }) => [
      name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 3)}...` : name,
      number(dispatches, 0),
      number(milliseconds, 3),
      number((100 * milliseconds) / all),
      flops > 0 ? number(flops / milliseconds / 1e9, flops / milliseconds > 1e9 ? 1 : 4) : '-',
      number(bytes / milliseconds / 1e6, 0),
    ]);
    return [`\n${row.id}: kernels of one step, ${number(all, 2)} ms\n${columns([PROFILE_HEADER, ...lines])}`];
  });
  if (peaks)
    tables.push(
      `\nMeasured peaks: ${number(peaks.teraflops, peaks.teraflops > 1 ? 1 : 4)} TFLOP/s of multiply-adds in registers,` +
        ` ${number(peaks.gigabytesPerSecond, 0)} GB/s copied (read and written). GB/s of a kernel counts every` +
        ' buffer that it binds once.',
    );
  return tables.join('\n');
}

/**
 * Runs a page to its end, showing what it says.
 * @param {{ executablePath: string, url: string, page: string, software: boolean, more?: readonly string[] }} options
 *   page: its address in the folder, with its query; more: flags for the browser
 * @returns {Promise<unknown>} what it leaves
 */
async function runPage({ executablePath, url, page: address, software, more = [] }) {
  const { launchBest, watchedPage } = await import('./lib/labPage.mjs');
  const browser = await launchBest({
    executablePath,
    quietUrl: url,
    software,
    more,
  });
  try {
    const { page, lost } = await watchedPage(browser);
    page.on('console', (line) => {
      if (line.type() === 'log') console.error(line.text());
    });
    await page.goto(url + address);
    const done = page.waitForFunction(() => document.title === 'done', undefined, {
      timeout: 0,
      polling: POLL_MS,
    });
    done.catch(() => undefined); // says less than `lost`
    await Promise.race([done, lost]);
    return await page.evaluate(() => window.result);
  } finally {
    await browser.close();
  }
}

/**
 * @param {{ executablePath: string, url: string, software: boolean, out: string | null }} options
 * @returns {Promise<number>} the exit status
 */
async function measureProducts({ executablePath, url, software, out }) {
  // A software adapter would take hours for the encoder's products.
  const page = `gemm/index.html?few${software ? '&small' : ''}`;
  const result = await runPage({ executablePath, url, page, software });
  if (out !== null) writeWhole(out, `${JSON.stringify(result, null, 2)}\n`);
  const report = /** @type {{ table?: string, error?: string, skipped: number }} */ (result);
  if (report.error !== undefined) throw new Error(report.error);
  console.log(`\n${report.table}`);
  if (report.skipped > 0) console.error(`${report.skipped} measurements were not begun in time.`);
  return report.skipped > 0 ? 1 : 0;
}

/** @returns {Promise<number>} the exit status */
async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  ensureInstalled();
  const executablePath = options.browser ?? ensureBrowser();
  console.error('Building the benchmark pages ...');
  const build = ['build', '--config', 'bench/vite.config.ts', '--logLevel', 'warn'];
  if (runTool('vite/bin/vite.js', build) !== 0)
    throw new Error('The pages could not be built; the messages above say why.');

  const { serve } = await import('./lib/serve.mjs');
  const server = await serve({ folder: 'dist-bench', port: 0 });
  try {
    if (options.products) return await measureProducts({ ...options, executablePath, url: server.url });
    const { query, software } = options;
    const result = await runPage({
      executablePath,
      url: server.url,
      page: `step/index.html?${query}`,
      software,
      // Without it, timestamps are rounded to 0.1 ms.
      more: query.has('profile') ? ['--enable-webgpu-developer-features'] : [],
    });
    const report = /** @type {StepReport} */ (result);
    if (options.out !== null) writeWhole(options.out, `${JSON.stringify(report, null, 2)}\n`);
    if (report.error !== null) throw new Error(report.error);
    const failed = report.rows.filter((row) => row.kind === 'failed');
    for (const row of failed) console.error(`${row.id}: ${row.error}`);
    if (options.out !== null) console.log(`Everything measured: ${options.out}`);
    console.log(`\n${report.adapter}${report.software ? ' (software adapter)' : ''}, shape ${report.shape}`);
    console.log(tableText(report.rows));
    console.log(profileText(report));
    return failed.length > 0 ? 1 : 0;
  } finally {
    await server.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  if (error instanceof UsageError) console.error(USAGE);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
