/**
 * @file `npm test`: installs what is missing, a browser too, then runs every check.
 * `npm test -- unit e2e` runs only those stages. The last line printed is the sum over all stages.
 */
import { messageOf, runTool } from './lib/process.mjs';
import { closingLine, tallyOf } from './lib/tally.mjs';
import { ensureBrowser, ensureInstalled } from './setup.mjs';

/**
 * @typedef {import('./lib/tally.mjs').Tally} Tally
 * @typedef {{ name: string, seconds: number, tally: Tally }} Outcome
 */

const FAILED = Object.freeze({ passed: 0, failed: 1, skipped: [] });

/**
 * A check that is no test: it adds nothing when it succeeds and one failure when it does not.
 * @param {readonly (readonly [script: string, ...args: string[]])[]} commands
 * @returns {() => Tally}
 */
function check(...commands) {
  return () => {
    const statuses = commands.map(([script, ...args]) => runTool(script, args));
    return statuses.every((status) => status === 0) ? { ...FAILED, failed: 0 } : FAILED;
  };
}

/** @param {string} project @returns {() => Tally} */
function vitest(project) {
  const reporters = ['--reporter=default', '--reporter=./tools/lib/vitest-tally.mjs'];
  return () =>
    tallyOf((env) => runTool('vitest/vitest.mjs', ['run', '--project', project, ...reporters], env));
}

/** @returns {Tally} */
function endToEnd() {
  return tallyOf((env) =>
    runTool('@playwright/test/cli.js', ['test', '--reporter=list,./tools/lib/playwright-tally.mjs'], env),
  );
}

/** @type {Readonly<Record<string, () => Tally>>} */
const STAGES = {
  typecheck: check(['typescript/bin/tsc', '--noEmit']),
  lint: check(
    ['eslint/bin/eslint.js', '.'],
    ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  ),
  unit: vitest('unit'),
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

/** @param {readonly string[]} names @returns {Outcome[]} */
function runStages(names) {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const name of names) {
    console.log(`\n=== ${name}`);
    const started = performance.now();
    const unbuilt = outcomes.some((outcome) => outcome.name === 'build' && outcome.tally.failed > 0);
    // Without a build there is no page to test, or worse, an old one.
    const tally = name === 'e2e' && unbuilt ? FAILED : (STAGES[name]?.() ?? FAILED);
    outcomes.push({ name, tally, seconds: (performance.now() - started) / 1000 });
  }
  return outcomes;
}

/** @param {readonly Outcome[]} outcomes */
function report(outcomes) {
  console.log('\n=== result');
  for (const { name, seconds, tally } of outcomes)
    console.log(`${name.padEnd(10)} ${closingLine([tally]).padEnd(34)} ${seconds.toFixed(1).padStart(7)} s`);
  for (const { name, tally } of outcomes)
    for (const skipped of tally.skipped)
      console.log(`skipped in ${name}: ${skipped.name} (${skipped.reason})`);
}

/** @type {Tally[]} */
let tallies = [FAILED];
try {
  const names = chooseStages(process.argv.slice(2));
  ensureInstalled();
  console.log(`Browser: ${ensureBrowser()}`);
  const outcomes = runStages(names);
  report(outcomes);
  tallies = outcomes.map((outcome) => outcome.tally);
} catch (error) {
  console.error(messageOf(error));
}
console.log(closingLine(tallies));
process.exitCode = tallies.some((tally) => tally.failed > 0) ? 1 : 0;
