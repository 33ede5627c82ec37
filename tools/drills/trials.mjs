/**
 * @file Thousands of short trials in one page, many to a run, each run with seeds of its own. What the page, its worker and the
 * device hold between runs must stop growing, except for what is kept of each trial by design.
 */
import { launchBest, pageMessage, watchedPage } from '../lib/browser/labPage.mjs';
import { gpuProcessBytes, watchHeaps } from '../lib/browser/heapWatch.mjs';

/** Two scenarios of two steps each: the cheapest, and one with adapters in a low layer. */
const SCENARIOS = 2;
const EXPERIMENT =
  'model=roberta-mini&data=review-sentences&scenario=head:classifier&scenario=low:1.qv.r2' +
  '&steps=2&batch=4&rows=8&validation=8&length=8';
/** Trials of a run, unless that makes too few samples to fit a line through. */
const TRIALS_A_RUN = 100;
const FEWEST_RUNS = 8;

/** In memory a record takes at most this many times its JSON, because numbers and keys are objects there. */
const TIMES_JSON = 4;
/** Unexplained growth per trial that is allowed in the second half: too little to hide a leaked tensor, listener or node. */
const TOLERANCE = Object.freeze({
  page: 2048,
  worker: 2048,
  gpu: 0,
  buffers: 0,
  nodes: 0.2,
  listeners: 0.05,
});

/** @typedef {import('../lib/browser/heapWatch.mjs').Held & { trials: number, processBytes: number | null }} Sample */

/**
 * The slope of the least-squares line through the points.
 * @param {readonly Sample[]} samples @param {(sample: Sample) => number} value
 */
function growthPerTrial(samples, value) {
  const mean = (/** @type {readonly number[]} */ all) =>
    all.reduce((sum, each) => sum + each, 0) / all.length;
  const [x, y] = [mean(samples.map(({ trials }) => trials)), mean(samples.map(value))];
  const above = samples.reduce((sum, sample) => sum + (sample.trials - x) * (value(sample) - y), 0);
  return above / samples.reduce((sum, { trials }) => sum + (trials - x) ** 2, 0);
}

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/** @param {Sample} sample */
function line(sample) {
  const rss = sample.processBytes === null ? '' : `, GPU process ${megabytes(sample.processBytes)}`;
  return (
    `${sample.trials} trials: page ${megabytes(sample.pageBytes)}, worker ${megabytes(sample.workerBytes)}, ` +
    `device ${megabytes(sample.gpuBytes)} in ${sample.gpuBuffers} buffers, ${sample.nodes} nodes, ` +
    `${sample.listeners} listeners${rss}`
  );
}

/**
 * @param {import('playwright').Page} page
 * @param {number} seed the first
 * @param {number} seeds
 * @returns {Promise<{ jsonBytes: number, trainedBytes: number }>} of a trial, on average
 */
async function runOnce(page, seed, seeds) {
  await page.evaluate((hash) => (location.hash = hash), `${EXPERIMENT}&trials=${seeds}&seed=${seed}`);
  await page.waitForFunction((wanted) => window.loraLab.experiment().firstSeed === wanted, seed);
  const { json, trained, states } = await page.evaluate(async () => {
    const { trials } = await window.loraLab.run();
    return {
      json: trials.reduce((sum, trial) => sum + JSON.stringify(trial).length, 0),
      trained: trials.reduce((sum, trial) => sum + 4 * trial.trainableParameters, 0),
      states: trials.map(({ status }) => String(status)),
    };
  });
  const wanted = SCENARIOS * seeds;
  if (states.length !== wanted || states.some((state) => state !== 'done'))
    throw new Error(`Of ${wanted} trials ${states.filter((state) => state === 'done').length} are done.`);
  return { jsonBytes: json / wanted, trainedBytes: trained / wanted };
}

/** @param {import('../drill.mjs').Drill} given @returns {Promise<import('../drill.mjs').Outcome>} */
export async function drill({ url, executablePath, software, runs, log }) {
  const seeds = Math.max(1, Math.floor(Math.min(TRIALS_A_RUN, runs / FEWEST_RUNS) / SCENARIOS));
  const browser = await launchBest({ executablePath, quietUrl: new URL('favicon.svg', url).href, software });
  try {
    const { page, lost } = await watchedPage(browser);
    const heaps = await watchHeaps(page);
    await page.goto(`${url}#${EXPERIMENT}&trials=${seeds}`);
    await page.waitForFunction(() => 'loraLab' in window && window.loraLab.state().environment !== null);
    /** @type {Sample[]} */
    const samples = [];
    let kept = { jsonBytes: 0, trainedBytes: 0 };
    for (let trials = 0; trials < runs;) {
      // The seeds are new, because records of a seed that has run would be there already.
      kept = await Promise.race([runOnce(page, 1 + trials, seeds), lost]);
      trials += SCENARIOS * seeds;
      const sample = { ...(await heaps.read()), trials, processBytes: await gpuProcessBytes(browser) };
      samples.push(sample);
      log(line(sample));
    }
    const where = await page.evaluate(() => window.loraLab.state().environment);
    return judge(samples, kept, `${where?.backend ?? 'nothing'} on ${where?.device ?? 'no device'}`);
  } catch (error) {
    return { figures: [], failures: [pageMessage(error)] };
  } finally {
    await browser.close();
  }
}

/**
 * @param {readonly Sample[]} samples
 * @param {{ jsonBytes: number, trainedBytes: number }} kept
 * @param {string} where backend and device
 */
function judge(samples, { jsonBytes, trainedBytes }, where) {
  const half = samples.slice(Math.floor(samples.length / 2));
  const rows = [
    {
      what: 'page, bytes',
      grown: growthPerTrial(half, (s) => s.pageBytes),
      most: TIMES_JSON * jsonBytes + TOLERANCE.page,
    },
    {
      what: 'worker, bytes',
      grown: growthPerTrial(half, (s) => s.workerBytes),
      most: trainedBytes + TOLERANCE.worker,
    },
    { what: 'device, bytes', grown: growthPerTrial(half, (s) => s.gpuBytes), most: TOLERANCE.gpu },
    { what: 'device, buffers', grown: growthPerTrial(half, (s) => s.gpuBuffers), most: TOLERANCE.buffers },
    { what: 'DOM, nodes', grown: growthPerTrial(half, (s) => s.nodes), most: TOLERANCE.nodes },
    { what: 'DOM, listeners', grown: growthPerTrial(half, (s) => s.listeners), most: TOLERANCE.listeners },
  ];
  return {
    figures: [
      where,
      `a record is ${jsonBytes.toFixed(0)} bytes of JSON, what its trial trained ${trainedBytes.toFixed(0)} bytes`,
      ...rows.map(
        ({ what, grown, most }) =>
          `${what}: ${grown.toFixed(2)} more a trial in the second half, at most ${most.toFixed(2)}`,
      ),
    ],
    failures: [
      // That nothing grew proves nothing if no buffer was seen.
      ...(samples.some(({ gpuBuffers }) => gpuBuffers > 0)
        ? []
        : [`no buffer was seen on a device (${where})`]),
      ...rows
        .filter(({ grown, most }) => !(grown <= most))
        .map(
          ({ what, grown, most }) =>
            `${what}: grows by ${grown.toFixed(2)} a trial, more than ${most.toFixed(2)}`,
        ),
    ],
  };
}
