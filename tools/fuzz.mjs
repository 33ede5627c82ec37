/** @file `npm run fuzz -- --runs 1000000 --seed 7`: the hostile inputs of src/fuzz for longer than the unit tests take. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, runTool } from './lib/process.mjs';
import { ensureInstalled } from './setup.mjs';

const HELP = `npm run fuzz -- [--runs N] [--seed N] [--only PART] [--no-shrink]

  --runs N      inputs of all targets together; 200,000 if left out
  --seed N      of the generator; drawn and printed if left out
  --only PART   the files of src/fuzz whose name holds this
  --no-shrink   stop at the first failing input as it is`;

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} fallback
 * @returns a positive whole number, or the fallback if none was given
 */
function whole(name, text, fallback) {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${name}: ${text} is no number above 0.`);
  return number;
}

/** @param {readonly string[][]} rows */
function table(rows) {
  const columns = ['target', 'inputs', 'refused', 'seconds', 'slowest (ms)'];
  const lines = [columns, ...rows].map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(46) : cell.padStart(13))).join(''),
  );
  return lines.join('\n');
}

/** @param {number} value */
const number = (value) => value.toLocaleString('en');

try {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
      'no-shrink': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) console.log(HELP);
  else {
    ensureInstalled();
    const runs = whole('runs', values.runs, 200_000);
    const seed = whole('seed', values.seed, Date.now() % 2 ** 31);
    const folder = mkdtempSync(join(tmpdir(), 'lora-lab-fuzz-'));
    const report = join(folder, 'report.jsonl');
    Object.assign(process.env, { FUZZ_RUNS: String(runs), FUZZ_SEED: String(seed), FUZZ_REPORT: report });
    if (values['no-shrink']) process.env.FUZZ_SHRINK = 'no';
    console.log(`${number(runs)} inputs with seed ${seed}`);
    const begun = Date.now();
    process.exitCode = runTool('vitest/vitest.mjs', [
      'run',
      '--project=unit',
      ...(values.only === undefined
        ? ['src/fuzz/', '.fuzz.test.']
        : [`fuzz/${values.only}`, `${values.only}.fuzz.test`]),
    ]);
    const told = readFileSync(report, { encoding: 'utf8', flag: 'a+' });
    rmSync(folder, { recursive: true });
    const targets = told
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    console.log(
      table(
        targets.map(({ name, inputs, refused, seconds, slowest }) => [
          name,
          number(inputs),
          number(refused),
          seconds.toFixed(1),
          slowest.toFixed(0),
        ]),
      ),
    );
    const inputs = targets.reduce((sum, target) => sum + target.inputs, 0);
    console.log(`${number(inputs)} inputs in ${((Date.now() - begun) / 1000).toFixed(0)} s, seed ${seed}`);
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
