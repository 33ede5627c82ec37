/** @file A page of the lab whose device fails at the point that a test names. */
import { installDeviceFaults } from './deviceFaults.mjs';
import { beginTrainersWith } from './trainerScript.mjs';

/**
 * @typedef {import('./deviceFaults.mjs').Fault} Fault
 * @typedef {import('./deviceFaults.mjs').DeviceCounts} DeviceCounts
 * @typedef {import('playwright').Page} Page
 * @typedef {import('playwright').Worker} Worker
 * @typedef {import('../../../src/results/results').TrialRecord} TrialRecord
 */

/**
 * Watches every trainer of the page from its start, so that its device can also be lost before it is used.
 * @param {Page} page one that has not been opened yet
 * @param {() => Fault | null} [first] how a new trainer's device is to fail from its start
 */
export async function watchTrainers(page, first = () => null) {
  const install = `(${String(installDeviceFaults)})();`;
  await beginTrainersWith(page, () => `${install}deviceFaults.begin(${JSON.stringify(first())});`);
}

/**
 * The page's trainer, whose devices are watched from here on. It already has one by now, because the page asks for it early.
 * @param {Page} page one that has been opened
 * @returns {Promise<Worker>}
 */
export async function watchTrainer(page) {
  await page.waitForFunction(() => 'loraLab' in window && window.loraLab.state().environment !== null);
  const worker = page.workers().at(-1);
  if (!worker) throw new Error('The page has no worker.');
  await worker.evaluate(installDeviceFaults);
  return worker;
}

/**
 * Makes the next run of the trainer fail in this way; with null it only counts.
 * @param {Worker} worker @param {Fault | null} fault
 */
export async function failNextRun(worker, fault) {
  await worker.evaluate((next) => {
    /** @type {any} */ (globalThis).deviceFaults.beginWithRun(next);
  }, fault);
}

/**
 * Makes the device fail in this way, counting from now on; with null it only counts.
 * @param {Worker} worker @param {Fault | null} fault
 */
export async function beginFault(worker, fault) {
  await worker.evaluate((next) => {
    /** @type {any} */ (globalThis).deviceFaults.begin(next);
  }, fault);
}

/** @param {Worker} worker @returns {Promise<DeviceCounts>} */
export async function countsOf(worker) {
  return worker.evaluate(() => /** @type {any} */ (globalThis).deviceFaults.counts);
}

/**
 * Whether two trials are the same to the last bit, except for times and devices.
 * @param {TrialRecord | undefined} a @param {TrialRecord | undefined} b
 */
export function sameTrial(a, b) {
  if (!a || !b) return false;
  const figures = (
    /** @type {TrialRecord} */ { status, losses, evaluations, accuracy, validationLoss, steps },
  ) => JSON.stringify([status, losses, evaluations, accuracy, validationLoss, steps]);
  return figures(a) === figures(b);
}

/** @param {TrialRecord} trial */
export const trialName = ({ scenario, seed }) => `“${scenario.name}”, seed ${seed}`;
