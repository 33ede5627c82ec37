/**
 * @file `npm test`: installs what is missing, a browser too, then runs every check.
 * `npm test -- unit e2e` runs only those stages. The last line printed is the sum over all stages.
 */
import { messageOf, runToolBeside } from './lib/process.mjs';
import { closingLine, tallyOf } from './lib/testing/tally.mjs';
import { ensureBrowser, ensureInstalled } from './setup.mjs';

/**
 * @typedef {import('./lib/testing/tally.mjs').Tally} Tally
 * @typedef {{ name: string, seconds: number, tally: Tally }} Outcome
 * @typedef {(collected: boolean) => Promise<Tally>} Stage `collected`: its output comes when it has ended
 */

const FAILED = Object.freeze({ passed: 0, failed: 1, skipped: [] });

/**
 * A check that is no test: it adds nothing when it succeeds and one failure when it does not.
 * @param {readonly (readonly [script: string, ...args: string[]])[]} commands
 * @returns {Stage}
 */
function check(...commands) {
  return async (collected) => {
    const statuses = [];
    for (const [script, ...args] of commands) statuses.push(await runToolBeside(script, args, { collected }));
    return statuses.every((status) => status === 0) ? { ...FAILED, failed: 0 } : FAILED;
  };
}

/** @param {string} project @returns {Stage} */
function vitest(project) {
  const reporters = ['--reporter=default', '--reporter=./tools/lib/testing/vitest-tally.mjs'];
  return (collected) =>
    tallyOf((env) =>
      runToolBeside('vitest/vitest.mjs', ['run', '--project', project, ...reporters], { env, collected }),
    );
}

/** @type {Stage} */
function endToEnd(collected) {
  const args = ['test', '--reporter=list,./tools/lib/testing/playwright-tally.mjs'];
  return tallyOf((env) => runToolBeside('@playwright/test/cli.js', args, { env, collected }));
}

/** @type {Readonly<Record<string, Stage>>} */
const STAGES = {
  typecheck: check(['typescript/bin/tsc', '--noEmit']),
  lint: check(
    ['eslint/bin/eslint.js', '.'],
    ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  ),
  unit: vitest('unit'),
  kernels: vitest('kernels'),
  browser: vitest('browser'),
  parity: vitest('parity'),
  build: check(['vite/bin/vite.js', 'build']),
  e2e: endToEnd,
};

/** @param {readonly string[]} asked @returns {string[]} */
function chooseStages(asked) {
  const unknown = asked.filter((name) => !(name in STAGES));
  if (unknown.length > 0)
    throw new Error(`No such stage: ${unknown.join(', ')}. There are ${Object.keys(STAGES).join(', ')}.`);
  return asked.length > 0 ? [...asked] : Object.keys(STAGES);
}

/**
 * What needs no built page, longest first: two at a time, each core takes the next when it is free. Compiling shaders keeps
 * one core busy for minutes.
 */
const SIDE_BY_SIDE = ['browser', 'kernels', 'unit', 'parity', 'lint', 'typecheck', 'build'];

/** @param {readonly string[]} names @returns {Promise<Outcome[]>} in the order of `names` */
async function runStages(names) {
  const waiting = SIDE_BY_SIDE.filter((name) => names.includes(name));
  const lanes = waiting.length > 1 ? [false, true] : [false];
  const outcomes = (await Promise.all(lanes.map((collected) => runLane(waiting, collected)))).flat();
  for (const name of names.filter((other) => !SIDE_BY_SIDE.includes(other)))
    outcomes.push(await runStage(name, false, outcomes));
  return names.flatMap((name) => outcomes.filter((outcome) => outcome.name === name));
}

/**
 * @param {string[]} waiting shared with the other lane
 * @param {boolean} collected
 * @returns {Promise<Outcome[]>}
 */
async function runLane(waiting, collected) {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
    outcomes.push(await runStage(name, collected, []));
  return outcomes;
}

/**
 * @param {string} name
 * @param {boolean} collected
 * @param {readonly Outcome[]} before
 * @returns {Promise<Outcome>}
 */
async function runStage(name, collected, before) {
  if (!collected) console.log(`\n=== ${name}`);
  const started = performance.now();
  const unbuilt = before.some((outcome) => outcome.name === 'build' && outcome.tally.failed > 0);
  // Without a build there is no page to test, or worse, an old one.
  const tally = name === 'e2e' && unbuilt ? FAILED : ((await STAGES[name]?.(collected)) ?? FAILED);
  if (collected) console.log(`=== ${name}, beside the others, has ended`);
  return { name, tally, seconds: (performance.now() - started) / 1000 };
}

/** @param {readonly Outcome[]} outcomes */
function report(outcomes) {
  console.log('\n=== result');
  for (const { name, seconds, tally } of outcomes)
    console.log(`${name.padEnd(10)} ${closingLine([tally]).padEnd(34)} ${seconds.toFixed(1).padStart(7)} s`);
  for (const { name, tally } of outcomes)
    for (const flaky of tally.flaky ?? []) console.log(`flaky in ${name}, passed when tried again: ${flaky}`);
  for (const { name, tally } of outcomes)
    for (const skipped of tally.skipped)
      console.log(`skipped in ${name}: ${skipped.name} (${skipped.reason})`);
}

/** @type {Tally[]} */
let tallies = [FAILED];
try {
  const names = chooseStages(process.argv.slice(2));
  ensureInstalled();
  // The stages start just the browser that was tried here.
  process.env.LAB_CHROMIUM = ensureBrowser();
  console.log(`Browser: ${process.env.LAB_CHROMIUM}`);
  const outcomes = await runStages(names);
  report(outcomes);
  tallies = outcomes.map((outcome) => outcome.tally);
} catch (error) {
  console.error(messageOf(error));
}
console.log(closingLine(tallies));
process.exitCode = tallies.some((tally) => tally.failed > 0) ? 1 : 0;
