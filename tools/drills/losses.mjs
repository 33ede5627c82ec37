/**
 * @file The device is lost at a randomly chosen moment of a run: while loading, in a trial, or between two. The run must go on
 * by itself, nothing that was finished may be lost, and every trial must end with the bits of an undisturbed run.
 */
import { SOFTWARE_FLAGS } from '../lib/browser/chromium.mjs';
import {
  countsOf,
  failNextRun,
  sameTrial,
  trialName,
  watchTrainer,
  watchTrainers,
} from '../lib/browser/faultyLab.mjs';
import { launchBrowser } from '../lib/browser/launchBrowser.mjs';

/**
 * @typedef {import('../drill.mjs').Drill} Drill
 * @typedef {import('../drill.mjs').Outcome} Outcome
 * @typedef {import('../lib/browser/faultyLab.mjs').Fault} Fault
 * @typedef {import('../../src/results/results').ResultsFile} ResultsFile
 * @typedef {import('playwright').Page} Page
 */

const EXPERIMENT =
  'model=roberta-mini&data=review-sentences&scenario=short:classifier.steps4&scenario=long:classifier' +
  '&trials=1&steps=12&batch=4&rows=16&validation=8&length=8&evaluate=4';
const TRIALS = 2;
const MINUTE = 60_000;
/** In one round in this many the browser's GPU process crashes, instead of the device being destroyed. */
const CRASH_EVERY = 10;
/** One round in this many begins with a new page, and so with a model that is not loaded and kernels that are not compiled. */
const PAGE_EVERY = 5;

/** What the page may say of a loss, with its name in the figures. */
const TOLD = /** @type {const} */ ([
  ['goes on at step', 'in a trial, which went on from its checkpoint'],
  ['begins anew', 'in a trial, which began anew'],
  ['The GPU device was lost before', 'while loading, or between two trials'],
  ['', 'after the run, or not at all'],
]);

/** @param {Drill} given @returns {Promise<Outcome>} */
export async function drill({ url, executablePath, runs, random, log }) {
  // A real GPU would be lost for the person who uses the machine as well.
  const launch = () => launchBrowser(executablePath, SOFTWARE_FLAGS);
  let browser = await launch();
  /** @type {string[]} */
  const failures = [];
  /** @type {string[]} */
  const places = [];
  let crashes = 0;
  try {
    const first = await open(browser, url);
    const cold = await unbroken(first);
    const warm = await unbroken(first);
    let page = /** @type {Page | null} */ (first);
    failures.push(...differences(warm, cold).map((what) => `unbroken: ${what}`));
    log(`unbroken: ${cold.milliseconds} ms, then ${warm.milliseconds} ms`);

    for (let round = 1; round <= runs; round++) {
      const fresh = page === null || random() < 1 / PAGE_EVERY;
      const crash = random() < 1 / CRASH_EVERY;
      const fault = crash ? null : draw(random, fresh ? cold : warm);
      const crashAfter = random() * (fresh ? cold : warm).milliseconds;
      const name = `${fresh ? 'new page, ' : ''}${fault ? `${fault.at} ${fault.count}` : `crash at ${Math.round(crashAfter)} ms`}`;
      try {
        if (page === null || fresh) {
          await page?.context().close();
          page = await open(browser, url);
        }
        await failNextRun(await watchTrainer(page), fault);
        const running = run(page);
        if (crash) {
          crashes++;
          await page.waitForTimeout(crashAfter);
          const session = await browser.newBrowserCDPSession();
          await session.send(/** @type {any} */ ('Browser.crashGpuProcess'));
        }
        const broken = await running;
        const words = (await page.getByTestId('notice').allInnerTexts()).join('\n');
        const told = words.includes('The GPU device was lost') ? words : '';
        places.push(TOLD.find(([part]) => told.includes(part))?.[1] ?? '');
        failures.push(...differences(broken, cold).map((what) => `round ${round} (${name}): ${what}`));
        log(`${round}: ${name}: ${/The GPU device was lost.*/.exec(told)?.[0] ?? 'nothing told'}`);
      } catch (error) {
        failures.push(`round ${round} (${name}): ${error instanceof Error ? error.message : String(error)}`);
        log(`NOT SURVIVED: ${failures.at(-1)}`);
        await page?.context().close();
        page = null;
      }
      if (crash) {
        // After some crashes Chromium goes on without a GPU process.
        await browser.close();
        browser = await launch();
        page = null;
      }
    }
  } finally {
    await browser.close();
  }
  const figures = TOLD.map(([, place]) => `lost ${place}: ${places.filter((each) => each === place).length}`);
  return { figures: [...figures, `by a crash of the GPU process: ${crashes}`], failures };
}

/** @param {Page} page */
async function unbroken(page) {
  const worker = await watchTrainer(page);
  await failNextRun(worker, null);
  const begun = Date.now();
  const ended = await run(page);
  return { ...ended, milliseconds: Date.now() - begun, counts: await countsOf(worker) };
}

/**
 * @param {() => number} random
 * @param {{ counts: import('../lib/browser/faultyLab.mjs').DeviceCounts, milliseconds: number }} unbroken
 * @returns {Fault}
 */
function draw(random, { counts, milliseconds }) {
  /** @type {readonly [Fault['at'], number][]} */
  const moments = [
    ['millisecond', milliseconds],
    ['submit', counts.submit],
    ['allocation', counts.allocation],
    ['trial', TRIALS - 1],
  ];
  const [at, most] = moments[Math.floor(random() * moments.length)] ?? ['millisecond', milliseconds];
  return { kind: 'lost', at, count: 1 + Math.floor(random() * most) };
}

/** @param {import('playwright').Browser} browser @param {string} url */
async function open(browser, url) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  // The page keeps a checkpoint after every step.
  await page.addInitScript(() => localStorage.setItem('lora-lab.checkpoint-seconds', '0'));
  await watchTrainers(page);
  await page.goto(`${url}#${EXPERIMENT}`);
  await page.waitForFunction(() => 'loraLab' in window);
  return page;
}

/**
 * Runs everything, and notes on the way what the page counted as finished.
 * @param {Page} page
 */
async function run(page) {
  return page.evaluate(async (timeout) => {
    /** @type {Map<string, string>} */
    const finished = new Map();
    // Trials of an earlier run are dropped when this one begins.
    const before = new Set(window.loraLab.results()?.trials.map(({ id }) => id));
    const look = () => {
      for (const { id, status, losses } of window.loraLab.results()?.trials ?? [])
        if (status === 'done' && !before.has(id)) finished.set(id, JSON.stringify(losses));
    };
    const timer = setInterval(look, 20);
    try {
      const late = new Promise((_, reject) =>
        setTimeout(
          () => reject(new Error(`The run did not end: ${JSON.stringify(window.loraLab.state())}`)),
          timeout,
        ),
      );
      await Promise.race([window.loraLab.run(), late]);
    } finally {
      clearInterval(timer);
    }
    const results = window.loraLab.results();
    if (!results) throw new Error('There are no results.');
    return { results, finished: [...finished] };
  }, 5 * MINUTE);
}

/**
 * @param {{ results: ResultsFile, finished: [string, string][] }} broken
 * @param {{ results: ResultsFile }} whole
 * @returns {string[]}
 */
function differences({ results: { trials }, finished }, whole) {
  const kept = new Map(trials.map(({ id, losses }) => [id, JSON.stringify(losses)]));
  const lost = finished
    .filter(([id, losses]) => kept.get(id) !== losses)
    .map(([id]) => `finished trial ${id} is lost`);
  const other = whole.results.trials
    .filter((trial, i) => !sameTrial(trials[i], trial))
    .map((trial) => `${trialName(trial)} is not what it is in an unbroken run`);
  return [...lost, ...other];
}
