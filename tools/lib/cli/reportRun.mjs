/** @file An ordinary run from the command line: what is said before it, the run, its table and its results file. */
import { pageMessage } from '../browser/labPage.mjs';
import { footingInPage } from './footingInPage.mjs';
import { isStandardOutput, isStream, writeOrRescue } from './outFile.mjs';
import { shortcomings, tableText } from './resultsText.mjs';
import { runInPage, STATUS_OF } from './runInPage.mjs';
import { whereLine } from './whereLine.mjs';
import { saveAdapters } from './saveAdapters.mjs';

/**
 * @typedef {import('../../../src/results/results').ResultsFile} ResultsFile
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 * @typedef {import('./runInPage.mjs').Lab} Opened
 * @typedef {typeof import('./experiment.mjs')} LabModule
 *
 * @typedef {object} RunOptions
 * @property {BackendName | null} backend
 * @property {number} minutes
 * @property {boolean} quiet
 * @property {string | null} out
 * @property {string | null} savedTo
 *
 * @typedef {object} Telling
 * @property {(text: string) => void} say
 * @property {ReturnType<typeof resultsWriter>} writer
 */

/**
 * Writes results to the file of `--out`. Where that fails it says so once, and at once, while there is time to make room.
 * @param {string | null} out
 * @param {(results: ResultsFile) => string} serialize
 */
export function resultsWriter(out, serialize) {
  /** @type {string | null} */
  let problem = null;
  /** @param {ResultsFile} results */
  const write = (results) => {
    if (out === null) return;
    const wrong = writeOrRescue(out, serialize(results));
    if (wrong !== null && problem === null) console.error(wrong);
    problem = wrong;
  };
  // A pipe gets the results once, at the end.
  const keep = out !== null && isStream(out) ? () => undefined : write;
  return { write, keep, problem: () => problem };
}

/**
 * The standard output carries either a file or the text about it, never both.
 * @param {readonly (string | null)[]} outs
 * @returns {(text: string) => void}
 */
export function sayBeside(outs) {
  return outs.some((out) => out !== null && isStandardOutput(out)) ? console.error : console.log;
}

/**
 * Says what is wrong with the experiment's address, and what the data are.
 * @param {Opened} opened
 * @param {(text: string) => void} say
 */
export async function tellBefore({ page, lost }, say) {
  const { problems } = await page.evaluate(() => window.loraLab.state());
  for (const problem of problems) console.error(`warning: ${problem}`);
  const about = await Promise.race([page.evaluate(() => window.loraLab.inspectData()), lost]);
  for (const line of about) say(line);
}

/**
 * Runs the experiment in the opened page, and prints and writes what came of it.
 * @param {Opened} opened
 * @param {LabModule} lab
 * @param {RunOptions & { footing: import('./footingFlags.mjs').FootingWish | null }} options
 * @returns {Promise<number>} the exit status
 */
export async function runAndReport(opened, lab, options) {
  const { out, footing } = options;
  const say = sayBeside([out]);
  await tellBefore(opened, say);
  if (footing !== null) {
    const status = await footingInPage(opened, footing, options, say);
    if (status !== null) return status;
  }
  const writer = resultsWriter(out, lab.serializeResults);
  const ended = await runInPage(opened, options, writer.keep);
  return tellRun(opened, lab, ended, options, { say, writer });
}

/**
 * Prints and writes what came of a run.
 * @param {Opened} opened
 * @param {LabModule} lab
 * @param {import('./runInPage.mjs').Ended} ended
 * @param {Pick<RunOptions, 'minutes' | 'out' | 'savedTo'>} options
 * @param {Telling} telling
 * @returns {Promise<number>} the exit status
 */
export async function tellRun({ page }, lab, ended, { minutes, out, savedTo }, { say, writer }) {
  const { results, dataNote, stopped, problem } = ended;
  if (problem !== null) console.error(pageMessage(problem));
  if (stopped === 'timeout') console.error(`Stopped after ${minutes} minutes.`);
  const status = stopped === null || stopped === 'timeout' ? null : STATUS_OF[stopped];
  if (results === null) {
    console.error('No trial has finished: there is nothing to write.');
    return status ?? 1;
  }
  writer.write(results);
  say(whereLine(results));
  if (dataNote !== null) say(dataNote);
  const { measure } = results.experiment.judging;
  say(tableText(lab.resultsTable(results.trials, measure), lab.MEASURE_FORMS[measure].name));
  const unwritten = writer.problem();
  if (out !== null && unwritten === null) say(`Results: ${out}`);
  const wrong = [...shortcomings(results), ...(unwritten === null ? [] : [unwritten])];
  if (savedTo !== null) {
    const { saved, notes, problems: unsaved } = await saveAdapters(page, results, savedTo);
    for (const note of notes) say(note);
    say(`Adapters: ${saved} in ${savedTo}`);
    wrong.push(...unsaved);
  }
  for (const line of wrong) console.error(line);
  return status ?? (wrong.length > 0 || stopped !== null || problem !== null ? 1 : 0);
}
