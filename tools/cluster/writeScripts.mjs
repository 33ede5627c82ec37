/**
 * @file `node tools/cluster/writeScripts.mjs FOLDER`: writes the Python scripts of a few scenarios, the files that they
 * read, and expected.json with what the lab counts, into a folder in which each can be run: `python lower.py`.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runnerImport } from 'vite';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('The folder is missing. Write: node tools/cluster/writeScripts.mjs FOLDER');
  process.exit(2);
}
/** @type {{ module: typeof import('./scripts') }} */
const { module } = await runnerImport('./tools/cluster/scripts.ts', { configFile: false });
const { scriptCases, smallFile, SMALL_BERT } = module;

const model = resolve(folder, 'roberta-mini');
mkdirSync(resolve(folder, 'small-bert'), { recursive: true });
cpSync('public/models/roberta-mini', model, { recursive: true });
writeFileSync(resolve(folder, 'small-bert/config.json'), JSON.stringify(SMALL_BERT));
writeFileSync(resolve(folder, 'train.csv'), smallFile(48));
writeFileSync(resolve(folder, 'validation.csv'), smallFile(16));
const cases = scriptCases(pathToFileURL(resolve('public')).href.replace('file://', '') + '/');
for (const { name, text } of cases) writeFileSync(resolve(folder, `${name}.py`), text);
const expected = Object.fromEntries(
  cases.map(({ name, trainableParameters }) => [name, trainableParameters]),
);
writeFileSync(resolve(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
console.log(`${cases.length} scripts are in ${folder}.`);
