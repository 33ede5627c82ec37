/**
 * @file The device is lost at a drawn moment of a run: while loading, in a trial, between two. The run must go on by itself,
 * nothing that was finished may be lost, and every trial must end with the bits of an unbroken run.
 */
import { chromium } from 'playwright';
import { COMMON_FLAGS, SOFTWARE_FLAGS } from '../lib/browser.mjs';
import { countsOf, failNextRun, sameTrial, trialName, watchTrainer } from '../lib/faultyLab.mjs';

/**
 * @typedef {import('../drill.mjs').Drill} Drill
 * @typedef {import('../drill.mjs').Outcome} Outcome
 * @typedef {import('../lib/faultyLab.mjs').Fault} Fault
 * @typedef {import('../../src/experiment/results').ResultsFile} ResultsFile
 * @typedef {import('playwright').Page} Page
 */

const EXPERIMENT =
  'model=roberta-mini&data=review-sentences&scenario=short:classifier.steps6&scenario=long:classifier' +
  '&trials=2&steps=10&batch=4&rows=16&validation=8&length=8&evaluate=4';
const TRIALS = 4;
const MINUTE = 60_000;
/** One round in so many the browser's GPU process crashes, instead of the device being destroyed. */
const CRASH_EVERY = 10;

/** @param {Drill} given @returns {Promise<Outcome>} */
export async function drill({ url, executablePath, runs, random, log }) {
  // Where a real GPU is shared with a person, it would have to be lost for them as well.
  const launch = () => chromium.launch({ executablePath, args: [...COMMON_FLAGS, ...SOFTWARE_FLAGS] });
  let browser = await launch();
  /** @type {string[]} */
  const failures = [];
  const told = new Map([
    ['in a trial, which went on from its checkpoint', 0],
    ['in a trial, which began anew', 0],
    ['before a trial: while loading or between two', 0],
    ['not at all: the run was over', 0],
  ]);
  /** @param {string} key */
  const count = (key) => told.set(key, (told.get(key) ?? 0) + 1);
  let crashes = 0;
  try {
    const unbroken = await open(browser, url);
    await failNextRun(unbroken.worker, null);
    const begun = Date.now();
    const whole = await run(unbroken.page);
    const milliseconds = Date.now() - begun;
    const total = await countsOf(unbroken.worker);
    await unbroken.page.context().close();
    log(`unbroken: ${milliseconds} ms, ${total.allocation} allocations, ${total.submit} submits`);

    for (let round = 1; round <= runs; round++) {
      const crash = random() < 1 / CRASH_EVERY;
      /** @type {Fault} */
      const fault = draw(random, total, milliseconds);
      const { page, worker } = await open(browser, url);
      const name = crash ? `GPU process crashed after ${fault.count} ms` : `${fault.at} ${fault.count}`;
      try {
        if (!crash) await failNextRun(worker, fault);
        const running = run(page);
        if (crash) {
          crashes++;
          await page.waitForTimeout(random() * milliseconds);
          const session = await browser.newBrowserCDPSession();
          await session.send(/** @type {any} */ ('Browser.crashGpuProcess'));
        }
        const broken = await running;
        const notices = await page.getByTestId('notice').allInnerTexts();
        const words = notices.find((text) => text.includes('The GPU device was lost')) ?? '';
        count(
          words.includes('goes on at step')
            ? 'in a trial, which went on from its checkpoint'
            : words.includes('begins anew')
              ? 'in a trial, which began anew'
              : words === ''
                ? 'not at all: the run was over'
                : 'before a trial: while loading or between two',
        );
        const wrong = differences(broken, whole);
        failures.push(...wrong.map((what) => `round ${round} (${name}): ${what}`));
        log(`${round}: ${name}: ${/The GPU device was lost[^\n]*/.exec(words)?.[0] ?? 'the run was over'}`);
      } catch (error) {
        failures.push(`round ${round} (${name}): ${error instanceof Error ? error.message : String(error)}`);
        log(failures.at(-1) ?? '');
      }
      await page.context().close();
      if (crash) {
        // After some crashes Chromium does without a GPU process.
        await browser.close();
        browser = await launch();
      }
    }
  } finally {
    await browser.close();
  }
  return {
    figures: [
      ...[...told].map(([where, times]) => `lost ${where}: ${times}`),
      `of these by a crash of the GPU process: ${crashes}`,
    ],
    failures,
  };
}

/**
 * @param {() => number} random
 * @param {import('../lib/faultyLab.mjs').DeviceCounts} total @param {number} milliseconds of an unbroken run
 * @returns {Fault}
 */
function draw(random, total, milliseconds) {
  /** @type {readonly [Fault['at'], number][]} */
  const moments = [
    ['millisecond', milliseconds],
    ['submit', total.submit],
    ['allocation', total.allocation],
    ['trial', TRIALS - 1],
  ];
  const [at, most] = moments[Math.floor(random() * moments.length)] ?? ['millisecond', milliseconds];
  return { kind: 'lost', at, count: 1 + Math.floor(random() * most) };
}

/** @param {import('playwright').Browser} browser @param {string} url */
async function open(browser, url) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  // A checkpoint after every step.
  await page.addInitScript(() => localStorage.setItem('lora-lab.checkpoint-seconds', '0'));
  await page.goto(`${url}#${EXPERIMENT}`);
  await page.waitForFunction(() => 'loraLab' in window);
  return { page, worker: await watchTrainer(page) };
}

/**
 * Runs everything, and notes what the page had as finished on the way.
 * @param {Page} page
 */
async function run(page) {
  return page.evaluate(async (timeout) => {
    /** @type {Map<string, string>} */
    const finished = new Map();
    const look = () => {
      for (const { id, status, losses } of window.loraLab.results()?.trials ?? [])
        if (status === 'done') finished.set(id, JSON.stringify(losses));
    };
    const timer = setInterval(look, 20);
    try {
      const late = new Promise((_, reject) =>
        setTimeout(() => reject(new Error('The run did not end.')), timeout),
      );
      await Promise.race([window.loraLab.run(), late]);
    } finally {
      clearInterval(timer);
    }
    const results = window.loraLab.results();
    if (!results) throw new Error('There are no results.');
    return { results, finished: [...finished] };
  }, MINUTE);
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
