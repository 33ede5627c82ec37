/** @file `npm run rates -- --runs 2000`: how often the verdicts err, by simulation: the figures of docs/method.md. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, runTool } from './lib/process.mjs';
import { ensureInstalled } from './setup.mjs';

const HELP = `npm run rates -- [--runs N] [--only WORDS]

  --runs N      experiments of each kind; 2,000 if left out
  --only WORDS  the kinds whose name holds this`;

try {
  const { values } = parseArgs({
    options: { runs: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean' } },
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
    for (const line of lines) {
      const { name, share, mean } = /** @type {{ name: string, share?: number, mean?: number }} */ (
        JSON.parse(line)
      );
      console.log(
        `| ${name} | ${share === undefined ? mean?.toFixed(1) : `${(100 * share).toFixed(1)} %`} |`,
      );
    }
    rmSync(folder, { recursive: true });
    process.exitCode = status;
  }
} catch (error) {
  console.error(messageOf(error));
  process.exit(2);
}
