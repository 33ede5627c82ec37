/** @file The flags of scores of modules: which ones, and how they are judged by retraining. */
import { UsageError } from './flags.mjs';

/**
 * @typedef {import('../../../app/automationJudging').JudgingAsked} JudgingAsked
 * @typedef {{ requests: string[], judge: JudgingAsked | null, scoresOut: string | null }} ScoresWish requests as in the
 *   address, `gradient:8`; scoresOut: where scores and verdicts go, if --out is for the results
 */

export const SCORE_FLAGS = { values: ['scores', 'judge', 'draws', 'scores-out'] };
/** As the page has them: the usual number of draws, and the most that are recognised among scenarios. */
const USUAL_DRAWS = 3;
export const MOST_DRAWS = 10;
/** What runs something else, or changes the scenarios that a run compares. */
const OTHERS = ['recommend', 'equal', 'tune-rates'];

/**
 * @param {Pick<ReturnType<typeof import('./flags.mjs').readFlags>, 'values' | 'switches'>} flags
 * @returns {ScoresWish | null} null without `--scores`
 */
export function readScoreFlags({ values, switches }) {
  const judge = values.get('judge');
  if (judge === undefined) {
    const stray = ['draws', 'scores-out'].find((flag) => values.has(flag));
    if (stray !== undefined) throw new UsageError(`--${stray} belongs to --judge, which is not there`);
  } else {
    const other = OTHERS.find((flag) => values.has(flag) || switches.has(flag));
    if (other !== undefined)
      throw new UsageError(`--judge trains what scores choose, and does not go together with --${other}`);
    if (!values.has('scores')) throw new UsageError('--judge belongs to --scores, which is not there');
  }
  const scores = values.get('scores');
  if (scores === undefined) return null;
  return {
    requests: scoresNamed(scores),
    judge: judge === undefined ? null : { counts: countsIn(judge), draws: drawsIn(values.get('draws')) },
    scoresOut: values.get('scores-out') ?? null,
  };
}

/** @param {string} text "gradient:8,knockout" */
function scoresNamed(text) {
  const requests = text.split(',').map((one) => one.trim());
  const kinds = requests.map((request) => request.replace(/:.*$/s, ''));
  const twice = kinds.find((kind, i) => kinds.indexOf(kind) < i);
  if (twice !== undefined) throw new UsageError(`--scores names ${twice} twice: ask for each score once`);
  return requests;
}

/** @param {string} text "6,12" */
function countsIn(text) {
  const counts = text.split(',').map((one) => {
    if (!/^[1-9]\d{0,4}$/.test(one.trim()))
      throw new UsageError(
        `--judge is "${text}", not a whole number of modules above 0, or several of them such as 6,12`,
      );
    return Number(one);
  });
  const twice = counts.find((count, i) => counts.indexOf(count) < i);
  if (twice !== undefined) throw new UsageError(`--judge names ${twice} twice: give each number once`);
  return counts;
}

/** @param {string | undefined} text */
function drawsIn(text) {
  if (text === undefined) return USUAL_DRAWS;
  if (!/^[1-9]\d?$/.test(text) || Number(text) > MOST_DRAWS)
    throw new UsageError(`--draws is "${text}", not a whole number from 1 to ${MOST_DRAWS}`);
  return Number(text);
}

/**
 * Refuses what is no score.
 * @param {Pick<typeof import('./experiment.mjs'), 'parseScore'> & { SCORE_TEXT: string }} lab
 * @param {readonly string[]} requests
 */
export function checkScores(lab, requests) {
  const wrong = requests.find((request) => lab.parseScore(request) === null);
  if (wrong === undefined) return;
  const verb = requests.length === 1 ? 'is' : 'has';
  throw new UsageError(`--scores ${verb} "${wrong}", not ${lab.SCORE_TEXT}`);
}
