/** @file Scores of modules from the command line: computed in the lab's page, printed as tables and written as JSON. */
import { pageMessage } from '../browser/labPage.mjs';
import { cancelWhenAsked } from './cancelWhenAsked.mjs';
import { writeOrRescue } from './outFile.mjs';
import { sayBeside } from './reportRun.mjs';
import { agreementText, ranksText, scoresText } from './scoresText.mjs';

/**
 * @typedef {import('../../../src/scores/moduleScores').Scored} Scored
 * @typedef {import('../../../app/automationRanks').RanksOutcome} RanksOutcome
 * @typedef {import('../../../app/automationJudging').AgreementTold} AgreementTold
 * @typedef {import('../../../src/results/results').BackendName} BackendName
 * @typedef {import('./runInPage.mjs').Lab} Lab
 * @typedef {import('./rankFlags.mjs').RanksAsked} RanksAsked
 *
 * @typedef {Scored & { request: string, ranks: RanksOutcome | null }} ScoreKnown request as in the address: `gradient:8`
 *
 * @typedef {object} Computed
 * @property {ScoreKnown[]} scored those that came about, in the order asked for
 * @property {AgreementTold[]} agreements of each pair of them
 * @property {number | null} status the exit status if it ends here; null if all came about
 */

/**
 * @param {Lab} lab
 * @param {readonly string[]} requests
 * @param {{ backend: BackendName | null, minutes: number, out: string | null, ranks: RanksAsked | null }} options
 * @returns {Promise<number>} the exit status
 */
export async function scoreAndReport(lab, requests, { backend, minutes, out, ranks }) {
  const { page } = lab;
  const stopping = cancelWhenAsked(page, minutes);
  try {
    const say = sayBeside([out]);
    const computed = await scoresInPage(lab, requests, { backend, ranks, say, stopping });
    const [first] = computed.scored;
    if (first === undefined || out === null) return computed.status ?? 0;
    const experiment = await page.evaluate(() => window.loraLab.experiment());
    const content =
      requests.length === 1 ? scoreDocument(experiment, first) : scoresDocument(experiment, computed);
    const wrong = writeOrRescue(out, jsonOf(content));
    if (wrong !== null) console.error(wrong);
    else say(`Scores: ${out}`);
    return computed.status ?? (wrong === null ? 0 : 1);
  } finally {
    stopping.forget();
  }
}

/**
 * Computes scores one after the other and prints each; then how far they agree, and the ranks that they make.
 * @param {Lab} lab
 * @param {readonly string[]} requests
 * @param {object} how
 * @param {BackendName | null} how.backend
 * @param {RanksAsked | null} how.ranks
 * @param {(text: string) => void} how.say
 * @param {ReturnType<typeof cancelWhenAsked>} how.stopping
 * @returns {Promise<Computed>}
 */
export async function scoresInPage({ page, lost }, requests, { backend, ranks, say, stopping }) {
  /** @type {ScoreKnown[]} */
  const scored = [];
  /** @type {AgreementTold[]} */
  let agreements = [];
  try {
    for (const request of requests) {
      const work = page.evaluate(
        (of) => window.loraLab.scores(of.request, { ...(of.backend && { backend: of.backend }) }),
        { request, backend },
      );
      const one = await Promise.race([work, lost]);
      if (one === null) {
        const nothing = scored.length === 0 ? ': there is nothing to write' : '';
        console.error(`The scores were cancelled${nothing}.`);
        return { scored, agreements, status: stopping.status() ?? 1 };
      }
      scored.push({ request, ...one, ranks: null });
      say(requests.length === 1 ? scoresText(one) : `${request}\n${scoresText(one)}\n`);
    }
    agreements = await page.evaluate((of) => window.loraLab.agreements(of), scored);
    if (agreements.length > 0) say(agreementText(agreements));
    for (const one of ranks === null ? [] : scored) {
      one.ranks = await page.evaluate(({ of, asked }) => window.loraLab.ranks(of, asked), {
        ...{ of: one, asked: /** @type {RanksAsked} */ (ranks) },
      });
      say(`\n${ranksText(one.ranks, requests.length === 1 ? 'this score' : one.request)}`);
    }
    return { scored, agreements, status: stopping.status() };
  } catch (error) {
    console.error(pageMessage(error));
    return { scored, agreements, status: stopping.status() ?? 1 };
  }
}

/** @param {unknown} content */
export const jsonOf = (content) => `${JSON.stringify(content, null, 2)}\n`;

/**
 * One score as it is written.
 * @param {unknown} experiment
 * @param {ScoreKnown} score
 */
export function scoreDocument(experiment, score) {
  return { score: score.request, experiment, ...scoresOf(score) };
}

/**
 * Several scores as they are written.
 * @param {unknown} experiment
 * @param {Pick<Computed, 'scored' | 'agreements'>} computed
 */
export function scoresDocument(experiment, { scored, agreements }) {
  return {
    experiment,
    scores: scored.map((one) => ({ score: one.request, ...scoresOf(one) })),
    agreement: agreements,
  };
}

/**
 * Scores of layers and components are there only if they were measured.
 * @param {ScoreKnown} score
 */
function scoresOf({ modules, groups, ranks }) {
  return {
    scores: modules,
    ...(groups.length > 0 && { groups }),
    ...(ranks !== null && { ranks }),
  };
}
