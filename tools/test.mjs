/**
 * @file `npm test`: installs what is missing, a browser too, then runs every check. `npm test -- unit e2e` runs only those
 * stages, and `npm test -- --changed` what a change can break. The last line printed is the sum over all stages.
 */
import { UsageError } from './lib/cli/flags.mjs';
import { messageOf, ROOT } from './lib/process.mjs';
import { closingLine } from './lib/testing/tally.mjs';
import { beginPythonBeside, installBrowserBeside } from './lib/setup/beside.mjs';
import { browserThere, ensureInstalled } from './setup.mjs';

/**
 * @typedef {import('./lib/testing/tally.mjs').Tally} Tally
 * @typedef {import('./lib/testing/lanes.mjs').Asked} Asked
 * @typedef {import('./lib/testing/lanes.mjs').Outcome} Outcome
 */

const STAGE_NAMES = ['typecheck', 'lint', 'unit', 'kernels', 'browser', 'parity', 'build', 'e2e', 'cluster'];

const USAGE = `npm test [-- STAGE ...] [-- --changed[=REF]]

  STAGE            ${STAGE_NAMES.join(', ')}; all of them if none is named
  --changed[=REF]  what can break by the changes since the branch left REF (without it: its upstream,
                   origin/main or main) and by those of the working tree
  --cached         leaves out of types and lint what an earlier run with --cached found clean`;

/** @param {readonly string[]} args */
function readArguments(args) {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const names = args.filter((arg) => !arg.startsWith('-'));
  const changed = flags.find((flag) => /^--changed(=.+)?$/.test(flag));
  const wrong = [
    ...names.filter((name) => !STAGE_NAMES.includes(name)),
    ...flags.filter((flag) => flag !== changed && flag !== '--cached'),
  ];
  if (wrong.length > 0) throw new UsageError(`There is no stage and no option ${wrong.join(', ')}.`);
  return {
    names,
    /** undefined: everything; null: since the usual ref */
    changedSince: changed === undefined ? undefined : (changed.split('=')[1] ?? null),
    cached: flags.includes('--cached'),
  };
}

/**
 * @param {readonly string[]} names the stages that may run; none for all
 * @param {string | null} ref
 * @returns {Promise<Asked[]>} those that the change can break
 */
async function chooseByChange(names, ref) {
  const { changedSince, filesOf } = await import('./lib/changed/files.mjs');
  const { dependenciesOf } = await import('./lib/changed/dependencies.mjs');
  const { planChanged } = await import('./lib/changed/plan.mjs');
  const { base, paths } = changedSince(ROOT, ref);
  console.log(`${paths.length === 1 ? '1 file has' : `${paths.length} files have`} changed since ${base}`);
  const plan = planChanged(paths, dependenciesOf(ROOT, filesOf(ROOT)));
  for (const { name, why } of plan.run) console.log(`run       ${name.padEnd(10)} ${why}`);
  for (const { name, why } of plan.leftOut) console.log(`leave out ${name.padEnd(10)} ${why}`);
  return plan.run.filter(({ name }) => names.length === 0 || names.includes(name));
}

/**
 * Has the stages start just the browser that was tried here.
 * @returns {Promise<void> | null} null if it was there; else resolves when it is installed
 */
function takeBrowser() {
  /** @param {string} path */
  const take = (path) => {
    process.env.LAB_CHROMIUM = path;
    console.log(`Browser: ${path}`);
  };
  const there = browserThere();
  if (there === null) return installBrowserBeside().then(take);
  take(there);
  return null;
}

/** @param {readonly Outcome[]} outcomes */
function report(outcomes) {
  console.log('\n=== result');
  for (const { name, seconds, tally } of outcomes)
    console.log(`${name.padEnd(10)} ${closingLine([tally]).padEnd(34)} ${seconds.toFixed(1).padStart(7)} s`);
  for (const { name, tally } of outcomes)
    for (const { name: test, error } of tally.flaky ?? [])
      console.log(`flaky in ${name}, passed when tried again: ${test} (${error})`);
  for (const { name, tally } of outcomes)
    for (const skipped of tally.skipped)
      console.log(`skipped in ${name}: ${skipped.name} (${skipped.reason})`);
  for (const { name, tally } of outcomes)
    for (const { name: test, error } of tally.failures ?? [])
      console.log(`failed in ${name}: ${test} (${error})`);
}

/** @type {readonly Tally[]} */
let tallies = [{ passed: 0, failed: 1, skipped: [] }];
try {
  const { names, changedSince, cached } = readArguments(process.argv.slice(2));
  if (changedSince === undefined && (names.length === 0 || names.includes('cluster'))) beginPythonBeside();
  ensureInstalled();
  const { NEEDS_BROWSER, runStages } = await import('./lib/testing/lanes.mjs');
  const asked =
    changedSince === undefined
      ? (names.length > 0 ? names : STAGE_NAMES).map((name) => ({ name, files: null }))
      : await chooseByChange(names, changedSince);
  const browser = asked.some(({ name }) => NEEDS_BROWSER.includes(name)) ? takeBrowser() : null;
  const outcomes = await runStages(asked, { cached, browser });
  report(outcomes);
  tallies = outcomes.map((outcome) => outcome.tally);
} catch (error) {
  console.error(messageOf(error));
  if (error instanceof UsageError) console.error(USAGE);
}
console.log(closingLine(tallies));
process.exitCode = tallies.some((tally) => tally.failed > 0) ? 1 : 0;
