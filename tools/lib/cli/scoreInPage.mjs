/** @file Scores of modules from the command line: computed in the lab's page, printed as a table and written as JSON. */
import { pageMessage } from '../browser/labPage.mjs';
import { isStandardOutput, writeOrRescue } from './outFile.mjs';
import { STATUS_OF } from './runInPage.mjs';

/**
 * @typedef {import('../../../src/scores/moduleScores').ModuleScores} ModuleScores
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 */

/** Milliseconds for a cancelled computation to end at its next batch. */
const CANCEL_GRACE_MS = 60_000;

/**
 * @param {import('./runInPage.mjs').Lab} lab
 * @param {string} request as in the address: `gradient:8`
 * @param {{ backend: BackendName | null, minutes: number, out: string | null }} options
 * @returns {Promise<number>} the exit status
 */
export async function scoreAndReport({ page, lost }, request, { backend, minutes, out }) {
  /** @type {number | null} */
  let status = null;
  /** @param {number} ends */
  const stop = (ends) => {
    status ??= ends;
    page.evaluate(() => window.loraLab.cancel()).catch(() => undefined);
    setTimeout(() => process.exit(ends), CANCEL_GRACE_MS).unref();
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => stop(STATUS_OF[signal]));
  const timer = minutes < Infinity ? setTimeout(() => stop(1), minutes * 60_000) : undefined;
  try {
    const asked = { request, backend };
    const work = page.evaluate(
      (of) => window.loraLab.scores(of.request, { ...(of.backend && { backend: of.backend }) }),
      asked,
    );
    const scores = await Promise.race([work, lost]);
    if (scores === null) {
      console.error('The scores were cancelled: there is nothing to write.');
      return status ?? 1;
    }
    const say = out !== null && isStandardOutput(out) ? console.error : console.log;
    say(scoresText(scores));
    if (out === null) return 0;
    const experiment = await page.evaluate(() => window.loraLab.experiment());
    const text = `${JSON.stringify({ score: request, experiment, scores }, null, 2)}\n`;
    const wrong = writeOrRescue(out, text);
    if (wrong !== null) console.error(wrong);
    else say(`Scores: ${out}`);
    return wrong === null ? 0 : 1;
  } catch (error) {
    console.error(pageMessage(error));
    return status ?? 1;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A line for each module, the largest score first.
 * @param {ModuleScores} scores
 * @returns {string}
 */
export function scoresText(scores) {
  const number = (/** @type {number | null} */ value) => (value === null ? '-' : value.toExponential(3));
  const lines = [...scores]
    .sort((a, b) => b.value - a.value)
    .map(({ layer, component, value, acrossBatches, acrossSeeds }) =>
      [
        String(layer).padStart(5),
        component.padEnd(15),
        number(value).padStart(10),
        number(acrossBatches).padStart(15),
        number(acrossSeeds).padStart(13),
      ].join('  '),
    );
  return ['layer  component             score  sd over batches  sd over seeds', ...lines].join('\n');
}
