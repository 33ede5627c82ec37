/** @file `node tools/docs/writeResultsPage.mjs`: rewrites the tables of docs/results-schema.md and its JSON Schema. */
import { readFileSync, writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

/** @type {{ module: typeof import('./resultsPage') }} */
const { module } = await runnerImport('./tools/docs/resultsPage.ts', { configFile: false });
const { JSON_SCHEMA, PAGE, resultsJsonSchema, resultsPage } = module;
writeFileSync(PAGE, resultsPage(readFileSync(PAGE, 'utf8')));
writeFileSync(JSON_SCHEMA, await resultsJsonSchema());
