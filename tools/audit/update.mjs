/**
 * @file `node tools/audit/update.mjs`: asks the registry which advisories hold for the locked versions, and adds them to
 * advisories.json with today's date. The only part of the audit that needs the network.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { ROOT } from '../lib/process.mjs';

const FILE = new URL('./advisories.json', import.meta.url);

/**
 * @typedef {{ id: string, package: string, severity: string, range: string, title: string }} Advisory
 * @typedef {{ name: string, url: string, severity: string, range: string, title: string }} Via
 */

const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: ROOT, encoding: 'utf8' });
const report =
  /** @type {{ vulnerabilities?: Record<string, { via: (Via | string)[] }>, message?: string }} */ (
    JSON.parse(stdout)
  );
if (!report.vulnerabilities) {
  console.error(`The registry does not tell: ${report.message ?? 'no reason given'}.`);
  process.exit(1);
}
const found = Object.values(report.vulnerabilities)
  .flatMap(({ via }) => via)
  .filter((via) => typeof via !== 'string')
  .map(({ name, url, severity, range, title }) => ({
    ...{ id: url.split('/').at(-1) ?? url, package: name, severity, range, title },
  }));

const known = /** @type {{ advisories: Advisory[] }} */ (JSON.parse(readFileSync(FILE, 'utf8')));
const all = new Map([...known.advisories, ...found].map((one) => [`${one.package} ${one.id}`, one]));
const advisories = [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
const date = new Date().toISOString().slice(0, 10);
const written = { date, source: 'npm audit, added to what was listed before', advisories };
writeFileSync(FILE, `${JSON.stringify(written, null, 2)}\n`);
console.log(`${found.length} advisories hold for the lock file, ${advisories.length} are listed.`);
