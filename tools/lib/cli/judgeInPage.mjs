/**
 * @file Scores judged by retraining, from the command line: the scores, an ordinary run of what they choose and of chance,
 * and the verdicts.
 */
import { pageMessage } from '../browser/labPage.mjs';
import { cancelWhenAsked } from './cancelWhenAsked.mjs';
import { UsageError } from './flags.mjs';
import { isStream, writeOrRescue } from './outFile.mjs';
import { resultsWriter, sayBeside, tellBefore, tellRun } from './reportRun.mjs';
import { runInPage } from './runInPage.mjs';
import { jsonOf, scoresDocument, scoresInPage } from './scoreInPage.mjs';
import { judgingText, verdictsText } from './scoresText.mjs';

/**
 * @typedef {import('../../../app/automationJudging').JudgingAsked} JudgingAsked
 * @typedef {import('../../../app/automationJudging').VerdictsTold} VerdictsTold
 * @typedef {import('./reportRun.mjs').LabModule} LabModule
 * @typedef {import('./runInPage.mjs').Lab} Opened
 * @typedef {import('./scoreInPage.mjs').Computed} Computed
 * @typedef {{ requests: string[], judge: JudgingAsked, scoresOut: string | null }} JudgeWish
 * @typedef {import('./reportRun.mjs').RunOptions & { ranks: import('./rankFlags.mjs').RanksAsked | null }} JudgeOptions
 */

/**
 * @param {Opened} opened
 * @param {LabModule} lab
 * @param {JudgeWish} wish
 * @param {JudgeOptions} options
 * @returns {Promise<number>} the exit status: 0 also if the verdicts are open, which the sentences say
 */
export async function judgeAndReport(opened, lab, { requests, judge, scoresOut }, options) {
  const { out, ranks, minutes } = options;
  const say = sayBeside([out, scoresOut]);
  const until = performance.now() + minutes * 60_000;
  const withTime = () => ({ ...options, minutes: Math.max(0, (until - performance.now()) / 60_000) });
  const writer = resultsWriter(out, lab.serializeResults);
  await refuseWrong(opened, requests, judge);
  await tellBefore(opened, say);

  const trains = requests.some((request) => lab.isOfTrained(scoreOf(lab, request)));
  if (trains) {
    // They are scored as a run leaves them, and are part of the results.
    const ended = await runInPage(opened, withTime(), writer.keep);
    const { results, stopped, problem } = ended;
    if (results === null || stopped !== null || problem !== null)
      return tellRun(opened, lab, ended, options, { say, writer });
  }
  const prepared = await scoreAndAdd(opened, requests, judge, { ...withTime(), ranks, say });
  const file = scoresWriter(opened, scoresOut, prepared.computed);
  if (prepared.status !== null) {
    if (prepared.computed.scored.length > 0) await file.write(null);
    if (file.isWritten()) say(`Scores: ${scoresOut}`);
    return prepared.status;
  }
  // A pipe gets one text, at the end.
  if (scoresOut !== null && !isStream(scoresOut)) await file.write(null);
  const which = trains ? 'missing' : 'all';
  const ended = await runInPage(opened, { ...withTime(), which }, writer.keep);
  say('');
  const status = await tellRun(opened, lab, ended, options, { say, writer });
  const verdicts = await verdictsInPage(opened, prepared.computed);
  if (verdicts === null) return status === 0 ? 1 : status;
  say(`\n${verdictsText(verdicts)}`);
  await file.write(verdicts);
  if (file.isWritten()) say(`\nScores and verdicts: ${scoresOut}`);
  return status === 0 && scoresOut !== null && !file.isWritten() ? 1 : status;
}

/** @param {LabModule} lab @param {string} request */
function scoreOf(lab, request) {
  const score = lab.parseScore(request);
  if (score === null) throw new UsageError(`"${request}" is no score`);
  return score;
}

/**
 * Says what cannot be judged before anything is computed.
 * @param {Opened} opened
 * @param {readonly string[]} requests
 * @param {JudgingAsked} asked
 */
async function refuseWrong({ page, lost }, requests, asked) {
  const work = page.evaluate((of) => window.loraLab.judgingProblem(of.requests, of.asked), {
    requests,
    asked,
  });
  const wrong = await Promise.race([work, lost]).catch((error) => {
    throw new Error(pageMessage(error), { cause: error });
  });
  if (wrong !== null) throw new UsageError(wrong);
}

/**
 * Computes the scores, and adds what judges them.
 * @param {Opened} opened
 * @param {readonly string[]} requests
 * @param {JudgingAsked} asked
 * @param {JudgeOptions & { say: (text: string) => void }} how
 * @returns {Promise<{ computed: Computed, status: number | null }>} the exit status if it ends here
 */
async function scoreAndAdd(opened, requests, asked, { backend, minutes, ranks, say }) {
  const stopping = cancelWhenAsked(opened.page, minutes);
  try {
    const computed = await scoresInPage(opened, requests, { backend, ranks, say, stopping });
    if (computed.status !== null) return { computed, status: computed.status };
    const work = opened.page.evaluate(({ scored, of }) => window.loraLab.judge(scored, of), {
      ...{ scored: computed.scored, of: asked },
    });
    say(`\n${judgingText(await Promise.race([work, opened.lost]))}`);
    return { computed, status: stopping.status() };
  } finally {
    stopping.forget();
  }
}

/**
 * @param {Opened} opened
 * @param {Computed} computed
 * @returns {Promise<VerdictsTold | null>} null if the page is gone
 */
async function verdictsInPage({ page, lost }, { scored }) {
  try {
    return await Promise.race([page.evaluate((of) => window.loraLab.verdicts(of), scored), lost]);
  } catch (error) {
    console.error(pageMessage(error));
    return null;
  }
}

/**
 * Writes scores, and verdicts as soon as there are some, to the file of `--scores-out`.
 * @param {Opened} opened
 * @param {string | null} path
 * @param {Computed} computed
 */
function scoresWriter({ page }, path, computed) {
  let isWritten = false;
  /** @param {VerdictsTold | null} verdicts */
  const write = async (verdicts) => {
    if (path === null) return;
    // Scores outlive a page that is gone.
    const experiment = await page.evaluate(() => window.loraLab.experiment()).catch(() => null);
    const content = {
      ...scoresDocument(experiment, computed),
      ...(verdicts !== null && { verdicts: verdictsWritten(verdicts) }),
    };
    const problem = writeOrRescue(path, jsonOf(content), 'scores-out');
    if (problem !== null) console.error(problem);
    isWritten = problem === null;
  };
  return { write, isWritten: () => isWritten };
}

/**
 * The comparisons have the names and units of the page's table of verdicts as it saves it.
 * @param {VerdictsTold} verdicts
 */
export function verdictsWritten({ sentences, chance, table: { columns, rows } }) {
  const comparisons = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  return { sentences, chance, comparisons };
}
