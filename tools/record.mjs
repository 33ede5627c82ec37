/** @file `npm run record -- --device-name "NVIDIA H200"`: runs all lessons and the opening experiment, and puts the results in place. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readFlags, UsageError } from './lib/cli/flags.mjs';
import { messageOf, ROOT, run } from './lib/process.mjs';
import { ensureInstalled } from './setup.mjs';

const USAGE = `npm run record -- --device-name NAME [options]
  --device-name NAME   the device as people know it, such as "NVIDIA H200": browsers do not tell it
  --only NAMES         these recorded runs alone, joined by commas: ids of lessons, or "opening"
  --from FOLDER        takes results files that were made elsewhere, FOLDER/<name>.json, instead of running
  --list               prints the commands that make such files, and does nothing
  --browser PATH       a Chromium-based browser, as for npm run headless
Writes public/recorded/<name>.json. Exit status: 0 if all were written, 1 if not, 2 for wrong usage.`;

/** Seeds of a scenario, for the runs that have more than {@link USUAL_SEEDS}. */
const SEEDS = new Map([['layers', 20]]);
/**
 * Verdicts begin with five seeds, and a density has a shape by then. The opening experiment asks for two alone, so that it
 * takes a minute without a GPU; its recording has five, because two would be dots without a density.
 */
const USUAL_SEEDS = 5;

/** @typedef {typeof import('./lib/recorded.mjs')} Lab */

/** @param {Lab} lab @param {string} name @param {string} out @returns {string[]} the arguments of `npm run headless` */
function headlessArguments({ OPENING }, name, out) {
  const experiment = name === OPENING ? [] : ['--experiment', `lesson=${name}`];
  const seeds = String(SEEDS.get(name) ?? USUAL_SEEDS);
  return [...experiment, '--trials', seeds, '--backend', 'webgpu', '--out', out];
}

/**
 * Checks a results file and writes it where the page finds it.
 * @param {Lab} lab
 * @param {string} name
 * @param {string} path
 * @param {string} deviceName
 */
function putInPlace(lab, name, path, deviceName) {
  const text = lab.serializeRecording(lab.parseResults(readFileSync(path, 'utf8')), deviceName);
  const file = lab.parseResults(text);
  const faults = lab.recordingFaults(name, file);
  if (faults.length > 0) throw new Error(`${name}: ${faults.join(' ')}`);
  const target = join(ROOT, 'public', lab.recordedPath(name));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  const kilobytes = Math.round(Buffer.byteLength(text) / 1000);
  console.log(`${lab.recordedPath(name)}: ${file.trials.length} trials, ${kilobytes} kB`);
  if (lab.UNRECORDED.has(name))
    console.log(
      `Take ${name} out of UNRECORDED in src/lessons/recorded.ts, or the page does not ask for it.`,
    );
}

/** @param {Lab} lab @param {ReturnType<typeof readFlags>} flags */
function namesOf({ LESSONS, OPENING }, { values }) {
  const all = [OPENING, ...LESSONS.map(({ id }) => id)];
  const only = values.get('only')?.split(',') ?? all;
  const unknown = only.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`--only: there is no ${unknown.join(', ')}, only ${all.join(', ')}`);
  return only;
}

/**
 * Runs an experiment here and puts its results in place.
 * @param {Lab} lab
 * @param {string} name
 * @param {string} deviceName
 * @param {readonly string[]} browser
 */
function record(lab, name, deviceName, browser) {
  const folder = mkdtempSync(join(tmpdir(), 'lora-lab-record-'));
  try {
    const out = join(folder, `${name}.json`);
    run(process.execPath, [
      join(ROOT, 'tools/headless.mjs'),
      ...headlessArguments(lab, name, out),
      ...browser,
    ]);
    putInPlace(lab, name, out, deviceName);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns {Promise<number>} the exit status */
async function main() {
  const flags = readFlags(process.argv.slice(2), {
    values: ['device-name', 'only', 'from', 'browser'],
    switches: ['list', 'help'],
  });
  if (flags.switches.has('help')) {
    console.log(USAGE);
    return 0;
  }
  ensureInstalled();
  const { runnerImport } = await import('vite');
  const { module: lab } = /** @type {{ module: Lab }} */ (
    await runnerImport(join(ROOT, 'tools/lib/recorded.mjs'), { configFile: false, logLevel: 'error' })
  );
  const names = namesOf(lab, flags);
  if (flags.switches.has('list')) {
    for (const name of names)
      console.log(`npm run headless -- ${headlessArguments(lab, name, `${name}.json`).join(' ')}`);
    return 0;
  }
  const deviceName = flags.values.get('device-name');
  if (deviceName === undefined) throw new UsageError('--device-name is missing, such as "NVIDIA H200"');
  const from = flags.values.get('from');
  const browser = flags.values.get('browser');
  let failed = 0;
  for (const name of names)
    try {
      if (from === undefined)
        record(lab, name, deviceName, browser === undefined ? [] : ['--browser', browser]);
      else putInPlace(lab, name, fileIn(from, name), deviceName);
    } catch (error) {
      failed++;
      console.error(messageOf(error));
    }
  return failed > 0 ? 1 : 0;
}

/** @param {string} folder @param {string} name */
function fileIn(folder, name) {
  const path = resolve(folder, `${name}.json`);
  if (!existsSync(path)) throw new Error(`${name}: ${path} does not exist.`);
  return path;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
