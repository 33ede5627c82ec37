/** @file Runs stages two at a time, so that both cores of a small machine have work until the end. */
import { FAILED, STAGES } from './stages.mjs';

/**
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {{ name: string, files: readonly string[] | null }} Asked
 * @typedef {{ name: string, seconds: number, tally: Tally }} Outcome
 */

/** Whichever lane is free takes the next stage. The build comes before them all, because e2e needs the page. */
const LONGEST_FIRST = ['e2e', 'cluster', 'browser', 'kernels', 'parity', 'unit', 'lint', 'typecheck'];
export const NEEDS_BROWSER = ['kernels', 'browser', 'parity', 'e2e'];
/** What can run while apt installs a browser; the cluster's stage may need apt for Python. */
const NEEDS_NODE_ALONE = ['unit', 'lint', 'typecheck'];

/**
 * @param {readonly Asked[]} asked
 * @param {object} options
 * @param {boolean} options.cached
 * @param {Promise<void> | null} options.browser resolves when the browser is installed; null if it is there or not needed
 * @returns {Promise<Outcome[]>} in the order in which they were asked for
 */
export async function runStages(asked, { cached, browser }) {
  /** @type {Outcome[]} */
  const outcomes = [];
  const build = asked.find(({ name }) => name === 'build');
  if (build) outcomes.push(await runStage(build, { cached, collected: false, workers: 1 }));
  const isBroken = outcomes.some(({ tally }) => tally.failed > 0);
  // Without the long stages unit tests would keep one core alone busy at the end.
  const workers = asked.every(({ name }) => NEEDS_NODE_ALONE.includes(name)) ? 2 : 1;
  const waiting = LONGEST_FIRST.flatMap((name) => asked.filter((stage) => stage.name === name));

  let isComing = browser !== null;
  const come = browser?.then(() => (isComing = false));
  // The lane that waits for it reports what went wrong; until then, nothing else has to end.
  come?.catch(() => undefined);
  /** Takes the shortest of those that need Node alone while a browser is installed, and else the longest. */
  const take = async () => {
    const short = isComing ? waiting.findLastIndex(({ name }) => NEEDS_NODE_ALONE.includes(name)) : 0;
    if (short === -1) await come;
    return waiting.splice(Math.max(0, short), 1)[0];
  };

  /** @param {boolean} collected the output of the second lane would run into that of the first */
  const runLane = async (collected) => {
    for (let next = await take(); next !== undefined; next = await take()) {
      // After a failed build there is no page to test, or an old one, which would be worse.
      if (next.name === 'e2e' && isBroken) outcomes.push({ name: 'e2e', seconds: 0, tally: FAILED });
      else outcomes.push(await runStage(next, { cached, collected, workers }));
    }
  };
  await Promise.all((waiting.length > 1 ? [false, true] : [false]).map(runLane));
  return asked.flatMap(({ name }) => outcomes.filter((outcome) => outcome.name === name));
}

/**
 * @param {Asked} asked
 * @param {Omit<import('./stages.mjs').Request, 'files'>} options
 * @returns {Promise<Outcome>}
 */
async function runStage({ name, files }, { collected, ...options }) {
  if (!collected) console.log(`\n=== ${name}`);
  const started = performance.now();
  const tally = (await STAGES[name]?.({ files, collected, ...options })) ?? FAILED;
  if (collected) console.log(`=== ${name}, beside the others, has ended`);
  return { name, tally, seconds: (performance.now() - started) / 1000 };
}
