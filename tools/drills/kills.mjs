/**
 * @file Kills the trainer's worker, the page, or the whole browser in the middle of a run. Afterwards every finished trial must
 * be there, Continue must be offered, and every trial must end with the bits of one that nothing interrupted.
 */
import { COMMON_FLAGS, HARDWARE_FLAG_SETS, SOFTWARE_FLAGS } from '../lib/browser/chromium.mjs';
import { KillableBrowser } from '../lib/browser/killableBrowser.mjs';
import { messageOf } from '../lib/process.mjs';
import { forgetRestored, look, lookUntil, watchWorker } from '../lib/browser/watchedRun.mjs';

/**
 * @typedef {import('../drill.mjs').Drill} Drill
 * @typedef {import('../drill.mjs').Outcome} Outcome
 * @typedef {import('../lib/browser/watchedRun.mjs').Seen} Seen
 * @typedef {import('../../src/results/results').TrialRecord} TrialRecord
 * @typedef {import('playwright').Page} Page
 * @typedef {'worker' | 'page' | 'browser'} Kind
 * @typedef {'any time' | 'loading' | 'evaluating' | 'trial end'} Moment
 */

const TRIALS = 3;
const STEPS = 30;
/** Has few kernels to compile, so that most of the time is training and 200 kills take minutes. */
const FRAGMENT =
  'model=roberta-mini&data=review-sentences&scenario=head:classifier' +
  `&trials=${TRIALS}&steps=${STEPS}&batch=4&rows=32&validation=32&length=8&evaluate=10`;

/** @type {readonly Kind[]} */
const KINDS = ['worker', 'page', 'browser'];
/** @type {readonly Moment[]} */
const MOMENTS = ['any time', 'any time', 'any time', 'loading', 'evaluating', 'trial end'];

/** Compiling takes long on a busy machine. */
const PATIENCE_MS = 120_000;
/** Time within which an opened page shows what is stored. */
const SHOWN_MS = 15_000;
/** What the page has had for longer than this is on the disk; before that it may still be on its way. */
const SURELY_KEPT_MS = 1000;

/** Picks what must be the same to the last bit. @param {TrialRecord} record */
const outcomeOf = ({ losses, evaluations, accuracy, validationLoss }) =>
  JSON.stringify({ losses, evaluations, accuracy, validationLoss });

/** @param {Page} page @returns {Promise<TrialRecord[]>} */
const doneTrials = (page) =>
  page.evaluate(() => (window.loraLab.results()?.trials ?? []).filter(({ status }) => status === 'done'));

class Kills {
  /** @type {Record<Kind | Moment, number>} */
  counts = { worker: 0, page: 0, browser: 0, 'any time': 0, loading: 0, evaluating: 0, 'trial end': 0 };
  /** @type {string[]} */
  failures = [];
  /** For each resumed trial, the steps that were done twice. @type {number[]} */
  repeated = [];
  /** How long the page took to notice that its worker was gone, in ms. @type {number[]} */
  noticedIn = [];
  kills = 0;
  runs = 0;
  finished = { before: 0, lost: 0 };
  trials = { ended: 0, resumed: 0, resumedEqual: 0, toldTwice: 0, anew: 0 };
  /** Outcomes of trials that nothing broke, by seed. @type {Map<number, string>} */
  #unbroken = new Map();
  #unbrokenMs = 0;
  /** What is left of the three kinds: each comes as often as the others. @type {Kind[]} */
  #kinds = [];
  /** @type {import('playwright').BrowserContext | null} */
  #context = null;

  /** @param {Drill} given */
  constructor(given) {
    this.given = given;
    const flags = given.software ? SOFTWARE_FLAGS : (HARDWARE_FLAG_SETS[0] ?? []);
    this.browser = new KillableBrowser(given.executablePath, [...COMMON_FLAGS, ...flags]);
  }

  /** Runs all rounds. It stops early at a failure from which it cannot go on. */
  async perform() {
    try {
      await this.#breakAll();
    } catch (error) {
      this.#fail(`the drill had to stop: ${messageOf(error)}`);
    }
  }

  async #breakAll() {
    let page = await this.#open();
    page = await this.#measureUnbroken(page);
    while (this.kills < this.given.runs) page = await this.#brokenRun(page);
  }

  /** @param {string} what */
  #fail(what) {
    this.failures.push(`kill ${this.kills}: ${what}`);
    this.given.log(`  not survived: ${what}`);
  }

  /** @returns {Promise<Page>} the lab with the experiment, in a browser that is started if there is none */
  async #open() {
    if (!this.#context) {
      this.#context = await this.browser.start();
      await this.#context.addInitScript(watchWorker);
    }
    const page = await this.#context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', ({ message }) => this.#fail(`the page reported an error: ${message}`));
    await page.goto(`${this.given.url}#${FRAGMENT}`);
    await page.waitForFunction(() => 'loraLab' in window);
    return page;
  }

  /** @param {Page} page @returns {Promise<Page>} the lab without results of earlier runs */
  async #openEmpty(page) {
    const { origin } = new URL(page.url());
    await page.goto('about:blank');
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
    await session.detach();
    await page.close();
    return this.#open();
  }

  /** @param {Page} page @returns {Promise<Page>} */
  async #measureUnbroken(page) {
    const began = Date.now();
    await page.getByTestId('run-button').click();
    await lookUntil(page, ({ running, finished }) => !running && finished.length > 0, PATIENCE_MS);
    this.#unbrokenMs = Date.now() - began;
    for (const record of await doneTrials(page)) this.#unbroken.set(record.seed, outcomeOf(record));
    if (this.#unbroken.size !== TRIALS) throw new Error('The unbroken run did not come to its end.');
    this.given.log(
      `unbroken: ${TRIALS} trials of ${STEPS} steps in ${(this.#unbrokenMs / 1000).toFixed(1)} s`,
    );
    return page;
  }

  /**
   * Begins with nothing stored, presses Run, and interrupts that run until it ends.
   * @param {Page} first
   * @returns {Promise<Page>}
   */
  async #brokenRun(first) {
    let page = await this.#openEmpty(first);
    /** Positions of trials that resumed where they had been interrupted. @type {Set<number>} */
    const resumed = new Set();
    await page.getByTestId('run-button').click();
    while (this.kills < this.given.runs) {
      const moment = MOMENTS[Math.floor(this.given.random() * MOMENTS.length)] ?? 'any time';
      if (!(await this.#reach(page, moment))) break;
      await forgetRestored(page);
      const before = await look(page);
      if (!before.running) break;
      const kind = this.#drawKind();
      this.kills++;
      this.counts[kind]++;
      this.counts[moment]++;
      this.finished.before += before.finished.length;
      page = await this.#kill(kind, page);
      const went = kind === 'worker' ? await this.#watchGoingOn(page) : await this.#continue(page, before);
      const at = await this.#checkStep(page, before, went);
      if (at !== null) resumed.add(before.finished.length);
      const where = before.steps === null ? '' : ` at step ${before.steps}, went on at ${at ?? 'the start'}`;
      this.given.log(
        `${this.kills}: ${kind} (${moment}) while ${before.phase}, ${before.finished.length} finished${where}`,
      );
      if (!went) break;
    }
    const { seen, isSo } = await lookUntil(page, ({ running }) => !running, PATIENCE_MS);
    if (!isSo) throw new Error(`The run did not come to its end: ${JSON.stringify(seen)}`);
    await this.#compare(page, resumed);
    this.runs++;
    return page;
  }

  /** @returns {Kind} */
  #drawKind() {
    if (this.#kinds.length === 0) this.#kinds = [...KINDS];
    const [kind] = this.#kinds.splice(Math.floor(this.given.random() * this.#kinds.length), 1);
    return kind ?? 'page';
  }

  /** Waits for the moment to break the run. @param {Page} page @param {Moment} moment @returns {Promise<boolean>} false if the run ended */
  async #reach(page, moment) {
    const patience = moment === 'any time' ? this.given.random() * this.#unbrokenMs * 0.5 : PATIENCE_MS;
    const { finished } = await look(page);
    /** @type {Record<Moment, (seen: Seen) => boolean>} */
    const isNow = {
      'any time': () => false,
      loading: ({ phase }) => phase === 'loading' || phase === 'compiling',
      evaluating: ({ phase }) => phase === 'evaluating',
      'trial end': (seen) => seen.finished.length > finished.length,
    };
    const { seen } = await lookUntil(page, (seen) => !seen.running || isNow[moment](seen), patience);
    return seen.running;
  }

  /** @param {Kind} kind @param {Page} page @returns {Promise<Page>} the page that shows what is left */
  async #kill(kind, page) {
    if (kind === 'worker') {
      // A worker that ends itself sends the page no message, as when a browser ends one because memory is short.
      for (const worker of page.workers()) await worker.evaluate(() => self.close()).catch(() => undefined);
      return page;
    }
    if (kind === 'page') await page.close();
    if (kind === 'browser') {
      await this.browser.kill();
      this.#context = null;
    }
    return this.#open();
  }

  /**
   * Checks that the page notices that its worker is gone and goes on with another, or says that this was the second loss in
   * one trial.
   * @param {Page} page
   * @returns {Promise<boolean>} whether a run goes on
   */
  async #watchGoingOn(page) {
    const began = Date.now();
    const noticed = await lookUntil(page, ({ running, phase }) => !running || phase === null, SHOWN_MS);
    if (!noticed.isSo) throw new Error('The page did not notice that its worker was gone.');
    this.noticedIn.push(Date.now() - began);
    if (noticed.seen.running) {
      await lookUntil(page, ({ running, phase }) => !running || phase !== null, PATIENCE_MS);
      return true;
    }
    if (noticed.seen.error === null) return false;
    this.trials.toldTwice++;
    await page.getByTestId('continue-button').or(page.getByTestId('run-button')).first().click();
    return true;
  }

  /**
   * Checks that what had been finished is there, and that Continue is offered for the rest.
   * @param {Page} page
   * @param {Seen} before
   * @returns {Promise<boolean>} whether a run goes on
   */
  async #continue(page, before) {
    const isThere = (/** @type {Seen} */ seen) => before.finished.every((id) => seen.finished.includes(id));
    const { seen, isSo } = await lookUntil(page, isThere, SHOWN_MS);
    const lost = before.finished.filter((id) => !seen.finished.includes(id));
    this.finished.lost += lost.length;
    if (!isSo) this.#fail(`${lost.length} finished trials are lost`);
    if (seen.finished.length === TRIALS) return false;
    const kept = before.finished.length > 0 || (before.handedMs ?? 0) > SURELY_KEPT_MS;
    const button = page.getByTestId('continue-button');
    if (kept) await button.waitFor({ timeout: SHOWN_MS }).catch(() => this.#fail('Continue is not offered'));
    if (await button.isVisible()) await button.click();
    else await page.getByTestId('run-button').click();
    return true;
  }

  /**
   * Finds the step at which the interrupted trial resumes.
   * @param {Page} page
   * @param {Seen} before
   * @param {boolean} went
   * @returns {Promise<number | null>} null if the trial begins again, or none was interrupted
   */
  async #checkStep(page, { steps, handedMs }, went) {
    if (steps === null || !went) return null;
    const { seen } = await lookUntil(
      page,
      ({ running, restored, steps: now, phase }) =>
        !running || restored !== null || (now !== null && now < steps && phase === 'training'),
      PATIENCE_MS,
    );
    if (seen.restored !== null) this.repeated.push(Math.max(0, steps - seen.restored));
    else this.trials.anew++;
    if (seen.restored === null && (handedMs ?? 0) > SURELY_KEPT_MS)
      this.#fail(`a trial broken at step ${steps}, with a checkpoint, began anew`);
    return seen.restored;
  }

  /** @param {Page} page @param {ReadonlySet<number>} resumed */
  async #compare(page, resumed) {
    const records = await doneTrials(page);
    if (records.length !== TRIALS) this.#fail(`the run ended with ${records.length} of ${TRIALS} trials`);
    for (const [place, record] of records.entries()) {
      const isEqual = this.#unbroken.get(record.seed) === outcomeOf(record);
      if (!isEqual) this.#fail(`the trial of seed ${record.seed} ended otherwise than unbroken`);
      this.trials.ended++;
      if (!resumed.has(place)) continue;
      this.trials.resumed++;
      if (isEqual) this.trials.resumedEqual++;
    }
  }
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** @param {Drill} given @returns {Promise<Outcome>} */
export async function drill(given) {
  const kills = new Kills(given);
  try {
    await kills.perform();
  } finally {
    await kills.browser.remove();
  }
  const { counts, trials, repeated, noticedIn, failures } = kills;
  const list = (/** @type {readonly (Kind | Moment)[]} */ names) =>
    [...new Set(names)].map((name) => `${counts[name]} ${name}`).join(', ');
  return {
    figures: [
      `${kills.kills} kills in ${kills.runs} runs of ${TRIALS} trials: ${list(KINDS)}`,
      `moments: ${list(MOMENTS)}`,
      `finished trials that stood at a kill: ${kills.finished.before}; lost: ${kills.finished.lost}`,
      `trials that ended: ${trials.ended}; of those broken off and resumed, ${trials.resumedEqual} of ${trials.resumed} equal the unbroken`,
      `resumed ${repeated.length} times; steps done twice ${mean(repeated).toFixed(2)} on average, ${Math.max(0, ...repeated)} at most; began anew before a checkpoint was kept: ${trials.anew}`,
      `a worker's end was noticed in ${mean(noticedIn).toFixed(0)} ms on average, ${Math.max(0, ...noticedIn)} at most; told as a second loss in one trial: ${trials.toldTwice}`,
    ],
    failures,
  };
}
