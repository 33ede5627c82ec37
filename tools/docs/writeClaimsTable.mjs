/** @file `node tools/docs/writeClaimsTable.mjs`: rewrites the table of published claims in docs/where-to-fine-tune.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

/** @type {{ module: typeof import('./claimsTable') }} */
const { module } = await runnerImport('./tools/docs/claimsTable.ts', { configFile: false });
const { CLAIMS_PAGE, claimsPage } = module;
writeFileSync(CLAIMS_PAGE, claimsPage(readFileSync(CLAIMS_PAGE, 'utf8'), 'public'));
