/**
 * @file At a randomly chosen allocation of a run, the device has no room for the buffer. The trial that asked for it must fail
 * with a message, give all its memory back, and leave the other trials with the bits of an undisturbed run.
 */
import { SOFTWARE_FLAGS } from '../lib/browser/chromium.mjs';
import { countsOf, failNextRun, sameTrial, trialName, watchTrainer } from '../lib/browser/faultyLab.mjs';
import { launchBrowser } from '../lib/browser/launchBrowser.mjs';

/**
 * @typedef {import('../drill.mjs').Drill} Drill
 * @typedef {import('../drill.mjs').Outcome} Outcome
 * @typedef {import('../lib/browser/faultyLab.mjs').DeviceCounts} DeviceCounts
 * @typedef {import('../../src/results/results').ResultsFile} ResultsFile
 */

const EXPERIMENT =
  'model=roberta-mini&data=review-sentences&scenario=short:classifier.steps4&scenario=long:classifier.int8' +
  '&trials=2&steps=8&batch=4&rows=16&validation=8&length=8&evaluate=4';
/** One round in this many begins with a new page, where kernels and their uniforms are made as well. */
const PAGE_EVERY = 5;
/** What the failed trial must say: what is missing, and what to change. */
const WORDS = /no memory left for this trial.*smaller batch, shorter sequences, gradient checkpointing/;

/** @param {Drill} given @returns {Promise<Outcome>} */
export async function drill({ url, executablePath, runs, random, log }) {
  // Only of the software adapter is it known that the largest buffer finds no room.
  const browser = await launchBrowser(executablePath, SOFTWARE_FLAGS);
  /** @type {string[]} */
  const failures = [];
  const counted = { failed: 0, unread: 0, missed: 0 };
  try {
    let page = await open(browser, url);
    const cold = await run(page, null);
    const warm = await run(page, null);
    log(`undisturbed: ${cold.counts.allocation} allocations, then ${warm.counts.allocation}`);

    for (let round = 1; round <= runs; round++) {
      const fresh = random() < 1 / PAGE_EVERY;
      if (fresh) {
        await page.context().close();
        page = await open(browser, url);
      }
      const count = 1 + Math.floor(random() * (fresh ? cold : warm).counts.allocation);
      const { results, counts } = await run(page, { kind: 'memory', at: 'allocation', count });
      const failed = results.trials.filter(({ status }) => status === 'failed');
      counted[!counts.struck ? 'missed' : failed.length === 0 ? 'unread' : 'failed']++;
      const wrong = problems(results, counts, cold.results);
      const name = `${fresh ? 'new page, ' : ''}allocation ${count}`;
      failures.push(...wrong.map((what) => `round ${round} (${name}): ${what}`));
      log(
        `${round}: ${name}: ${failed.map(trialName).join(', ') || 'none'} failed` +
          `${wrong.length > 0 ? `: NOT SURVIVED: ${wrong.join('; ')}` : ''}`,
      );
    }
  } finally {
    await browser.close();
  }
  return {
    figures: [
      `one trial failed in words, and the others ended as ever: ${counted.failed}`,
      `only what a measured trial had trained could not be read back: ${counted.unread}`,
      `the run was over before: ${counted.missed}`,
    ],
    failures,
  };
}

/** @param {import('playwright').Browser} browser @param {string} url */
async function open(browser, url) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${url}#${EXPERIMENT}`);
  await page.waitForFunction(() => 'loraLab' in window);
  await watchTrainer(page);
  return page;
}

/** @param {import('playwright').Page} page @param {import('../lib/browser/faultyLab.mjs').Fault | null} fault */
async function run(page, fault) {
  const worker = await watchTrainer(page);
  await failNextRun(worker, fault);
  const results = await page.evaluate(() => {
    // The lab would refuse a trial that has found no room before.
    localStorage.removeItem('lora-lab.memory-full');
    return window.loraLab.run();
  });
  return { results, counts: await countsOf(worker) };
}

/**
 * @param {ResultsFile} results @param {DeviceCounts} counts of the run
 * @param {ResultsFile} whole undisturbed
 * @returns {string[]}
 */
function problems({ trials }, counts, whole) {
  const failed = trials.filter(({ status }) => status === 'failed');
  return [
    ...(failed.length > 1 ? [`${failed.length} trials failed`] : []),
    ...failed
      .filter(({ message }) => !WORDS.test(message ?? ''))
      .map((trial) => `${trialName(trial)} says: ${trial.message}`),
    ...counts.trials
      // Bytes are compared with those of a device on which nothing had run yet.
      .filter(({ status, bytes }) => status === 'failed' && bytes !== 0)
      .map(({ trial, bytes }) => `${bytes} bytes are left of trial ${trial}`),
    ...whole.trials
      .filter((trial, i) => trials[i]?.status !== 'failed' && !sameTrial(trials[i], trial))
      .map((trial) => `${trialName(trial)} is not what it is undisturbed`),
  ];
}
