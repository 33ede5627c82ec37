/** @file `npm run drill -- kills --runs 200 --seed 7`: breaks a running lab again and again, and checks what must survive. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readFlags, UsageError } from './lib/cli/flags.mjs';
import { messageOf, ROOT } from './lib/process.mjs';
import { ensureBrowser, ensureBuilt, ensureInstalled } from './setup.mjs';

/**
 * What a drill is given. Each starts its own browser, because some kill it.
 * @typedef {object} Drill
 * @property {string} url the address of the built page, with a slash at its end
 * @property {string} executablePath the browser
 * @property {boolean} software use the software adapter even if there is a GPU
 * @property {number} runs how often to break it
 * @property {() => number} random uniform in [0, 1), the same for the same seed
 * @property {(line: string) => void} log prints one line for each break, as it happens
 *
 * @typedef {object} Outcome
 * @property {readonly string[]} figures what was counted and measured, one line each
 * @property {readonly string[]} failures what did not survive; empty if all did
 */

const FOLDER = join(ROOT, 'tools', 'drills');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length));

const USAGE = `npm run drill -- NAME [options]
  NAME            ${NAMES.join(', ')}: a file of tools/drills, which says what it does
  --runs N        how often (without it: 10)
  --seed N        of the moments and kinds that are drawn (without it: drawn and printed)
  --browser PATH  a Chromium-based browser (without it: LAB_CHROMIUM, or the first one found)
  --software      use the software adapter even if there is a GPU
Exit status: 0 if everything survived, 1 if not, 2 for wrong usage.`;

/** @param {Map<string, string>} values @param {string} name @param {number} fallback */
function whole(values, name, fallback) {
  const text = values.get(name);
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`--${name} is "${text}", not a whole number above 0`);
  return Number(text);
}

async function main() {
  const [name = '', ...rest] = process.argv.slice(2);
  if (name === '' || name === '--help') return console.log(USAGE);
  if (!NAMES.includes(name)) throw new UsageError(`"${name}" is no drill; there are ${NAMES.join(', ')}`);
  const { values, switches } = readFlags(rest, {
    values: ['runs', 'seed', 'browser'],
    switches: ['software'],
  });
  const runs = whole(values, 'runs', 10);
  const seed = whole(values, 'seed', (Date.now() % 1e9) + 1);
  ensureInstalled();
  const executablePath = ensureBrowser(values.get('browser'));
  ensureBuilt();
  const { serve } = await import('./lib/serve.mjs');
  const { seededRandom } = await import('./lib/seededRandom.mjs');
  /** @type {{ drill: (given: Drill) => Promise<Outcome> }} */
  const { drill } = await import(`./drills/${name}.mjs`);
  const server = await serve({ port: 0 });
  console.log(`${name}: ${runs} times, seed ${seed}`);
  const begun = Date.now();
  try {
    const { figures, failures } = await drill({
      url: server.url,
      executablePath,
      software: switches.has('software'),
      runs,
      random: seededRandom(seed),
      log: (line) => console.log(line),
    });
    for (const line of figures) console.log(line);
    for (const line of failures) console.error(`NOT SURVIVED: ${line}`);
    const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
    console.log(`${name}: ${runs} times in ${minutes} min, seed ${seed}: ${failures.length} failed`);
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    await server.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
