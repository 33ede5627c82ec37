/** @file Writes what finished trials trained as PEFT adapters. Needs node_modules. */
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { pageMessage } from '../browser/labPage.mjs';
import { replaceFiles } from './outFile.mjs';

/**
 * Names one folder for each trial, `<scenario>-seed<n>`, with `-2` and so on behind it where two scenarios' names are alike.
 * @param {import('playwright').Page} page
 * @param {import('../../../src/results/results').ResultsFile} results
 * @param {string} folder
 * @returns {Promise<{ saved: number, notes: string[], problems: string[] }>} problems: of trials that should have one
 */
export async function saveAdapters(page, { trials }, folder) {
  /** @type {Set<string>} */
  const taken = new Set();
  let saved = 0;
  /** @type {Set<string>} */
  const notes = new Set();
  /** @type {string[]} */
  const problems = [];
  for (const { id, scenario, seed, status } of trials) {
    if (status !== 'done') continue;
    if (scenario.method === 'full') {
      notes.add(`${scenario.name}: full fine-tuning has no adapter, so none is saved.`);
      continue;
    }
    try {
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: 0 }),
        page.evaluate((trial) => window.loraLab.saveAdapter(trial), id),
      ]);
      const name = freeName(download.suggestedFilename().replace(/\.zip$/, ''), taken);
      mkdirSync(join(folder, name), { recursive: true });
      const entries = Object.entries(unzipSync(readFileSync(await download.path())));
      replaceFiles(entries.map(([path, bytes]) => [join(folder, name, basename(path)), bytes]));
      saved++;
    } catch (error) {
      problems.push(`${scenario.name}, seed ${seed}: its adapter is not saved. ${pageMessage(error)}`);
    }
  }
  return { saved, notes: [...notes], problems };
}

/** @param {string} name @param {Set<string>} taken */
function freeName(name, taken) {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}-${i}`;
  taken.add(free);
  return free;
}
