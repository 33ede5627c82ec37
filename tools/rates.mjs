/** @file `npm run rates -- --runs 2000`: how often the verdicts err, by simulation: the figures of docs/method.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, runTool } from './lib/process.mjs';
import { racePicture } from './lib/racePicture.mjs';
import { ensureInstalled } from './setup.mjs';

const HELP = `npm run rates -- [--runs N] [--only WORDS] [--picture OUT.svg]

  --runs N      experiments of each kind; 2,000 if left out
  --only WORDS  the kinds whose name holds this
  --picture OUT.svg
                draws races beside grid searches; takes those of 20 scenarios, so --only "race" or nothing`;

/** The fields of the picture, by the names that src/stats/rates/races.test.ts gives them. */
const DRAWN = [
  { name: '20, gaps', title: '20 scenarios: four good ones, the others far behind' },
  { name: '20, a slope', title: '20 scenarios, a quarter of a point apart' },
];

/** @typedef {{ name: string, share?: number, mean?: number, rounds?: import('./lib/racePicture.mjs').Round[] }} Line */

try {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      only: { type: 'string' },
      picture: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) console.log(HELP);
  else {
    ensureInstalled();
    const runs = Number(values.runs ?? 2000);
    if (!Number.isSafeInteger(runs) || runs < 1)
      throw new Error(`--runs: ${values.runs} is no number above 0.`);
    const folder = mkdtempSync(join(tmpdir(), 'lora-lab-rates-'));
    const report = join(folder, 'report.jsonl');
    Object.assign(process.env, { RATES_RUNS: String(runs), RATES_REPORT: report });
    const only = values.only === undefined ? [] : ['-t', values.only];
    const status = runTool('vitest/vitest.mjs', ['run', '--project', 'unit', 'src/stats/rates', ...only]);
    const lines = readFileSync(report, 'utf8').trim().split('\n');
    /** @type {import('./lib/racePicture.mjs').DrawnField[]} */
    const drawn = [];
    for (const line of lines) {
      const { name, share, mean, rounds } = /** @type {Line} */ (JSON.parse(line));
      const title = DRAWN.find((field) => name === `race of ${field.name}: rounds`)?.title;
      if (rounds && title) drawn.push({ title, rounds });
      if (rounds) continue;
      console.log(
        `| ${name} | ${share === undefined ? mean?.toFixed(1) : `${(100 * share).toFixed(1)} %`} |`,
      );
    }
    rmSync(folder, { recursive: true });
    if (values.picture !== undefined) writeFileSync(values.picture, racePicture(drawn, runs));
    process.exitCode = status;
  }
} catch (error) {
  console.error(messageOf(error));
  process.exit(2);
}
