/** @file A run as it looks from outside its page: through the page's interface for programs, and the messages of its worker. */
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {import('playwright').Page} Page
 *
 * @typedef {object} Told
 * @property {number | null} steps that the trial under way has done; null if none is training
 * @property {number | null} restored the step at which a worker resumed a trial; null if none has yet
 * @property {number | null} handedMs for how long the page has had a checkpoint of the trial under way; null if it has none
 *
 * @typedef {object} State
 * @property {boolean} running
 * @property {string | null} phase
 * @property {string | null} error
 * @property {readonly string[]} finished ids of the records of finished trials
 *
 * @typedef {State & Told} Seen
 */

const POLL_MS = 10;

/** Runs in the page before its own scripts: makes it keep a checkpoint after every step, and notes the worker's messages. */
export function watchWorker() {
  localStorage.setItem('lora-lab.checkpoint-seconds', '0');
  const told = {
    steps: /** @type {number | null} */ (null),
    restored: /** @type {number | null} */ (null),
    handedAt: /** @type {number | null} */ (null),
    get handedMs() {
      return this.handedAt === null ? null : performance.now() - this.handedAt;
    },
  };
  Object.assign(window, { drill: told });
  const { set } = /** @type {Required<PropertyDescriptor>} */ (
    Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage')
  );
  Object.defineProperty(Worker.prototype, 'onmessage', {
    /** @this {Worker} @param {(event: MessageEvent) => void} listener */
    set(listener) {
      set.call(this, (/** @type {MessageEvent} */ event) => {
        const { type, losses } = event.data;
        if (type === 'restored') told.restored = told.steps = losses.length;
        if (type === 'steps') told.steps = losses.at(-1).step + 1;
        if (type === 'checkpoint') told.handedAt ??= performance.now();
        if (type === 'trialDone') told.steps = told.handedAt = null;
        listener(event);
      });
    },
  });
}

/** @param {Page} page @returns {Promise<Seen>} */
export const look = (page) =>
  page.evaluate(() => {
    const { running, phase, error } = window.loraLab.state();
    const trials = window.loraLab.results()?.trials ?? [];
    const finished = trials.filter(({ status }) => status === 'done').map(({ id }) => id);
    const { drill } = /** @type {{ drill: Told }} */ (/** @type {unknown} */ (window));
    return { running, phase, error: error?.message ?? null, finished, ...drill };
  });

/** A worker that resumes a trial from now on is reported as `restored`. @param {Page} page */
export const forgetRestored = (page) =>
  page.evaluate(() => {
    /** @type {{ drill: { restored: number | null } }} */ (/** @type {unknown} */ (window)).drill.restored =
      null;
  });

/**
 * Looks again until the condition holds.
 * @param {Page} page
 * @param {(seen: Seen) => boolean} isSo
 * @param {number} patience milliseconds
 * @returns {Promise<{ seen: Seen, isSo: boolean }>} what was seen last, and whether it came to that
 */
export async function lookUntil(page, isSo, patience) {
  const end = Date.now() + patience;
  for (;;) {
    const seen = await look(page);
    if (isSo(seen)) return { seen, isSo: true };
    if (Date.now() > end) return { seen, isSo: false };
    await wait(POLL_MS);
  }
}
