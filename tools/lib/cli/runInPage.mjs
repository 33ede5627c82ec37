/** @file A run in the lab's page, watched from the command line until it ends, is cancelled, or its time is up. */
import { messageOf } from '../process.mjs';
import { createProgressBar } from './progressBar.mjs';

/**
 * @typedef {import('../../../src/results/results').ResultsFile} ResultsFile
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 * @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'timeout' | null} Stopped what ended the run before its own end
 * @typedef {Awaited<ReturnType<typeof import('../browser/labPage.mjs').openLab>>} Lab
 *
 * @typedef {object} Ended
 * @property {ResultsFile | null} results null if no trial has finished
 * @property {string | null} dataNote
 * @property {Stopped} stopped
 * @property {string | null} problem why the run could not go on
 */

/** The exit statuses that shells give to these signals. A run that one of them ends keeps what is finished. */
export const STATUS_OF = Object.freeze({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });
const POLL_MS = 500;
/** A cancelled run ends at its next step; one whose page is lost never does. */
const CANCEL_GRACE_MS = 60_000;
/** When a browser ends, requests to it fail a moment before Playwright reports that it has ended. */
const TELLING_MS = 1000;
/** Both npm and the terminal pass one Ctrl-C on: a second signal that comes sooner than this is the same press. */
const SAME_PRESS_MS = 1000;

/**
 * Ends the listening of the run before. Its listeners outlive it, because what follows a run must not leave the browser
 * behind either; but the next run has its own.
 */
let stopListening = () => {};

/** @param {number} ms @returns {Promise<null>} */
const sleep = (ms) => new Promise((settle) => setTimeout(settle, ms, null).unref());

/**
 * Cancels the run when its time is up, or at Ctrl-C and its like; a second Ctrl-C ends this process.
 * @param {Lab['page']} page
 * @param {{ over: Promise<null>, minutes: number, beforeWords: () => void }} run `over` when the run has ended by itself;
 *   `beforeWords` is called before something is printed
 */
function stopWhenAsked(page, { over, minutes, beforeWords }) {
  /** @type {Stopped} */
  let stopped = null;
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
  /** @param {keyof typeof STATUS_OF} signal */
  const onSignal = (signal) => {
    const again = performance.now() - pressedAt > SAME_PRESS_MS;
    if (stopped !== null && stopped !== 'timeout' && again) process.exit(STATUS_OF[signal]);
    pressedAt = performance.now();
    beforeWords();
    console.error('Cancelling; Ctrl-C again to leave at once.');
    stop(signal);
  };
  stopListening();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  stopListening = () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  // A terminal that has gone takes no more words; the results are written all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const timer = minutes < Infinity ? setTimeout(() => stop('timeout'), minutes * 60_000) : undefined;
  return { cancelled, reason: () => stopped, forget: () => clearTimeout(timer) };
}

/**
 * Starts the run, shows how far it is, and stops it on Ctrl-C or when its time is up.
 * @param {Lab} lab
 * @param {{ backend: BackendName | null, minutes: number, quiet: boolean, which?: 'all' | 'missing' }} options
 * @param {(results: ResultsFile) => void} keep called with every finished trial: the page may not live to the end
 * @returns {Promise<Ended>}
 */
export async function runInPage({ page, lost }, { backend, minutes, quiet, which = 'all' }, keep) {
  const bar = createProgressBar(process.stderr);
  const run = page.evaluate((asked) => window.loraLab.run(asked), { backend, which });
  const over = run.then(
    () => null,
    () => null,
  );
  const stopping = stopWhenAsked(page, { over, minutes, beforeWords: () => bar.clear() });

  /** @type {ResultsFile | null} */
  let results = null;
  /** @type {string | null} */
  let dataNote = null;
  let trialsDone = 0;
  const look = async () => {
    const state = await page.evaluate(() => window.loraLab.state());
    dataNote = state.dataNote;
    if (state.running && !quiet) bar.show(state);
    if (state.trialsDone === trialsDone) return;
    trialsDone = state.trialsDone;
    results = await page.evaluate(() => window.loraLab.results());
    if (results !== null) keep(results);
  };
  // What fails in one look is done by the next one, or reported at the end.
  const poll = setInterval(() => void look().catch(() => undefined), POLL_MS);
  try {
    // A run that could not go on leaves what it had finished.
    const problem = await Promise.race([run.then(() => null, messageOf), lost, stopping.cancelled]);
    results = await page.evaluate(() => window.loraLab.results());
    ({ dataNote } = await page.evaluate(() => window.loraLab.state()));
    return { results, dataNote, stopped: stopping.reason(), problem };
  } catch (error) {
    // The page is gone; what was read out of it before is not.
    const reason = await Promise.race([lost.catch(messageOf), sleep(TELLING_MS)]);
    return { results, dataNote, stopped: stopping.reason(), problem: reason ?? messageOf(error) };
  } finally {
    clearInterval(poll);
    stopping.forget();
    bar.clear();
  }
}
