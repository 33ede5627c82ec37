/** @file `npm run headless`: runs an experiment in the page, in a headless browser, and writes its results. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readFlags, UsageError } from './lib/flags.mjs';
import { messageOf, ROOT } from './lib/process.mjs';
import { ensureBrowser, ensureBuilt, ensureInstalled } from './setup.mjs';

const USAGE = `npm run headless -- [options]
  --experiment WHAT    a URL fragment, a whole address, or a file: an experiment or results as JSON, or an address
                       (without it: the experiment that the page opens with)
  --out FILE           where to write the results, as JSON
  --backend NAME       webgpu, wasm or cpu (without it: the best that the browser has)
  --browser PATH       a Chromium-based browser (without it: LAB_CHROMIUM, or the first one found)
  --software           use the software adapter even if there is a GPU
  --timeout MINUTES    give up after this long, keeping what is finished
  --quiet              no progress
Exit status: 0 if every trial ended as done, 1 if not, 2 for wrong usage, 130 if cancelled with Ctrl-C.`;

const FLAGS = {
  values: ['experiment', 'out', 'backend', 'browser', 'timeout'],
  switches: ['software', 'quiet', 'help'],
};
const BACKENDS = ['webgpu', 'wasm', 'cpu'];
const POLL_MS = 500;
/** A cancelled run ends at its next step; a lost page never does. */
const CANCEL_GRACE_MS = 60_000;
/** Both npm and the terminal pass one Ctrl-C on: what comes sooner than this is the same one. */
const SAME_PRESS_MS = 1000;

/**
 * @typedef {import('../src/experiment/results').ResultsFile} ResultsFile
 * @typedef {import('../src/experiment/results').BackendName} BackendName
 * @typedef {'interrupted' | 'timeout' | null} Stopped
 */

function readOptions() {
  const { values, switches } = readFlags(process.argv.slice(2), FLAGS);
  const backend = values.get('backend') ?? null;
  if (backend !== null && !BACKENDS.includes(backend))
    throw new UsageError(`--backend is "${backend}", not one of ${BACKENDS.join(', ')}`);
  const minutes = Number(values.get('timeout') ?? Infinity);
  if (!(minutes > 0))
    throw new UsageError(`--timeout is "${values.get('timeout')}", not a number of minutes`);
  const browser = values.get('browser') ?? null;
  if (browser !== null && !existsSync(browser)) throw new UsageError(`--browser ${browser} does not exist`);
  const out = values.get('out');
  return {
    experiment: values.get('experiment') ?? null,
    out: out === undefined ? null : resolve(out),
    backend: /** @type {BackendName | null} */ (backend),
    browser,
    minutes,
    // Only WebGPU needs an adapter.
    software: switches.has('software') || (backend !== null && backend !== 'webgpu'),
    quiet: switches.has('quiet'),
    help: switches.has('help'),
  };
}

/** @param {string} path @param {string} text */
function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.part`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/** @param {number} ms @returns {Promise<null>} */
const sleep = (ms) => new Promise((settle) => setTimeout(settle, ms, null).unref());

/**
 * Starts the run, shows how far it is, and stops it on Ctrl-C or when its time is up.
 * @param {Awaited<ReturnType<typeof import('./lib/labPage.mjs').openLab>>} lab
 * @param {ReturnType<typeof readOptions>} options
 * @returns {Promise<{ results: ResultsFile | null, stopped: Stopped, problem: string | null }>}
 */
async function runToEnd({ page, lost }, { backend, minutes, quiet }) {
  const { createProgressBar } = await import('./lib/progressBar.mjs');
  const bar = createProgressBar(process.stderr);
  /** @type {Stopped} */
  let stopped = null;
  const run = page.evaluate((name) => window.loraLab.run({ backend: name }), backend);
  const over = run.then(
    () => null,
    () => null,
  );

  /** @type {(reason: Exclude<Stopped, null>) => void} */
  let stop = () => undefined;
  /** @type {Promise<null>} */
  const cancelled = new Promise((settle) => {
    stop = (reason) => {
      if (stopped !== null) return;
      stopped = reason;
      page.evaluate(() => window.loraLab.cancel()).catch(() => undefined);
      settle(Promise.race([over, sleep(CANCEL_GRACE_MS)]));
    };
  });
  let pressedAt = -Infinity;
  const onSignal = () => {
    const again = performance.now() - pressedAt > SAME_PRESS_MS;
    if (stopped === 'interrupted' && again) process.exit(130);
    pressedAt = performance.now();
    bar.clear();
    console.error('Cancelling; Ctrl-C again to leave at once.');
    stop('interrupted');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const timer = minutes < Infinity ? setTimeout(() => stop('timeout'), minutes * 60_000) : undefined;

  const poll = setInterval(() => {
    page
      .evaluate(() => window.loraLab.state())
      .then(
        (state) => state.running && bar.show(state),
        () => undefined,
      );
  }, POLL_MS);
  if (quiet) clearInterval(poll);
  try {
    // A run that could not go on leaves what it had finished.
    const problem = await Promise.race([run.then(() => null, messageOf), lost, cancelled]);
    const results = await page.evaluate(() => window.loraLab.results());
    return { results, stopped, problem };
  } finally {
    clearInterval(poll);
    clearTimeout(timer);
    bar.clear();
  }
}

/** @returns {Promise<number>} the exit status */
async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  ensureInstalled();
  const { runnerImport } = await import('vite');
  const { module: lab } = /** @type {{ module: typeof import('./lib/experiment.mjs') }} */ (
    await runnerImport(join(ROOT, 'tools/lib/experiment.mjs'), { configFile: false, logLevel: 'error' })
  );
  const { experimentFragment } = await import('./lib/experimentArgument.mjs');
  const fragment = options.experiment === null ? '' : experimentFragment(lab, options.experiment);
  const executablePath = options.browser ?? ensureBrowser();
  ensureBuilt();

  const { serve } = await import('./lib/serve.mjs');
  const { openLab } = await import('./lib/labPage.mjs');
  const { shortcomings, tableText } = await import('./lib/resultsText.mjs');
  const server = await serve({ port: 0 });
  const opened = await openLab({ executablePath, url: server.url, fragment, software: options.software });
  try {
    const { problems } = await opened.page.evaluate(() => window.loraLab.state());
    for (const problem of problems) console.error(`warning: ${problem}`);
    const { results, stopped, problem } = await runToEnd(opened, options);
    if (problem !== null) console.error(problem.replace(/^page\.evaluate: (\w*Error: )?/, ''));
    if (stopped === 'timeout') console.error(`Stopped after ${options.minutes} minutes.`);
    if (results === null) {
      console.error('No trial has finished: there is nothing to write.');
      return stopped === 'interrupted' ? 130 : 1;
    }
    if (options.out !== null) writeWhole(options.out, lab.serializeResults(results));
    const { backend, device, software } = results.environment;
    console.log(`${backend} on ${device}${software ? ' (software adapter)' : ''}`);
    console.log(tableText(lab.resultsTable(results.trials)));
    if (options.out !== null) console.log(`Results: ${options.out}`);
    const wrong = shortcomings(results);
    for (const line of wrong) console.error(line);
    if (stopped === 'interrupted') return 130;
    return wrong.length > 0 || stopped !== null || problem !== null ? 1 : 0;
  } finally {
    await opened.browser.close();
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
